import type { InstanceState, JournalEntry } from '@wbpm/engine';
import type { SeenInstance } from './host.ts';

/** An instance as its state and its journal show it. */
export function seenInstance(state: InstanceState, journal: readonly JournalEntry[]): SeenInstance {
  return {
    instanceId: state.instanceId,
    status: state.status,
    variables: { ...state.variables.get(state.instanceId) },
    journal,
    elements: [...state.elements.values()].map(({ id, elementId, wait, incidentId }) => ({
      elementInstanceId: id,
      elementId,
      wait: wait?.kind ?? null,
      incidentId,
      variables: { ...state.variables.get(id) },
    })),
    subscriptions: [...state.subscriptions.values()].map(({ elementId, awaited }) => ({
      elementId,
      kind: awaited.kind,
    })),
    incidents: [...state.incidents.values()].map(({ id, elementId, code }) => ({
      incidentId: id,
      elementId,
      code,
    })),
  };
}
