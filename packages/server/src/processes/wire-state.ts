import type { ActiveElement, ChangedInstance, InstanceIncident } from '@wbpm/contract';
import type { InstanceState, ProcessGraph } from '@wbpm/engine';
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
  return [...state.incidents.values()].map((incident) => ({
    incident_id: incident.id,
    element_id: incident.elementId,
    element_instance_id: incident.elementInstanceId,
    code: incident.code,
    message: incident.message,
    created_at: new Date(incident.at).toISOString(),
  }));
}

export function wireChanged(state: InstanceState): ChangedInstance {
  return { id: state.instanceId, instance_id: state.instanceId, status: state.status };
}
