import type { EndEvent, FlowNode, IntermediateThrowEvent } from '../../model/flow-node.ts';
import type { SequenceFlow } from '../../model/process.ts';
import { takeFlows } from '../place-token.ts';
import { completeScopeIfEmpty } from '../scope.ts';
import type { ElementInstance } from '../state.ts';
import { type PlannedThrow, planThrow } from '../throws.ts';
import type { Turn } from '../turn.ts';
import { type Activation, activated } from './behaviour.ts';
import { eventSplit } from './outgoing.ts';

/**
 * Throws what a throwing event is given (BPMN 2.0 §10.5.3, §10.5.4). Of several it waits for, a compensation
 * begins when the one before is done. What ends the things around it is done when the event has completed and
 * passed its token on: it then shows as completed while the others are terminated.
 */
export function throwAll(
  turn: Turn,
  node: EndEvent | IntermediateThrowEvent,
  element: ElementInstance,
): Activation {
  const planned = node.throws.map((thrown) => planThrow(turn, element, thrown));
  const ending = planned.filter(({ kind }) => kind === 'ending');
  const flows = ending.length === 0 ? [] : flowsBehind(turn, node, element);
  activated(turn, element);
  for (const { kind, carryOut } of planned) {
    if (kind === 'beside') carryOut();
    if (!turn.state.elements.has(element.id)) return 'stopped';
  }
  const waiting = planned.find(({ kind }) => kind === 'waiting');
  if (waiting !== undefined) {
    waiting.carryOut();
    return 'waits';
  }
  if (ending.length === 0) return 'passes';
  endWith(turn, element, flows, ending);
  return 'stopped';
}

/** What an event that has waited is still to throw. True: it has completed with it. */
export function throwRest(turn: Turn, node: FlowNode, element: ElementInstance): boolean {
  if (!('throws' in node)) return false;
  const planned = node.throws.map((thrown) => planThrow(turn, element, thrown));
  const ending = planned.filter(({ kind }) => kind === 'ending');
  if (ending.length === 0) return false;
  endWith(turn, element, flowsBehind(turn, node, element), ending);
  return true;
}

function flowsBehind(turn: Turn, node: FlowNode, element: ElementInstance): readonly SequenceFlow[] {
  return eventSplit(turn, node, () => turn.expressionContext(element.id));
}

function endWith(
  turn: Turn,
  element: ElementInstance,
  flows: readonly SequenceFlow[],
  ending: readonly PlannedThrow[],
): void {
  const { id, elementId, scopeId } = element;
  turn.record({ type: 'elementCompleted', elementId, elementInstanceId: id });
  takeFlows(turn, scopeId, flows);
  for (const { carryOut } of ending) carryOut();
  const scopeLives = scopeId === turn.state.instanceId || turn.state.elements.has(scopeId);
  if (scopeLives) completeScopeIfEmpty(turn, scopeId);
}
