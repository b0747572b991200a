import type { TaskDetail, TaskList } from '@wbpm/contract';
import { visibleVariables } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { type Page, pageOf } from '../processes/page.ts';
import { listWhereItStands, loadArchived } from '../store/archived-instances.ts';
import type { StoredInstance } from '../store/load-instances.ts';
import { read, readByKey } from '../store/read.ts';
import type { TaskSort } from '../store/task-orders.ts';
import { listTasks, type Task } from '../store/tasks.ts';
import type { UseCase } from '../use-case.ts';
import { positionAfter, taskKey } from './task-key.ts';
import { requireTask, seesEveryTask } from './visible-task.ts';
import { wireTask } from './wire-task.ts';

export interface TaskQuery extends Page {
  readonly status: Task['status'];
  readonly instance_id?: string | undefined;
  readonly process_id?: string | undefined;
  readonly assignee?: string | undefined;
  readonly element_id?: string | undefined;
  /** Without it `priority`. */
  readonly sort?: TaskSort | undefined;
}

/** Tasks assigned to the caller or claimable by the caller. */
export async function listMyTasks(useCase: UseCase, query: TaskQuery): Promise<TaskList> {
  const { principal, inboxes } = useCase;
  requirePermission(principal, 'task', 'read');
  const isInbox = query.status === 'active' && query.cursor === undefined && !seesEveryTask(principal);
  if (inboxes === undefined || !isInbox) return readTaskList(useCase, query);
  return inboxes.read(principal, JSON.stringify(query), () => readTaskList(useCase, query));
}

async function readTaskList(useCase: UseCase, query: TaskQuery): Promise<TaskList> {
  const { principal, database, runtime } = useCase;
  const instanceId = query.instance_id === undefined ? null : requireId('instance', query.instance_id);
  const filter = {
    viewer: seesEveryTask(principal) ? null : principal,
    status: query.status,
    instanceId,
    processId: query.process_id ?? null,
    assignee: query.assignee ?? null,
    elementId: query.element_id ?? null,
  };
  const page = { sort: query.sort ?? 'priority', after: positionAfter(query), limit: query.limit + 1 };
  const readTasks = instanceId === null ? read : readByKey;
  const { tenantId } = principal;
  const rows = await readTasks(database, tenantId, (transaction) =>
    listWhereItStands(transaction, tenantId, instanceId, (from) =>
      listTasks(transaction, tenantId, { ...filter, from }, page),
    ),
  );
  const tasks = await Promise.all(rows.map((task) => wireTask(runtime, tenantId, task)));
  const { items, next_cursor } = pageOf(tasks, query.limit, (task) => task, taskKey);
  return { tasks: items, next_cursor };
}

export async function readTask(useCase: UseCase, id: string): Promise<TaskDetail> {
  const { principal, runtime } = useCase;
  requirePermission(principal, 'task', 'read');
  const task = await requireTask(useCase, id);
  const { tenantId } = principal;
  const stored =
    (await runtime.load({ tenantId, instanceId: task.instanceId })) ??
    (await archivedInstance(useCase, task.instanceId));
  const scope = stored?.state.elements.has(task.taskId) ? task.taskId : task.instanceId;
  return {
    ...(await wireTask(runtime, principal.tenantId, task)),
    variables: stored === null ? {} : { ...visibleVariables(stored.state, scope) },
  };
}

async function archivedInstance(
  { database, principal: { tenantId }, runtime }: UseCase,
  instanceId: string,
): Promise<StoredInstance | null> {
  const loaded = await read(database, tenantId, (transaction) =>
    loadArchived(transaction, tenantId, instanceId),
  );
  return loaded === null ? null : runtime.largeValues.instance(loaded);
}
