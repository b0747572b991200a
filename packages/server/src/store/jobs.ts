import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { JobFence } from './instance-change.ts';
import type { ChangedRow } from './row-writer.ts';

export interface FoundJob {
  readonly jobId: string;
  readonly instanceId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly type: string;
  readonly lockToken: number;
}

export interface LeasedJob extends FoundJob {
  readonly tenantId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly retries: number;
  readonly lockedUntil: Date;
}

/** Locks the rows of jobs that are still under the given lease; returns the fences that did not hold. */
export async function lockFencedJobs(
  transaction: Transaction,
  fences: readonly ChangedRow<JobFence>[],
): Promise<readonly ChangedRow<JobFence>[]> {
  if (fences.length === 0) return [];
  const rows = await transaction.query<{ job_id: string }>(
    `SELECT j.job_id FROM wbpm_jobs j
     JOIN unnest($1::text[], $2::uuid[], $3::bigint[]) AS row (tenant_id, job_id, lock_token)
       USING (tenant_id, job_id, lock_token)
     ORDER BY j.tenant_id, j.job_id
     FOR UPDATE OF j`,
    columns(
      fences,
      ({ change }) => change.tenantId,
      ({ row }) => row.jobId,
      ({ row }) => row.lockToken,
    ),
  );
  const held = new Set(rows.map((row) => row.job_id));
  return fences.filter(({ row }) => !held.has(row.jobId));
}

interface JobRecord {
  readonly tenant_id: string;
  readonly job_id: string;
  readonly instance_id: string;
  readonly process_id: string;
  readonly element_id: string;
  readonly type: string;
  readonly lock_token: number;
  readonly headers: Record<string, string>;
  readonly retries: number;
  readonly locked_until: Date;
}

/**
 * Leases up to `limit` due jobs. `tenantId` null: of all tenants, for the handlers of this node. Each
 * lease raises the lock token, which fences off the holder before.
 */
export async function leaseJobs(
  transaction: Transaction,
  lease: {
    readonly tenantId: string | null;
    readonly types: readonly string[];
    readonly worker: string;
    readonly limit: number;
    readonly now: Date;
    readonly until: Date;
  },
): Promise<LeasedJob[]> {
  const rows = await transaction.query<JobRecord>(
    `WITH due AS (
       SELECT tenant_id, job_id FROM wbpm_jobs
       WHERE ($1::text IS NULL OR tenant_id = $1) AND type = ANY($2::text[])
         AND is_active AND retries > 0 AND due_at <= $3 AND (locked_until IS NULL OR locked_until <= $3)
       ORDER BY due_at
       LIMIT $4
       FOR UPDATE SKIP LOCKED
     )
     UPDATE wbpm_jobs j SET lock_token = j.lock_token + 1, locked_until = $5, worker = $6
     FROM due WHERE j.tenant_id = due.tenant_id AND j.job_id = due.job_id
     RETURNING j.tenant_id, j.job_id, j.instance_id, j.process_id, j.element_id, j.type, j.lock_token, j.headers,
               j.retries, j.locked_until`,
    [lease.tenantId, lease.types, lease.now, lease.limit, lease.until, lease.worker],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    jobId: row.job_id,
    instanceId: row.instance_id,
    processId: row.process_id,
    elementId: row.element_id,
    type: row.type,
    lockToken: row.lock_token,
    headers: row.headers,
    retries: row.retries,
    lockedUntil: row.locked_until,
  }));
}

/** Extends a lease that is still held; null when it has passed on. */
export async function extendLease(
  transaction: Transaction,
  tenantId: string,
  fence: JobFence,
  until: Date,
): Promise<Date | null> {
  const [row] = await transaction.query<{ locked_until: Date }>(
    `UPDATE wbpm_jobs SET locked_until = $4
     WHERE tenant_id = $1 AND job_id = $2 AND lock_token = $3 AND locked_until IS NOT NULL
     RETURNING locked_until`,
    [tenantId, fence.jobId, fence.lockToken, until],
  );
  return row?.locked_until ?? null;
}

/** Gives the leases of a stopping node back, so that another takes over at once. */
export async function releaseLeases(transaction: Transaction, worker: string): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_jobs SET locked_until = NULL, worker = NULL, lock_token = lock_token + 1 WHERE worker = $1',
    [worker],
  );
}

export async function findJobs(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly id: string }[],
): Promise<(FoundJob & { readonly tenantId: string })[]> {
  const rows = await transaction.query<Omit<JobRecord, 'headers' | 'retries' | 'locked_until'>>(
    `SELECT j.tenant_id, j.job_id, j.instance_id, j.process_id, j.element_id, j.type, j.lock_token
     FROM wbpm_jobs j
     JOIN unnest($1::text[], $2::uuid[]) AS row (tenant_id, job_id) USING (tenant_id, job_id)`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.id,
    ),
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    jobId: row.job_id,
    instanceId: row.instance_id,
    processId: row.process_id,
    elementId: row.element_id,
    type: row.type,
    lockToken: row.lock_token,
  }));
}

/** When the next job that waits for a retry falls due, epoch ms; null when none does. */
export async function nextJobDueAt(transaction: Transaction, now: number): Promise<number | null> {
  const [row] = await transaction.query<{ due_at: Date | null }>(
    `SELECT min(due_at) AS due_at FROM wbpm_jobs WHERE is_active AND retries > 0 AND due_at > $1`,
    [new Date(now)],
  );
  return row?.due_at?.getTime() ?? null;
}
