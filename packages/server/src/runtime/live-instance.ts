import type { InstanceState, ProcessGraph } from '@wbpm/engine';
import { LRUCache } from 'lru-cache';
import type { InstanceChange } from '../store/instance-change.ts';
import type { StoredInstance } from '../store/load-instances.ts';

/** An instance in memory: its state as of the last commit this node knows of. */
export interface LiveInstance {
  readonly tenantId: string;
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly journalHash: string;
  readonly startedBy: string;
  /** Scopes below the instance that have variables in the store. */
  readonly localScopes: ReadonlySet<string>;
}

export function liveFromStore(stored: StoredInstance, graph: ProcessGraph): LiveInstance {
  const { state } = stored;
  return {
    tenantId: stored.tenantId,
    graph,
    state,
    journalHash: stored.journalHash,
    startedBy: stored.startedBy,
    localScopes: localScopesOf(state),
  };
}

/** The instance after a change of it was committed. */
export function liveAfter(change: InstanceChange, graph: ProcessGraph, state: InstanceState): LiveInstance {
  return {
    tenantId: change.tenantId,
    graph,
    state,
    journalHash: change.instance.journalHash,
    startedBy: change.instance.startedBy,
    localScopes: localScopesOf(state),
  };
}

const noScopes: ReadonlySet<string> = new Set();

function localScopesOf(state: InstanceState): ReadonlySet<string> {
  const own = state.variables.has(state.instanceId) ? 1 : 0;
  if (state.variables.size === own) return noScopes;
  const scopes = new Set(state.variables.keys());
  scopes.delete(state.instanceId);
  return scopes;
}

/** Instances at rest, bounded by what they weigh; losing one costs a load, never correctness. */
export type InstanceCache = LRUCache<string, LiveInstance>;

export function createInstanceCache(maxElements: number): InstanceCache {
  return new LRUCache({
    maxSize: maxElements,
    sizeCalculation: ({ state }) => 4 + state.elements.size + variableCount(state),
  });
}

function variableCount(state: InstanceState): number {
  let count = 0;
  for (const scope of state.variables.values()) count += Object.keys(scope).length;
  return count;
}
