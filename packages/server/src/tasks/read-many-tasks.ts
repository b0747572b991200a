import type { Task as WireTask } from '@wbpm/contract';
import { type JsonObject, visibleVariables } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { loadWhereTheyStand } from '../store/archived-instances.ts';
import type { Transaction } from '../store/database.ts';
import { grouped } from '../store/grouped.ts';
import { read } from '../store/read.ts';
import { findTasks, type Task, tasksOfInstances } from '../store/tasks.ts';
import type { UseCase } from '../use-case.ts';
import { isVisible, seesEveryTask } from './visible-task.ts';
import { wireTask } from './wire-task.ts';

/** The tasks of many instances that the caller may see, at most `limit` of each, by the ids of the instances. */
export async function readTasksOf(
  { principal, database, runtime }: UseCase,
  instanceIds: readonly string[],
  { status, limit }: { readonly status: Task['status']; readonly limit: number },
): Promise<Map<string, WireTask[]>> {
  requirePermission(principal, 'task', 'read');
  const { tenantId } = principal;
  const viewer = seesEveryTask(principal) ? null : principal;
  const tasks = await read(database, tenantId, async (transaction) => {
    const list = (from: 'current' | 'archive', ids: readonly string[]): Promise<Task[]> =>
      tasksOfInstances(transaction, tenantId, { from, viewer, status }, ids, limit);
    const current = await list('current', instanceIds);
    const found = new Set(current.map(({ instanceId }) => instanceId));
    const others = instanceIds.filter((id) => !found.has(id));
    // Nothing in the archive is active.
    if (status === 'active' || others.length === 0) return current;
    return [...current, ...(await list('archive', others))];
  });
  const shown = await Promise.all(tasks.map((task) => wireTask(runtime, tenantId, task)));
  return grouped(shown, (task) => task.instance_id);
}

/** The variables the forms of many tasks start from, by the ids of the tasks; of those the caller may see. */
export async function readVariablesOfTasks(
  { principal, database, runtime }: UseCase,
  ids: readonly string[],
): Promise<Map<string, JsonObject>> {
  requirePermission(principal, 'task', 'read');
  const { tenantId } = principal;
  const { tasks, loaded } = await read(database, tenantId, async (transaction) => {
    const visible = (await findWhereTheyStand(transaction, tenantId, ids)).filter((task) =>
      isVisible(task, principal),
    );
    const instanceIds = [...new Set(visible.map(({ instanceId }) => instanceId))];
    return { tasks: visible, loaded: await loadWhereTheyStand(transaction, tenantId, instanceIds) };
  });
  const instances = await Promise.all(loaded.map((instance) => runtime.largeValues.instance(instance)));
  const states = new Map(instances.map(({ instanceId, state }) => [instanceId, state]));
  return new Map(
    tasks.map(({ taskId, instanceId }) => {
      const state = states.get(instanceId);
      const scope = state?.elements.has(taskId) === true ? taskId : instanceId;
      return [taskId, state === undefined ? {} : { ...visibleVariables(state, scope) }];
    }),
  );
}

async function findWhereTheyStand(
  transaction: Transaction,
  tenantId: string,
  ids: readonly string[],
): Promise<Task[]> {
  const keys = ids.map((id) => ({ tenantId, id }));
  const current = await findTasks(transaction, keys);
  const found = new Set(current.map(({ taskId }) => taskId));
  const missing = keys.filter(({ id }) => !found.has(id));
  return missing.length === 0 ? current : [...current, ...(await findTasks(transaction, missing, 'archive'))];
}
