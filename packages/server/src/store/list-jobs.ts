import { conditions } from './conditions.ts';
import type { Transaction } from './database.ts';
import { type FoundJob, foundJob, type JobRecord } from './jobs.ts';

export type JobStatus = 'available' | 'waiting' | 'locked' | 'failed' | 'suspended';

export interface StoredJob extends FoundJob {
  readonly status: JobStatus;
  readonly retries: number;
  readonly worker: string | null;
  readonly lockedUntil: Date | null;
  readonly dueAt: Date;
  readonly createdAt: Date;
}

interface ListedRecord extends JobRecord {
  readonly status: JobStatus;
  readonly retries: number;
  readonly worker: string | null;
  readonly locked_until: Date | null;
  readonly due_at: Date;
  readonly created_at: Date;
}

/** Newest first; `before` is the id of the last job of the page before. */
export async function listJobs(
  transaction: Transaction,
  tenantId: string,
  filter: {
    readonly type: string | null;
    readonly instanceId: string | null;
    readonly status: JobStatus | null;
  },
  now: Date,
  page: { readonly before: string | null; readonly limit: number },
): Promise<StoredJob[]> {
  const filters = conditions();
  filters.and('tenant_id = ?', tenantId);
  if (filter.type !== null) filters.and('type = ?', filter.type);
  if (filter.instanceId !== null) {
    // A job is found by the id of its element instance, which its instance knows.
    filters.and(
      `instance_id = ? AND job_id IN (SELECT e.element_instance_id FROM wbpm_element_instances e
         WHERE e.tenant_id = $1 AND e.instance_id = ?)`,
      filter.instanceId,
    );
  }
  if (page.before !== null) filters.and('job_id < ?', page.before);
  const at = filters.parameter(now);
  const status = `CASE WHEN NOT is_active THEN 'suspended' WHEN retries = 0 THEN 'failed'
    WHEN locked_until > ${at} THEN 'locked' WHEN due_at > ${at} THEN 'waiting' ELSE 'available' END`;
  if (filter.status !== null) filters.and(`${status} = ?`, filter.status);
  const rows = await transaction.query<ListedRecord>(
    `SELECT tenant_id, job_id, instance_id, process_id, element_id, type, lock_token, lost_leases, ${status} AS status,
            retries, worker, locked_until, due_at, created_at
     FROM wbpm_jobs WHERE ${filters.where} ORDER BY job_id DESC LIMIT ${filters.parameter(page.limit)}`,
    filters.parameters,
  );
  return rows.map((row) => ({
    ...foundJob(row),
    status: row.status,
    retries: row.retries,
    worker: row.worker,
    lockedUntil: row.locked_until,
    dueAt: row.due_at,
    createdAt: row.created_at,
  }));
}
