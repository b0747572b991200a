import type { EndEvent, IntermediateThrowEvent } from '../../model/flow-node.ts';
import { takeFlows } from '../place-token.ts';
import { completeScopeIfEmpty } from '../scope.ts';
import type { ElementInstance } from '../state.ts';
import { planThrow } from '../throws.ts';
import type { Turn } from '../turn.ts';
import { type Activation, activated } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/**
 * Throws what a throwing event is given (BPMN 2.0 §10.5.3, §10.5.4). What ends the things around it is done
 * when the event has completed and passed its token on: it then shows as completed while the others are
 * terminated.
 */
export function throwAll(
  turn: Turn,
  node: EndEvent | IntermediateThrowEvent,
  element: ElementInstance,
): Activation {
  const planned = node.throws.map((thrown) => planThrow(turn, element, thrown));
  activated(turn, element);
  for (const { kind, carryOut } of planned) if (kind !== 'ending') carryOut();
  if (planned.some(({ kind }) => kind === 'waiting')) return 'waits';
  const ending = planned.filter(({ kind }) => kind === 'ending');
  if (ending.length === 0) return 'passes';
  const { scopeId } = element;
  turn.record({ type: 'elementCompleted', elementId: node.id, elementInstanceId: element.id });
  takeFlows(turn, scopeId, outgoingFlows(turn, node.id));
  for (const { carryOut } of ending) carryOut();
  const scopeLives = scopeId === turn.state.instanceId || turn.state.elements.has(scopeId);
  if (scopeLives) completeScopeIfEmpty(turn, scopeId);
  return 'stopped';
}
