import type { Compensation } from './compensation/compensation.ts';
import { type ElementInstance, type InstanceState, joinKey, type Wait } from './state.ts';
import type { Subscription } from './subscription.ts';

// What `InstanceState` holds and what is derived from it change together here, and nowhere else.

/** Puts an element instance into the state with everything derived from it; also used by loaders. */
export function indexElement(state: InstanceState, element: ElementInstance): void {
  state.elements.set(element.id, element);
  addTo(state.children, element.scopeId, element.id);
  if (element.status !== 'active' && element.incidentId === null && !rests(element)) {
    state.pending.add(element.id);
  }
  if (standsAtJoin(element)) enterJoin(state, element);
  else if (isMovedFromOutside(element)) state.awaiting.add(element.id);
}

export function enterJoin(state: InstanceState, element: ElementInstance): void {
  const key = joinKey(element.scopeId, element.elementId);
  const tokens = state.joins.get(key) ?? { count: 0, byFlow: new Map<string | null, Set<string>>() };
  state.joins.set(key, tokens);
  tokens.count += 1;
  addTo(tokens.byFlow, element.flowId, element.id);
}

export function leaveJoin(state: InstanceState, element: ElementInstance): void {
  const key = joinKey(element.scopeId, element.elementId);
  const tokens = state.joins.get(key);
  if (tokens === undefined) throw new Error(`Expected tokens at join '${element.elementId}', but found none`);
  tokens.count -= 1;
  removeFrom(tokens.byFlow, element.flowId, element.id);
  if (tokens.count === 0) state.joins.delete(key);
}

function addTo<Key>(groups: Map<Key, Set<string>>, key: Key, id: string): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Set([id]));
  else group.add(id);
}

function removeFrom<Key>(groups: Map<Key, Set<string>>, key: Key, id: string): void {
  const group = groups.get(key);
  group?.delete(id);
  if (group?.size === 0) groups.delete(key);
}

/** Takes an ended element instance out with everything that lived by it. */
export function dropElement(state: InstanceState, element: ElementInstance): void {
  if (standsAtJoin(element)) leaveJoin(state, element);
  state.elements.delete(element.id);
  state.pending.delete(element.id);
  state.awaiting.delete(element.id);
  state.variables.delete(element.id);
  state.loops.delete(element.id);
  closeSubscriptionsOf(state, element.id);
  removeFrom(state.children, element.scopeId, element.id);
}

/** It goes on in another scope; only in a loop is there a position to have. */
export function moveElement(state: InstanceState, element: ElementInstance, scopeId: string): void {
  const joins = standsAtJoin(element);
  if (joins) leaveJoin(state, element);
  removeFrom(state.children, element.scopeId, element.id);
  element.scopeId = scopeId;
  element.index = null;
  addTo(state.children, scopeId, element.id);
  if (joins) enterJoin(state, element);
}

export function changeWait(state: InstanceState, element: ElementInstance, wait: Wait | null): void {
  element.wait = wait;
  if (isMovedFromOutside(element)) state.awaiting.add(element.id);
  else state.awaiting.delete(element.id);
}

/** Everything else waits for its subscriptions, for its content or for other tokens. */
function isMovedFromOutside({ wait }: ElementInstance): boolean {
  switch (wait?.kind) {
    case 'userTask':
    case 'job':
    case 'trigger':
    case 'call':
      return true;
    case 'adHoc':
      return !wait.closed;
    case 'event':
    case 'compensation':
    case 'async':
    case 'join':
    case undefined:
      return false;
  }
}

/** No turn takes it up, though it is neither active nor held by an incident. */
export function rests(element: ElementInstance): boolean {
  return standsAtJoin(element) || (element.wait?.kind === 'async' && !element.wait.resumed);
}

/** A token that waits at a join for others. */
export function standsAtJoin({ wait }: ElementInstance): boolean {
  return wait?.kind === 'join' && !wait.complete;
}

/** Puts a subscription into the state with everything derived from it; also used by loaders. */
export function indexSubscription(state: InstanceState, subscription: Subscription): void {
  state.subscriptions.set(subscription.id, subscription);
  addTo(state.subscriptionsOf, subscription.hostId, subscription.id);
  if (subscription.awaited.kind === 'conditional') state.conditional.add(subscription.id);
}

export function openSubscription(state: InstanceState, id: string): Subscription {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined) throw new Error(`Expected an open subscription, but found none: ${id}`);
  return subscription;
}

export function closeSubscription(state: InstanceState, id: string): void {
  const { hostId } = openSubscription(state, id);
  state.subscriptions.delete(id);
  state.conditional.delete(id);
  removeFrom(state.subscriptionsOf, hostId, id);
}

export function closeSubscriptionsOf(state: InstanceState, hostId: string): void {
  for (const id of state.subscriptionsOf.get(hostId) ?? []) closeSubscription(state, id);
}

/** Puts a compensation into the state, after those of activities that completed before; also used by loaders. */
export function indexCompensation(state: InstanceState, compensation: Compensation): void {
  state.compensations.set(compensation.id, compensation);
  const inScope = state.compensationsIn.get(compensation.scopeId);
  if (inScope === undefined) state.compensationsIn.set(compensation.scopeId, [compensation.id]);
  else inScope.push(compensation.id);
}

export function dropCompensation(state: InstanceState, id: string): void {
  const compensation = state.compensations.get(id);
  if (compensation === undefined) throw new Error(`Expected a kept compensation, but found none: ${id}`);
  state.compensations.delete(id);
  const inScope = state.compensationsIn.get(compensation.scopeId) ?? [];
  // What is undone first completed last: it is found at the end.
  inScope.splice(inScope.lastIndexOf(id), 1);
  if (inScope.length === 0) state.compensationsIn.delete(compensation.scopeId);
}
