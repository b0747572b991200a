import type {
  InstanceSummary,
  JsonObject,
  ProcessSummary,
  ProcessVersion,
  Task,
  TaskStatus,
} from '@wbpm/contract';
import {
  type InstanceParts,
  readInstanceParts,
  readInstanceSummaries,
} from '../../processes/read-instances.ts';
import { countInstancesOf, readDefinitions, readVersionsOf } from '../../processes/read-process.ts';
import { readTasksOf, readVariablesOfTasks } from '../../tasks/read-many-tasks.ts';
import type { UseCase } from '../../use-case.ts';
import { createLoader, type Load } from './loader.ts';

/** Look-ups of what belongs to the items of a list: one for all items, however many there are. */
export interface Loaders {
  readonly definition: Load<ProcessVersion>;
  readonly counts: Load<ProcessSummary['instances']>;
  /** At most `limit` versions of a process. */
  versions(limit: number): Load<readonly ProcessVersion[]>;
  readonly instance: Load<InstanceSummary>;
  readonly parts: Load<InstanceParts>;
  /** At most `limit` tasks of an instance. */
  tasks(status: TaskStatus, limit: number): Load<readonly Task[]>;
  readonly taskVariables: Load<JsonObject>;
}

export function createLoaders(useCase: UseCase): Loaders {
  function loader<Value>(
    loadMany: (useCase: UseCase, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Load<Value> {
    return createLoader((ids) => loadMany(useCase, ids));
  }
  const versions = new Map<number, Load<readonly ProcessVersion[]>>();
  const tasks = new Map<string, Load<readonly Task[]>>();
  return {
    definition: loader(readDefinitions),
    counts: loader(countInstancesOf),
    versions: (limit) => kept(versions, limit, () => loader((by, ids) => readVersionsOf(by, ids, limit))),
    instance: loader(readInstanceSummaries),
    parts: loader(readInstanceParts),
    tasks: (status, limit) =>
      kept(tasks, `${status} ${limit}`, () => loader((by, ids) => readTasksOf(by, ids, { status, limit }))),
    taskVariables: loader(readVariablesOfTasks),
  };
}

/** One loader for all who ask with the same arguments. */
function kept<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
