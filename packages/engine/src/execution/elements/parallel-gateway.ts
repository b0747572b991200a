import type { SequenceFlow } from '../../model/process.ts';
import { joinTokens } from '../joins/waiting-tokens.ts';
import { type ElementInstance, joinKey } from '../state.ts';
import type { Turn } from '../turn.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/** Waits for one token on every incoming flow, then sends one over every outgoing (BPMN 2.0 §13.4.1). */
export const parallelGateway: Behaviour<'parallelGateway'> = {
  activate(turn, node, element) {
    activated(turn, element);
    const incoming = turn.graph.incoming.get(node.id) ?? [];
    if (incoming.length <= 1) return 'passes';
    turn.record({ type: 'joinReached', elementId: node.id, elementInstanceId: element.id });
    const merged = otherTokens(turn, element, incoming);
    if (merged !== null) joinTokens(turn, node.id, element.id, merged);
    return 'waits';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};

/**
 * One waiting token of each other flow, the oldest first; null while one is missing. Looks at a token
 * per flow only once there is one, so neither many flows nor many tokens on one flow make arriving slow.
 */
function otherTokens(
  turn: Turn,
  element: ElementInstance,
  incoming: readonly SequenceFlow[],
): readonly string[] | null {
  const byFlow = turn.state.joins.get(joinKey(element.scopeId, element.elementId))?.byFlow;
  if (byFlow === undefined || byFlow.size < incoming.length) return null;
  const others: string[] = [];
  for (const flow of incoming) {
    if (flow.id === element.flowId) continue;
    const [oldest] = byFlow.get(flow.id) ?? [];
    if (oldest === undefined) return null;
    others.push(oldest);
  }
  return others;
}
