import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

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

const withProcess = `JOIN wbpm_process_definitions d
    ON d.tenant_id = t.tenant_id AND d.definition_id = t.process_definition_id
  JOIN wbpm_process_instances i ON i.tenant_id = t.tenant_id AND i.instance_id = t.process_instance_id`;

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
  readonly viewer: TaskViewer | null;
  readonly status: Task['status'];
  readonly instanceId: string | null;
  readonly processId: string | null;
  readonly assignee: string | null;
  readonly elementId: string | null;
}

/** Where a page of tasks goes on: priority, time of creation and id of the task before. */
export interface TaskPosition {
  readonly priority: number;
  readonly createdAt: Date;
  readonly taskId: string;
}

/** Urgent ones first, then the oldest. A task without any candidate may be claimed by everybody. */
export async function listTasks(
  transaction: Transaction,
  tenantId: string,
  filter: TaskFilter,
  page: { readonly after: TaskPosition | null; readonly limit: number },
): Promise<Task[]> {
  const rows = await transaction.query<TaskRecord>(
    `SELECT ${taskColumns} FROM wbpm_tasks t ${withProcess}
     WHERE t.tenant_id = $1 AND t.status = $2
       AND ($3::text IS NULL OR t.assignee = $3 OR t.completed_by = $3 OR (t.assignee IS NULL AND (
             $3 = ANY(t.candidate_users) OR t.candidate_groups && $4::text[]
             OR (t.candidate_users = '{}' AND t.candidate_groups = '{}'))))
       AND ($5::uuid IS NULL OR t.process_instance_id = $5)
       AND ($6::text IS NULL OR t.process_id = $6)
       AND ($7::text IS NULL OR t.assignee = $7)
       AND ($8::text IS NULL OR t.element_id = $8)
       AND ($9::int IS NULL OR (-t.priority, t.created_at, t.task_id) > (-$9::int, $10::timestamptz, $11::uuid))
     ORDER BY t.priority DESC, t.created_at, t.task_id
     LIMIT $12`,
    [
      tenantId,
      filter.status,
      filter.viewer?.userId ?? null,
      filter.viewer?.groups ?? [],
      filter.instanceId,
      filter.processId,
      filter.assignee,
      filter.elementId,
      page.after?.priority ?? null,
      page.after?.createdAt ?? null,
      page.after?.taskId ?? null,
      page.limit,
    ],
  );
  return rows.map(task);
}

export async function findTasks(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly id: string }[],
): Promise<(Task & { readonly tenantId: string })[]> {
  const rows = await transaction.query<TaskRecord>(
    `SELECT ${taskColumns} FROM wbpm_tasks t
     JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, task_id) USING (tenant_id, task_id)
     ${withProcess}`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.id,
    ),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ...task(row) }));
}
