import { columns, optionalTimestamp, timestamp } from './columns.ts';
import type { Parameter, Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';
import { insertJournal } from './journal.ts';

/** A row with the change it belongs to, which knows tenant, instance and definition. */
export interface ChangedRow<Row> {
  readonly change: InstanceChange;
  readonly row: Row;
}

/**
 * Writes everything of the accepted changes but the instances themselves: one statement per table and
 * kind of write, however many rows. Statements go out together and run in order.
 */
export async function writeRows(transaction: Transaction, changes: readonly InstanceChange[]): Promise<void> {
  const write = writer(transaction, changes);
  await Promise.all([
    insertJournal(transaction, changes),
    write(
      (change) => change.elements.deleted,
      `DELETE FROM wbpm_element_instances e
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, element_instance_id)
       WHERE e.tenant_id = row.tenant_id AND e.instance_id = row.instance_id AND e.element_instance_id = row.element_instance_id`,
      tenantOf,
      instanceOf,
      ({ row }) => row,
    ),
    write(
      (change) => change.elements.updated,
      `UPDATE wbpm_element_instances e
       SET status = row.status, since = row.since, wait = row.wait::json, incident_id = row.incident_id
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[], $7::uuid[])
         AS row (tenant_id, instance_id, element_instance_id, status, since, wait, incident_id)
       WHERE e.tenant_id = row.tenant_id AND e.instance_id = row.instance_id AND e.element_instance_id = row.element_instance_id`,
      tenantOf,
      instanceOf,
      ({ row }) => row.id,
      ({ row }) => row.status,
      ({ row }) => timestamp(row.since),
      ({ row }) => row.wait,
      ({ row }) => row.incidentId,
    ),
    write(
      (change) => change.elements.inserted,
      `INSERT INTO wbpm_element_instances
         (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since, wait, incident_id)
       SELECT tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since,
              wait::json, incident_id
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                   $8::timestamptz[], $9::text[], $10::uuid[])
         AS row (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since, wait,
                 incident_id)`,
      tenantOf,
      instanceOf,
      ({ row }) => row.id,
      ({ row }) => row.elementId,
      ({ row }) => row.scopeId,
      ({ row }) => row.flowId,
      ({ row }) => row.status,
      ({ row }) => timestamp(row.since),
      ({ row }) => row.wait,
      ({ row }) => row.incidentId,
    ),
    write(
      (change) => change.variables.deletedScopes,
      `DELETE FROM wbpm_variables v
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, scope_id)
       WHERE v.tenant_id = row.tenant_id AND v.instance_id = row.instance_id AND v.scope_id = row.scope_id`,
      tenantOf,
      instanceOf,
      ({ row }) => row,
    ),
    write(
      (change) => change.variables.set,
      `INSERT INTO wbpm_variables
         (tenant_id, instance_id, scope_id, name, value, text_value, number_value, time_value)
       SELECT tenant_id, instance_id, scope_id, name, value::json, text_value, number_value, time_value
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[],
                   $8::timestamptz[])
         AS row (tenant_id, instance_id, scope_id, name, value, text_value, number_value, time_value)
       ON CONFLICT (tenant_id, instance_id, scope_id, name) DO UPDATE
       SET value = excluded.value, text_value = excluded.text_value, number_value = excluded.number_value,
           time_value = excluded.time_value`,
      tenantOf,
      instanceOf,
      ({ row }) => row.scopeId,
      ({ row }) => row.name,
      ({ row }) => row.value,
      ({ row }) => row.textValue,
      ({ row }) => row.numberValue,
      ({ row }) => row.timeValue,
    ),
    write(
      (change) => change.tasks.created,
      `INSERT INTO wbpm_tasks
         (tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name, description,
          assignee, candidate_users, candidate_groups, status, priority, due_date, sla_date, form_key, created_at)
       SELECT tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name,
              description, assignee, ARRAY(SELECT json_array_elements_text(candidate_users::json)),
              ARRAY(SELECT json_array_elements_text(candidate_groups::json)), 'active', priority, due_date, sla_date,
              form_key, created_at
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::text[], $12::int[], $13::timestamptz[], $14::timestamptz[],
                   $15::text[], $16::timestamptz[])
         AS row (tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name,
                 description, assignee, candidate_users, candidate_groups, priority, due_date, sla_date, form_key,
                 created_at)`,
      tenantOf,
      ({ row }) => row.taskId,
      instanceOf,
      ({ change }) => change.instance.definitionId,
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      ({ row }) => row.details.name,
      ({ row }) => row.details.description,
      ({ row }) => row.details.assignee,
      ({ row }) => JSON.stringify(row.details.candidateUsers),
      ({ row }) => JSON.stringify(row.details.candidateGroups),
      ({ row }) => row.details.priority,
      ({ row }) => optionalTimestamp(row.details.dueAt),
      ({ row }) => optionalTimestamp(row.details.slaAt),
      ({ row }) => row.details.formKey,
      ({ row }) => timestamp(row.createdAt),
    ),
    write(
      (change) => change.tasks.assigned,
      `UPDATE wbpm_tasks t SET assignee = row.assignee
       FROM unnest($1::text[], $2::uuid[], $3::text[]) AS row (tenant_id, task_id, assignee)
       WHERE t.tenant_id = row.tenant_id AND t.task_id = row.task_id`,
      tenantOf,
      ({ row }) => row.taskId,
      ({ row }) => row.assignee,
    ),
    write(
      (change) => change.tasks.closed,
      `UPDATE wbpm_tasks t
       SET status = row.status, completed_at = row.completed_at, completed_by = row.completed_by,
           assignee = coalesce(row.assignee, t.assignee)
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
         AS row (tenant_id, task_id, status, completed_at, completed_by, assignee)
       WHERE t.tenant_id = row.tenant_id AND t.task_id = row.task_id`,
      tenantOf,
      ({ row }) => row.taskId,
      ({ row }) => row.status,
      ({ row }) => timestamp(row.at),
      ({ row }) => row.by,
      ({ row }) => row.assignee,
    ),
    write(
      (change) => change.jobs.created,
      `INSERT INTO wbpm_jobs
         (tenant_id, job_id, instance_id, process_definition_id, process_id, element_id, type, headers, retries,
          due_at, lock_token, locked_until, worker, created_at)
       SELECT tenant_id, job_id, instance_id, definition_id, process_id, element_id, type, headers::json, retries,
              due_at, CASE WHEN worker IS NULL THEN 0 ELSE 1 END, locked_until, worker, due_at
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::int[], $10::timestamptz[], $11::timestamptz[], $12::text[])
         AS row (tenant_id, job_id, instance_id, definition_id, process_id, element_id, type, headers, retries, due_at,
                 locked_until, worker)`,
      tenantOf,
      ({ row }) => row.jobId,
      instanceOf,
      ({ change }) => change.instance.definitionId,
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      ({ row }) => row.type,
      ({ row }) => row.headers,
      ({ row }) => row.retries,
      ({ row }) => timestamp(row.dueAt),
      ({ row }) => optionalTimestamp(row.lease?.until ?? null),
      ({ row }) => row.lease?.worker ?? null,
    ),
    write(
      (change) => change.jobs.retried,
      `UPDATE wbpm_jobs j
       SET retries = row.retries, due_at = row.due_at, locked_until = NULL, worker = NULL
       FROM unnest($1::text[], $2::uuid[], $3::int[], $4::timestamptz[]) AS row (tenant_id, job_id, retries, due_at)
       WHERE j.tenant_id = row.tenant_id AND j.job_id = row.job_id`,
      tenantOf,
      ({ row }) => row.jobId,
      ({ row }) => row.retries,
      ({ row }) => timestamp(row.dueAt),
    ),
    write(
      (change) => change.jobs.deleted,
      `DELETE FROM wbpm_jobs j USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, job_id)
       WHERE j.tenant_id = row.tenant_id AND j.job_id = row.job_id`,
      tenantOf,
      ({ row }) => row,
    ),
    write(
      (change) => change.timers.created,
      `INSERT INTO wbpm_process_timers (tenant_id, timer_id, instance_id, element_id, target_date, created_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[])`,
      tenantOf,
      ({ row }) => row.timerId,
      instanceOf,
      ({ row }) => row.elementId,
      ({ row }) => timestamp(row.dueAt),
      ({ row }) => timestamp(row.createdAt),
    ),
    write(
      (change) => change.timers.deleted,
      `DELETE FROM wbpm_process_timers t USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, timer_id)
       WHERE t.tenant_id = row.tenant_id AND t.timer_id = row.timer_id`,
      tenantOf,
      ({ row }) => row,
    ),
    write(
      (change) => change.incidents.raised,
      `INSERT INTO wbpm_incidents
         (tenant_id, incident_id, instance_id, process_id, element_id, element_instance_id, code, message, created_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                            $8::text[], $9::timestamptz[])`,
      tenantOf,
      ({ row }) => row.incidentId,
      instanceOf,
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      ({ row }) => row.elementInstanceId,
      ({ row }) => row.code,
      ({ row }) => row.message,
      ({ row }) => timestamp(row.at),
    ),
    write(
      (change) => change.incidents.resolved,
      `UPDATE wbpm_incidents i SET resolved_at = row.resolved_at
       FROM unnest($1::text[], $2::uuid[], $3::timestamptz[]) AS row (tenant_id, incident_id, resolved_at)
       WHERE i.tenant_id = row.tenant_id AND i.incident_id = row.incident_id`,
      tenantOf,
      ({ row }) => row.incidentId,
      ({ row }) => timestamp(row.at),
    ),
    ...['wbpm_jobs', 'wbpm_process_timers'].map((table) =>
      write(
        (change) => (change.waitsActive === null ? [] : [change.waitsActive]),
        `UPDATE ${table} w SET is_active = row.is_active
         FROM unnest($1::text[], $2::uuid[], $3::boolean[]) AS row (tenant_id, instance_id, is_active)
         WHERE w.tenant_id = row.tenant_id AND w.instance_id = row.instance_id`,
        tenantOf,
        instanceOf,
        ({ row }) => row,
      ),
    ),
  ]);
}

type Read<Row> = (changed: ChangedRow<Row>) => Parameter;

const tenantOf = ({ change }: ChangedRow<unknown>): string => change.tenantId;
const instanceOf = ({ change }: ChangedRow<unknown>): string => change.instanceId;

/** A statement over the rows that `pick` finds in the changes; nothing is sent when there is none. */
function writer(transaction: Transaction, changes: readonly InstanceChange[]) {
  return async <Row>(
    pick: (change: InstanceChange) => readonly Row[],
    sql: string,
    ...readers: readonly Read<Row>[]
  ): Promise<void> => {
    const rows: ChangedRow<Row>[] = [];
    for (const change of changes) {
      for (const row of pick(change)) rows.push({ change, row });
    }
    if (rows.length > 0) await transaction.query(sql, columns(rows, ...readers));
  };
}
