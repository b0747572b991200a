import type { InstanceState } from '@wbpm/engine';
import type { InstanceChange } from '../store/instance-change.ts';
import type { LargeVariable } from '../store/instance-records.ts';

/**
 * Rows the store holds of an instance that go without an event of their own. Kept beside the state as
 * of the last commit, so that what a turn removes is found without searching.
 */
export interface StoredRows {
  /** Scopes below the instance that have variables. */
  readonly scopes: Set<string>;
  /** Subscriptions by what they belong to. */
  readonly subscriptions: Map<string, Map<string, SubscriptionTable>>;
  /** Bodies of loops with items or outputs. */
  readonly loops: Set<string>;
  readonly compensations: Set<string>;
  /** Sizes of the variables whose values are in the file store, by scope and name. */
  readonly largeVariables: Map<string, Map<string, number>>;
}

export type SubscriptionTable = 'timers' | 'subscriptions';

export function noStoredRows(): StoredRows {
  return {
    scopes: new Set(),
    subscriptions: new Map(),
    loops: new Set(),
    compensations: new Set(),
    largeVariables: new Map(),
  };
}

/** Of a state as it was loaded. */
export function storedRowsOf(
  state: InstanceState,
  largeVariables: readonly LargeVariable[] = [],
): StoredRows {
  const rows = noStoredRows();
  for (const { scopeId, name, file } of largeVariables) setLarge(rows, scopeId, name, file.bytes);
  for (const scopeId of state.variables.keys()) if (scopeId !== state.instanceId) rows.scopes.add(scopeId);
  for (const { id, hostId, awaited } of state.subscriptions.values()) {
    add(rows, hostId, id, awaited.kind === 'timer' ? 'timers' : 'subscriptions');
  }
  for (const [bodyId, { items, outputs }] of state.loops) {
    if (items !== null || outputs.size > 0) rows.loops.add(bodyId);
  }
  for (const id of state.compensations.keys()) rows.compensations.add(id);
  return rows;
}

/** After the change was committed; what was held before is given up. */
export function storedRowsAfter(rows: StoredRows, change: InstanceChange): StoredRows {
  for (const { scopeId } of change.variables.set) if (scopeId !== change.instanceId) rows.scopes.add(scopeId);
  for (const { scopeId, name, large } of change.variables.set) {
    if (large !== null) setLarge(rows, scopeId, name, large.bytes);
    else rows.largeVariables.get(scopeId)?.delete(name);
  }
  for (const scopeId of change.variables.deletedScopes) {
    rows.scopes.delete(scopeId);
    rows.largeVariables.delete(scopeId);
  }
  for (const { timerId, hostId } of change.timers.created) add(rows, hostId, timerId, 'timers');
  for (const { subscriptionId, hostId } of change.subscriptions.opened) {
    add(rows, hostId, subscriptionId, 'subscriptions');
  }
  for (const [hostId, ids] of change.closedByHost) {
    const ofHost = rows.subscriptions.get(hostId);
    for (const id of ids) ofHost?.delete(id);
    if (ofHost?.size === 0) rows.subscriptions.delete(hostId);
  }
  for (const { bodyId } of [...change.loops.items, ...change.loops.outputs]) rows.loops.add(bodyId);
  for (const bodyId of change.loops.deleted) rows.loops.delete(bodyId);
  for (const { compensationId } of change.compensations.kept) rows.compensations.add(compensationId);
  for (const id of change.compensations.deleted) rows.compensations.delete(id);
  return rows;
}

function setLarge({ largeVariables }: StoredRows, scopeId: string, name: string, bytes: number): void {
  const ofScope = largeVariables.get(scopeId);
  if (ofScope === undefined) largeVariables.set(scopeId, new Map([[name, bytes]]));
  else ofScope.set(name, bytes);
}

function add(rows: StoredRows, hostId: string, id: string, table: SubscriptionTable): void {
  const ofHost = rows.subscriptions.get(hostId);
  if (ofHost === undefined) rows.subscriptions.set(hostId, new Map([[id, table]]));
  else ofHost.set(id, table);
}
