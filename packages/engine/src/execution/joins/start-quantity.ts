import type { FlowNode } from '../../model/flow-node.ts';
import { type ElementInstance, liveElement } from '../state.ts';
import type { Turn } from '../turn.ts';
import { resolveIncidentOf, waitingAt } from './waiting-tokens.ts';

/**
 * An activity with a `startQuantity` begins with so many tokens, over whichever of its flows they come (BPMN
 * 2.0 §13.3.2). True: the token waits for others. What comes over no flow, such as the activation in an
 * ad-hoc subprocess or a compensation, starts the activity by itself.
 */
export function waitsForMore(turn: Turn, node: FlowNode, element: ElementInstance): boolean {
  const needed = 'startQuantity' in node ? (node.startQuantity ?? 1) : 1;
  if (needed === 1 || element.flowId === null || element.triggered || element.wait !== null) return false;
  const of = { elementId: node.id, elementInstanceId: element.id };
  const waiting = waitingAt(turn, node.id, element.scopeId);
  if ((waiting?.count ?? 0) + 1 < needed) {
    turn.record({ type: 'joinReached', ...of });
    return true;
  }
  const ids = [...(waiting?.byFlow.values() ?? [])].flatMap((ofFlow) => [...ofFlow]).sort();
  const merged = ids.slice(0, needed - 1);
  for (const id of merged) resolveIncidentOf(turn, liveElement(turn.state, id));
  turn.record({ type: 'tokensJoined', ...of, merged, begins: true });
  return false;
}
