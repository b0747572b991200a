import { type ElementInstance, hasEnded, type InstanceState } from '../execution/state.ts';
import { indexFaults, orphans } from './state-integrity.ts';

/** What is wrong with an instance between two commands: something that waits for nothing, above all. */
export function restlessness(state: InstanceState, unfinished: boolean): string[] {
  const found = [...orphans(state), ...indexFaults(state)];
  const { elements, pending, status } = state;
  if (hasEnded(state)) {
    const left = [
      ...(['elements', 'incidents', 'subscriptions', 'loops', 'compensations', 'subscriptionsOf'] as const),
      ...(['conditional', 'compensationsIn', 'children', 'pending', 'awaiting', 'joins'] as const),
    ].filter((part) => state[part].size > 0);
    if (left.length > 0 || state.endedAt === null)
      found.push(`an ended instance has ${left.join(', ')} left`);
    return found;
  }
  if (elements.size === 0) found.push('a live instance has no token');
  if (unfinished !== (status === 'active' && pending.size > 0)) found.push('unfinished is not told');
  for (const element of elements.values()) found.push(...waitFaults(state, element));
  if (status === 'active' && !unfinished && !canGoOn(state))
    found.push('nothing will ever wake the instance');
  return found;
}

function waitFaults(
  state: InstanceState,
  { id, elementId, wait, incidentId, status }: ElementInstance,
): string[] {
  const { incidents, pending, children, subscriptionsOf, elements } = state;
  if (incidentId !== null) {
    return incidents.get(incidentId)?.elementInstanceId === id
      ? []
      : [`${elementId} has an incident that is not open`];
  }
  if (status !== 'active') {
    const rests = wait?.kind === 'async' && !wait.resumed;
    if (rests) return subscriptionsOf.has(id) ? [] : [`${elementId} rests for ever`];
    return pending.has(id) ? [] : [`${elementId} is ${status} and nobody works on it`];
  }
  switch (wait?.kind) {
    case undefined:
      return children.has(id) ? [] : [`${elementId} is active and waits for nothing`];
    case 'job':
      return wait.retries > 0 ? [] : [`${elementId} has a job without attempts and no incident`];
    case 'event':
      return subscriptionsOf.has(id) ? [] : [`${elementId} waits for an event that nobody awaits`];
    case 'compensation': {
      const isDriven = [...elements.values()].some(({ undoes }) => undoes?.driverId === id);
      return isDriven ? [] : [`${elementId} waits for handlers, but none runs`];
    }
    case 'userTask':
    case 'trigger':
    case 'call':
    case 'adHoc':
    case 'async':
    case 'join':
      return [];
  }
}

function canGoOn({ elements, incidents, subscriptions }: InstanceState): boolean {
  if (incidents.size > 0 || subscriptions.size > 0) return true;
  return [...elements.values()].some(isMovedFromOutside);
}

function isMovedFromOutside({ wait }: ElementInstance): boolean {
  switch (wait?.kind) {
    case 'userTask':
    case 'job':
    case 'trigger':
    case 'call':
    case 'adHoc':
      return true;
    case 'event':
    case 'compensation':
    case 'async':
    case 'join':
    case undefined:
      return false;
  }
}
