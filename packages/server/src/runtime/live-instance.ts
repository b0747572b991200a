import type { InstanceState, ProcessGraph } from '@wbpm/engine';
import { LRUCache } from 'lru-cache';
import type { InstanceChange } from '../store/instance-change.ts';
import type { StoredInstance } from '../store/load-instances.ts';
import { type StoredRows, storedRowsAfter, storedRowsOf } from './stored-rows.ts';

/** An instance in memory: its state as of the last commit this node knows of. */
export interface LiveInstance {
  readonly tenantId: string;
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly journalHash: string;
  readonly startedBy: string;
  /** null: the instance's own id. */
  readonly conversationId: string | null;
  readonly storedRows: StoredRows;
}

export function liveFromStore(stored: StoredInstance, graph: ProcessGraph): LiveInstance {
  return {
    tenantId: stored.tenantId,
    graph,
    state: stored.state,
    journalHash: stored.journalHash,
    startedBy: stored.startedBy,
    conversationId: stored.conversationId,
    storedRows: storedRowsOf(stored.state, stored.largeVariables),
  };
}

/** The instance after a change of it was committed; `before` is given up. */
export function liveAfter(
  change: InstanceChange,
  graph: ProcessGraph,
  state: InstanceState,
  before: StoredRows,
): LiveInstance {
  return {
    tenantId: change.tenantId,
    graph,
    state,
    journalHash: change.instance.journalHash,
    startedBy: change.instance.startedBy,
    conversationId: change.instance.conversationId,
    storedRows: storedRowsAfter(before, change),
  };
}

/** Instances at rest, bounded by what they weigh; losing one costs a load, never correctness. */
export type InstanceCache = LRUCache<string, LiveInstance>;

export function createInstanceCache(maxElements: number): InstanceCache {
  return new LRUCache({
    maxSize: maxElements,
    sizeCalculation: ({ state, storedRows }) =>
      4 +
      state.elements.size +
      state.subscriptions.size +
      state.compensations.size +
      variableCount(state) +
      largeKib(storedRows),
  });
}

function variableCount(state: InstanceState): number {
  let count = 0;
  for (const scope of state.variables.values()) count += Object.keys(scope).length;
  for (const loop of state.loops.values()) count += (loop.items?.length ?? 0) + loop.outputs.size;
  return count;
}

/** A large value weighs as much as a variable for each KiB. */
function largeKib({ largeVariables }: StoredRows): number {
  let bytes = 0;
  for (const ofScope of largeVariables.values()) for (const each of ofScope.values()) bytes += each;
  return Math.ceil(bytes / 1024);
}
