import { columns } from './columns.ts';
import { type Conditions, conditions } from './conditions.ts';
import type { Transaction } from './database.ts';
import type { InstanceSource } from './instance-source.ts';
import { type TaskPosition, type TaskSort, taskOrders } from './task-orders.ts';

export interface Task {
  readonly taskId: string;
  readonly instanceId: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly processName: string;
  readonly businessKey: string | null;
  readonly elementId: string;
  readonly name: string;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  readonly status: 'active' | 'completed' | 'terminated';
  readonly priority: number;
  readonly dueDate: Date | null;
  readonly slaDate: Date | null;
  readonly formKey: string | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  readonly completedBy: string | null;
}

interface TaskRecord {
  readonly tenant_id: string;
  readonly task_id: string;
  readonly process_instance_id: string;
  readonly process_definition_id: string;
  readonly process_id: string;
  readonly process_name: string;
  readonly business_key: string | null;
  readonly element_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly candidate_users: string[];
  readonly candidate_groups: string[];
  readonly status: Task['status'];
  readonly priority: number;
  readonly due_date: Date | null;
  readonly sla_date: Date | null;
  readonly form_key: string | null;
  readonly created_at: Date;
  readonly completed_at: Date | null;
  readonly completed_by: string | null;
}

const taskColumns = `t.tenant_id, t.task_id, t.process_instance_id, t.process_definition_id, t.process_id,
  d.name AS process_name, i.business_key, t.element_id, t.name, t.description, t.assignee, t.candidate_users,
  t.candidate_groups, t.status, t.priority, t.due_date, t.sla_date, t.form_key, t.created_at, t.completed_at,
  t.completed_by`;

/** Tasks stand where their instance does. */
const tables = {
  current: { tasks: 'wbpm_tasks', instances: 'wbpm_process_instances' },
  archive: { tasks: 'wbpm_tasks_archive', instances: 'wbpm_process_instances_archive' },
} as const;

function withProcess(from: InstanceSource): string {
  return `JOIN wbpm_process_definitions d
    ON d.tenant_id = t.tenant_id AND d.definition_id = t.process_definition_id
  JOIN ${tables[from].instances} i ON i.tenant_id = t.tenant_id AND i.instance_id = t.process_instance_id`;
}

function task(row: TaskRecord): Task {
  return {
    taskId: row.task_id,
    instanceId: row.process_instance_id,
    definitionId: row.process_definition_id,
    processId: row.process_id,
    processName: row.process_name,
    businessKey: row.business_key,
    elementId: row.element_id,
    name: row.name,
    description: row.description,
    assignee: row.assignee,
    candidateUsers: row.candidate_users,
    candidateGroups: row.candidate_groups,
    status: row.status,
    priority: row.priority,
    dueDate: row.due_date,
    slaDate: row.sla_date,
    formKey: row.form_key,
    createdAt: row.created_at,
    completedAt: row.completed_at,
    completedBy: row.completed_by,
  };
}

/** Whose tasks: those assigned to the user and those the user could claim; null shows every task. */
export interface TaskViewer {
  readonly userId: string;
  readonly groups: readonly string[];
}

export interface TaskFilter {
  readonly from: InstanceSource;
  readonly viewer: TaskViewer | null;
  readonly status: Task['status'];
  readonly instanceId: string | null;
  readonly processId: string | null;
  readonly assignee: string | null;
  readonly elementId: string | null;
}

/** A task without any candidate may be claimed by everybody. */
export async function listTasks(
  transaction: Transaction,
  tenantId: string,
  filter: TaskFilter,
  page: { readonly sort: TaskSort; readonly after: TaskPosition | null; readonly limit: number },
): Promise<Task[]> {
  const { tasks } = tables[filter.from];
  const filters = conditions();
  filters.and('t.tenant_id = ?', tenantId);
  filters.and('t.status = ?', filter.status);
  if (filter.instanceId !== null) filters.and('t.process_instance_id = ?', filter.instanceId);
  if (filter.processId !== null) filters.and('t.process_id = ?', filter.processId);
  if (filter.assignee !== null) filters.and('t.assignee = ?', filter.assignee);
  if (filter.elementId !== null) filters.and('t.element_id = ?', filter.elementId);
  const order = taskOrders[page.sort];
  if (page.after !== null) order.after(filters, page.after);
  const ordered = order.orderBy;
  const limit = `LIMIT ${filters.parameter(page.limit)}`;
  const ways = waysToSee({ ...filter, ofInstances: filter.instanceId !== null }, filters).map(
    (way) =>
      `(SELECT t.task_id, t.priority, t.created_at, t.due_date FROM ${tasks} t WHERE ${filters.where} ${way} ${ordered} ${limit})`,
  );
  const rows = await transaction.query<TaskRecord>(
    `WITH chosen AS MATERIALIZED (SELECT * FROM (${ways.join(' UNION ALL ')}) AS t ${ordered} ${limit})
     SELECT ${taskColumns} FROM chosen
     JOIN ${tasks} t ON t.tenant_id = $1 AND t.task_id = chosen.task_id ${withProcess(filter.from)} ${ordered}`,
    filters.parameters,
  );
  return rows.map(task);
}

/** Tasks of many instances at once, at most `limit` of each, urgent ones first. */
export async function tasksOfInstances(
  transaction: Transaction,
  tenantId: string,
  { from, viewer, status }: Pick<TaskFilter, 'from' | 'viewer' | 'status'>,
  instanceIds: readonly string[],
  limit: number,
): Promise<Task[]> {
  const { tasks } = tables[from];
  const filters = conditions();
  filters.and('t.tenant_id = ?', tenantId);
  filters.and('t.status = ?', status);
  filters.andClause('t.process_instance_id = wanted.instance_id');
  const [visible = ''] = waysToSee({ viewer, status, ofInstances: true }, filters);
  const { orderBy: ordered } = taskOrders.priority;
  const rows = await transaction.query<TaskRecord>(
    `SELECT ${taskColumns} FROM unnest(${filters.parameter(instanceIds)}::uuid[]) AS wanted (instance_id)
     CROSS JOIN LATERAL (
       SELECT t.* FROM ${tasks} t WHERE ${filters.where} ${visible} ${ordered} LIMIT ${filters.parameter(limit)}
     ) AS t ${withProcess(from)} ${ordered}`,
    filters.parameters,
  );
  return rows.map(task);
}

/**
 * What a viewer may see, in parts of which none has a task of another: each is read in the order of an index. An
 * instance has few tasks: they are looked through at once, for each part costs its planning.
 */
function waysToSee(
  { viewer, status, ofInstances }: Pick<TaskFilter, 'viewer' | 'status'> & { readonly ofInstances: boolean },
  filters: Conditions,
): readonly string[] {
  if (viewer === null) return [''];
  const user = filters.parameter(viewer.userId);
  const groups = filters.parameter(viewer.groups);
  const own = `t.assignee = ${user}`;
  const claimable = `t.assignee IS NULL AND (${user} = ANY(t.candidate_users)
    OR t.candidate_groups && ${groups}::text[] OR (t.candidate_users = '{}' AND t.candidate_groups = '{}'))`;
  const completed = `t.completed_by = ${user} AND t.completed_by IS DISTINCT FROM t.assignee
    AND t.completed_by IS NOT NULL`;
  const ways =
    status === 'active'
      ? [own, claimable]
      : [own, completed, `${claimable} AND t.completed_by IS DISTINCT FROM ${user}`];
  if (!ofInstances) return ways.map((way) => `AND ${way}`);
  return [`AND (${ways.map((way) => `(${way})`).join(' OR ')})`];
}

export async function findTasks(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly id: string }[],
  from: InstanceSource = 'current',
): Promise<(Task & { readonly tenantId: string })[]> {
  const rows = await transaction.query<TaskRecord>(
    `SELECT ${taskColumns} FROM ${tables[from].tasks} t
     JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, task_id) USING (tenant_id, task_id)
     ${withProcess(from)}`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.id,
    ),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ...task(row) }));
}
