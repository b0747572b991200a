import type { InstanceState } from '@wbpm/engine';
import type { MigrationRows, MovedSubscription } from '../store/instance-change.ts';
import type { Recorded } from './recorded.ts';

/** Every row that names an element of the definition, as it is after the instance moved to another one. */
export function projectMigration(recorded: readonly Recorded[], state: InstanceState): MigrationRows | null {
  if (recorded.every(({ event }) => event.type !== 'instanceMigrated')) return null;
  const elements = [...state.elements.values()];
  const subscriptions = [...state.subscriptions.values()];
  return {
    elements: elements.map(({ id, elementId, scopeId, flowId, index, wait, undoes }) => ({
      id,
      elementId,
      scopeId,
      flowId,
      itemIndex: index,
      wait: wait === null ? null : JSON.stringify(wait),
      undoes: undoes === null ? null : JSON.stringify(undoes),
    })),
    tasks: elements.flatMap(({ id: taskId, elementId, wait }) =>
      wait?.kind === 'userTask' ? [{ taskId, elementId }] : [],
    ),
    jobs: elements.flatMap(({ id: jobId, elementId, wait }) =>
      wait?.kind === 'job' ? [{ jobId, elementId }] : [],
    ),
    timers: subscriptions.filter(({ awaited }) => awaited.kind === 'timer').map(moved),
    subscriptions: subscriptions.filter(({ awaited }) => awaited.kind !== 'timer').map(moved),
    compensations: [...state.compensations.values()].map(({ id: compensationId, elementId }) => ({
      compensationId,
      elementId,
    })),
    incidents: [...state.incidents.values()].map(({ id: incidentId, elementId }) => ({
      incidentId,
      elementId,
    })),
  };
}

function moved({ id, elementId, triggerIndex }: MovedSubscription): MovedSubscription {
  return { id, elementId, triggerIndex };
}
