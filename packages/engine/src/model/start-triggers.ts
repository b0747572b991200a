import type { Trigger } from './event-definition.ts';
import type { ProcessGraph } from './process-graph.ts';

/** What starts a process from outside, and where its token then begins (BPMN 2.0 §13.2). */
export interface StartTrigger {
  readonly elementId: string;
  readonly triggerIndex: number;
  readonly trigger: Trigger;
}

/** Start events with triggers, instantiating receive tasks, and the events behind instantiating gateways. */
export function startTriggersOf(graph: ProcessGraph): readonly StartTrigger[] {
  return (graph.scopes.get(null)?.nodes ?? []).flatMap((node): readonly StartTrigger[] => {
    if (node.type === 'startEvent') return numbered(node.id, node.triggers);
    if (node.type === 'eventBasedGateway' && node.instantiate) return behindGateway(graph, node.id);
    if (node.type !== 'receiveTask' || !node.instantiate || node.message === null) return [];
    return numbered(node.id, [{ kind: 'message', ...node.message }]);
  });
}

function behindGateway(graph: ProcessGraph, gatewayId: string): readonly StartTrigger[] {
  return (graph.outgoing.get(gatewayId) ?? []).flatMap(({ targetId }) => {
    const target = graph.nodes.get(targetId);
    if (target?.type === 'intermediateCatchEvent') return numbered(targetId, target.triggers);
    if (target?.type !== 'receiveTask' || target.message === null) return [];
    return numbered(targetId, [{ kind: 'message', ...target.message }]);
  });
}

function numbered(elementId: string, triggers: readonly Trigger[]): readonly StartTrigger[] {
  return triggers.map((trigger, triggerIndex) => ({ elementId, triggerIndex, trigger }));
}
