import type { SequenceFlow } from '../../model/process.ts';
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
    if (merged !== null) {
      turn.record({ type: 'tokensJoined', elementId: node.id, elementInstanceId: element.id, merged });
    }
    return 'waits';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};

/** One waiting token of each other flow, the oldest first; null while one is missing. */
function otherTokens(
  turn: Turn,
  element: ElementInstance,
  incoming: readonly SequenceFlow[],
): readonly string[] | null {
  const byFlow = new Map<string | null, string>();
  for (const id of turn.state.joins.get(joinKey(element.scopeId, element.elementId)) ?? []) {
    const flowId = turn.state.elements.get(id)?.flowId ?? null;
    if (!byFlow.has(flowId)) byFlow.set(flowId, id);
  }
  byFlow.set(element.flowId, element.id);
  const tokens = incoming.map((flow) => byFlow.get(flow.id));
  const merged = tokens.filter((id): id is string => id !== undefined);
  return merged.length < incoming.length ? null : merged.filter((id) => id !== element.id);
}
