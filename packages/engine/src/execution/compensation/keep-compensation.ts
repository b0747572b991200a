import type { FlowNode } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { startedByCompensation } from './undoing.ts';

/**
 * An activity that completes can be undone from now on, if something undoes it (BPMN 2.0 §13.5.5): a
 * handler, its compensation event subprocess, or what its content has kept. An instance of a loop is kept
 * in the scope of its body, and the body for the sake of its instances alone. Called while it is still live.
 */
export function keepCompensation(turn: Turn, node: FlowNode, element: ElementInstance): void {
  if (!turn.graph.compensable.has(node.id) || !canBeUndone(turn, node, element)) return;
  turn.record({
    type: 'compensationKept',
    elementId: node.id,
    elementInstanceId: element.id,
    compensationId: turn.env.newId(),
    scopeId: element.scopeId,
    variables: { ...turn.state.variables.get(element.id) },
  });
}

function canBeUndone(turn: Turn, node: FlowNode, element: ElementInstance): boolean {
  if (turn.state.compensationsIn.has(element.id)) return true;
  if (turn.isLoopBody(element.id)) return false;
  const byHandler = 'compensationHandlerId' in node && node.compensationHandlerId !== null;
  return byHandler || startedByCompensation(turn, node.id) !== null;
}
