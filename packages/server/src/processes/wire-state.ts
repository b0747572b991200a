import type {
  ActiveElement,
  ChangedInstance,
  InstanceIncident,
  Subscription as WireSubscription,
} from '@wbpm/contract';
import type { Incident, InstanceState, ProcessGraph, Subscription } from '@wbpm/engine';
import { bpmnTypes } from './element-type.ts';

/** Where the tokens of an instance are. */
export function wireActiveElements(state: InstanceState, graph: ProcessGraph): ActiveElement[] {
  return [...state.elements.values()].map((element) => {
    const node = graph.nodes.get(element.elementId);
    return {
      element_id: element.elementId,
      element_instance_id: element.id,
      type: node === undefined ? '' : bpmnTypes[node.type],
      name: node?.name ?? null,
      since: new Date(element.since).toISOString(),
    };
  });
}

export function wireOpenIncidents(state: InstanceState): InstanceIncident[] {
  return [...state.incidents.values()].map(wireIncident);
}

export function wireIncident(incident: Incident): InstanceIncident {
  return {
    incident_id: incident.id,
    element_id: incident.elementId,
    element_instance_id: incident.elementInstanceId,
    code: incident.code,
    message: incident.message,
    created_at: new Date(incident.at).toISOString(),
  };
}

/** What an instance waits for besides people and workers, by the ids of the subscriptions. */
export function wireSubscriptions(state: InstanceState, graph: ProcessGraph): Map<string, WireSubscription> {
  return new Map(
    [...state.subscriptions.values()]
      // A token that rests beside its element waits for the engine alone.
      .filter(({ triggerIndex }) => triggerIndex >= 0)
      .map((subscription) => [subscription.id, wireSubscription(subscription, graph)]),
  );
}

function wireSubscription(
  { elementId, hostId, awaited }: Subscription,
  graph: ProcessGraph,
): WireSubscription {
  return {
    type: awaited.kind,
    name: 'name' in awaited ? awaited.name : (graph.nodes.get(elementId)?.name ?? null),
    element_id: elementId,
    element_instance_id: hostId,
    ...(awaited.kind === 'timer' ? { due_at: new Date(awaited.dueAt).toISOString() } : {}),
    ...(awaited.kind === 'message' && awaited.correlationKey !== null
      ? { correlation_key: awaited.correlationKey }
      : {}),
  };
}

export function wireChanged(state: InstanceState): ChangedInstance {
  return { id: state.instanceId, instance_id: state.instanceId, status: state.status };
}
