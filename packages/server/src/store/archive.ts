import type { Transaction } from './database.ts';

/** A run over all tenants; what it does is counted by tenant. */
export interface HistoryRun {
  readonly runId: string;
  readonly startedAt: Date;
  /** Instances that ended before that. */
  readonly endedBefore: Date;
}

/** What a step of a run has moved or deleted, over all tenants. */
export interface HistoryCounts {
  readonly instances: number;
  readonly tasks: number;
  readonly variables: number;
  readonly incidents: number;
}

const taskColumns = `tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name,
  description, assignee, candidate_users, candidate_groups, status, priority, due_date, sla_date, form_key, created_at,
  completed_at, completed_by`;
const variableColumns = `tenant_id, instance_id, scope_id, name, value, value_sha256, value_bytes, text_value, number_value,
  time_value`;
const incidentColumns = `tenant_id, incident_id, instance_id, process_id, element_id, element_instance_id, code, message,
  created_at, resolved_at`;
const instanceColumns = `tenant_id, instance_id, process_definition_id, process_id, version, business_key, status, sequence,
  journal_hash, open_incidents, parent_instance_id, parent_element_instance_id, conversation_id, started_by, start_time,
  end_time, created_at`;

/** The table's columns with its alias before each: `RETURNING` also sees the instances that were chosen. */
function of(alias: string, columns: string): string {
  return columns.replaceAll(/\w+/g, (column) => `${alias}.${column}`);
}

function deleted(table: string, alias: string, key: string, columns: string): string {
  return `DELETE FROM ${table} ${alias} USING chosen
    WHERE ${alias}.tenant_id = chosen.tenant_id AND ${alias}.${key} = chosen.instance_id
    RETURNING ${of(alias, columns)}`;
}

function inserted(table: string, columns: string, from: string): string {
  return `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from}`;
}

/** Adds to the row of the run what each tenant had in this step. */
function counted(kind: 'archive' | 'retention'): string {
  return `INSERT INTO wbpm_archive_runs AS r
      (tenant_id, run_id, kind, ended_before, instances, tasks, variables, incidents, started_at)
    SELECT tenant_id, $3::uuid, '${kind}', $1, sum(instances), sum(tasks), sum(variables), sum(incidents), $4
    FROM (
      SELECT tenant_id, 1 AS instances, 0 AS tasks, 0 AS variables, 0 AS incidents FROM instances
      UNION ALL SELECT tenant_id, 0, 1, 0, 0 FROM tasks
      UNION ALL SELECT tenant_id, 0, 0, 1, 0 FROM variables
      UNION ALL SELECT tenant_id, 0, 0, 0, 1 FROM incidents
    ) AS row GROUP BY tenant_id
    ON CONFLICT (tenant_id, run_id) DO UPDATE
    SET instances = r.instances + excluded.instances, tasks = r.tasks + excluded.tasks,
        variables = r.variables + excluded.variables, incidents = r.incidents + excluded.incidents, last_at = now()`;
}

const sums = `SELECT (SELECT count(*)::int FROM instances) AS instances, (SELECT count(*)::int FROM tasks) AS tasks,
  (SELECT count(*)::int FROM variables) AS variables, (SELECT count(*)::int FROM incidents) AS incidents`;

/**
 * Moves the next instances that ended before the run's time into the archive with everything they still have:
 * one statement, so each is in one place or the other. Takes those that ended first, and leaves out what
 * somebody else has locked.
 */
export function archiveInstances(
  transaction: Transaction,
  run: HistoryRun,
  limit: number,
): Promise<HistoryCounts> {
  return countsOf(
    transaction,
    `WITH chosen AS MATERIALIZED (
       SELECT tenant_id, instance_id FROM wbpm_process_instances
       WHERE end_time < $1 ORDER BY end_time LIMIT $2 FOR UPDATE SKIP LOCKED
     ),
     tasks AS (${deleted('wbpm_tasks', 't', 'process_instance_id', taskColumns)}),
     tasks_kept AS (${inserted('wbpm_tasks_archive', taskColumns, 'tasks')}),
     variables AS (${deleted('wbpm_variables', 'v', 'instance_id', variableColumns)}),
     variables_kept AS (${inserted('wbpm_variables_archive', variableColumns, 'variables')}),
     incidents AS (${deleted('wbpm_incidents', 'c', 'instance_id', incidentColumns)}),
     incidents_kept AS (${inserted('wbpm_incidents_archive', incidentColumns, 'incidents')}),
     compensations AS (${deleted('wbpm_compensations', 'k', 'instance_id', 'tenant_id')}),
     instances AS (${deleted('wbpm_process_instances', 'i', 'instance_id', instanceColumns)}),
     instances_kept AS (
       INSERT INTO wbpm_process_instances_archive (${instanceColumns}, archived_at)
       SELECT ${instanceColumns}, now() FROM instances
     ),
     run AS (${counted('archive')})
     ${sums}`,
    run,
    limit,
  );
}

/** Deletes the next archived instances that ended before the run's time, with everything but their journal. */
export function deleteArchived(
  transaction: Transaction,
  run: HistoryRun,
  limit: number,
): Promise<HistoryCounts> {
  return countsOf(
    transaction,
    `WITH chosen AS MATERIALIZED (
       SELECT tenant_id, instance_id FROM wbpm_process_instances_archive
       WHERE end_time < $1 ORDER BY end_time LIMIT $2 FOR UPDATE SKIP LOCKED
     ),
     large_values AS (${deleted('wbpm_large_values', 'l', 'instance_id', 'tenant_id')}),
     tasks AS (${deleted('wbpm_tasks_archive', 't', 'process_instance_id', 'tenant_id')}),
     variables AS (${deleted('wbpm_variables_archive', 'v', 'instance_id', 'tenant_id')}),
     incidents AS (${deleted('wbpm_incidents_archive', 'c', 'instance_id', 'tenant_id')}),
     instances AS (${deleted('wbpm_process_instances_archive', 'i', 'instance_id', 'tenant_id')}),
     run AS (${counted('retention')})
     ${sums}`,
    run,
    limit,
  );
}

async function countsOf(
  transaction: Transaction,
  sql: string,
  { endedBefore, runId, startedAt }: HistoryRun,
  limit: number,
): Promise<HistoryCounts> {
  const [row] = await transaction.query<HistoryCounts>(sql, [endedBefore, limit, runId, startedAt]);
  if (row === undefined) throw new Error('Expected a row of counts');
  return row;
}
