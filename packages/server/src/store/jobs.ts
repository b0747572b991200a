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
  /** Leases that ran out without an answer since it last failed. */
  readonly lostLeases: number;
}

/** What every row that names a job carries. */
export interface JobRecord {
  readonly tenant_id: string;
  readonly job_id: string;
  readonly instance_id: string;
  readonly process_id: string;
  readonly element_id: string;
  readonly type: string;
  readonly lock_token: number;
  readonly lost_leases: number;
}

export function foundJob(row: JobRecord): FoundJob & { readonly tenantId: string } {
  return {
    tenantId: row.tenant_id,
    jobId: row.job_id,
    instanceId: row.instance_id,
    processId: row.process_id,
    elementId: row.element_id,
    type: row.type,
    lockToken: row.lock_token,
    lostLeases: row.lost_leases,
  };
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

export async function findJobs(
  transaction: Transaction,
  keys: readonly { readonly tenantId: string; readonly id: string }[],
): Promise<(FoundJob & { readonly tenantId: string })[]> {
  const rows = await transaction.query<JobRecord>(
    `SELECT j.tenant_id, j.job_id, j.instance_id, j.process_id, j.element_id, j.type, j.lock_token, j.lost_leases
     FROM wbpm_jobs j
     JOIN unnest($1::text[], $2::uuid[]) AS row (tenant_id, job_id) USING (tenant_id, job_id)`,
    columns(
      keys,
      (key) => key.tenantId,
      (key) => key.id,
    ),
  );
  return rows.map(foundJob);
}

/** When the next job that waits for a retry falls due, epoch ms; null when none does. */
export async function nextJobDueAt(transaction: Transaction, now: number): Promise<number | null> {
  const [row] = await transaction.query<{ due_at: Date | null }>(
    `SELECT min(due_at) AS due_at FROM wbpm_jobs WHERE is_active AND retries > 0 AND due_at > $1`,
    [new Date(now)],
  );
  return row?.due_at?.getTime() ?? null;
}
