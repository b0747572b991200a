import { jsonTexts } from './columns.ts';
import { parameterText } from './parameter-text.ts';
import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** Tasks, jobs and incidents: what waits for people and workers. */
export function writeWork(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.tasks.created,
      `INSERT INTO wbpm_tasks
         (tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name, description,
          assignee, candidate_users, candidate_groups, status, priority, due_date, sla_date, form_key, created_at)
       SELECT tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name,
              description, assignee, candidate_users::text[], candidate_groups::text[], 'active', priority, due_date, sla_date,
              form_key, created_at
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::text[], $12::int[], $13::timestamptz[], $14::timestamptz[],
                   $15::text[], $16::timestamptz[])
         AS row (tenant_id, task_id, process_instance_id, process_definition_id, process_id, element_id, name,
                 description, assignee, candidate_users, candidate_groups, priority, due_date, sla_date, form_key,
                 created_at)`,
      tenantOf,
      { ids: ({ row }) => row.taskId },
      { ids: instanceOf },
      { ids: ({ change }) => change.instance.definitionId },
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      ({ row }) => row.details.name,
      ({ row }) => row.details.description,
      ({ row }) => row.details.assignee,
      ({ row }) => parameterText(row.details.candidateUsers),
      ({ row }) => parameterText(row.details.candidateGroups),
      ({ row }) => row.details.priority,
      { times: ({ row }) => row.details.dueAt },
      { times: ({ row }) => row.details.slaAt },
      ({ row }) => row.details.formKey,
      { times: ({ row }) => row.createdAt },
    ),
    write(
      (change) => change.tasks.assigned,
      `UPDATE wbpm_tasks t SET assignee = row.assignee
       FROM unnest($1::text[], $2::uuid[], $3::text[]) AS row (tenant_id, task_id, assignee)
       WHERE t.tenant_id = row.tenant_id AND t.task_id = row.task_id`,
      tenantOf,
      { ids: ({ row }) => row.taskId },
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
      { ids: ({ row }) => row.taskId },
      ({ row }) => row.status,
      { times: ({ row }) => row.at },
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
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], ${jsonTexts(8)},
                   $9::int[], $10::timestamptz[], $11::timestamptz[], $12::text[])
         AS row (tenant_id, job_id, instance_id, definition_id, process_id, element_id, type, headers, retries, due_at,
                 locked_until, worker)`,
      tenantOf,
      { ids: ({ row }) => row.jobId },
      { ids: instanceOf },
      { ids: ({ change }) => change.instance.definitionId },
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      ({ row }) => row.type,
      { json: ({ row }) => row.headers },
      ({ row }) => row.retries,
      { times: ({ row }) => row.dueAt },
      { times: ({ row }) => row.lease?.until ?? null },
      ({ row }) => row.lease?.worker ?? null,
    ),
    write(
      (change) => change.jobs.retried,
      `UPDATE wbpm_jobs j
       SET retries = row.retries, due_at = row.due_at, locked_until = NULL, worker = NULL, lost_leases = 0
       FROM unnest($1::text[], $2::uuid[], $3::int[], $4::timestamptz[]) AS row (tenant_id, job_id, retries, due_at)
       WHERE j.tenant_id = row.tenant_id AND j.job_id = row.job_id`,
      tenantOf,
      { ids: ({ row }) => row.jobId },
      ({ row }) => row.retries,
      { times: ({ row }) => row.dueAt },
    ),
    write(
      (change) => change.jobs.deleted,
      `DELETE FROM wbpm_jobs j USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, job_id)
       WHERE j.tenant_id = row.tenant_id AND j.job_id = row.job_id`,
      tenantOf,
      { ids: ({ row }) => row },
    ),
    write(
      (change) => change.incidents.raised,
      `INSERT INTO wbpm_incidents
         (tenant_id, incident_id, instance_id, process_id, element_id, element_instance_id, code, message, created_at)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[],
                            $8::text[], $9::timestamptz[])`,
      tenantOf,
      { ids: ({ row }) => row.incidentId },
      { ids: instanceOf },
      ({ change }) => change.instance.processId,
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.elementInstanceId },
      ({ row }) => row.code,
      ({ row }) => row.message,
      { times: ({ row }) => row.at },
    ),
    write(
      (change) => change.incidents.resolved,
      `UPDATE wbpm_incidents i SET resolved_at = row.resolved_at
       FROM unnest($1::text[], $2::uuid[], $3::timestamptz[]) AS row (tenant_id, incident_id, resolved_at)
       WHERE i.tenant_id = row.tenant_id AND i.incident_id = row.incident_id`,
      tenantOf,
      { ids: ({ row }) => row.incidentId },
      { times: ({ row }) => row.at },
    ),
  ];
}
