import { columns } from './columns.ts';
import type { Parameter, Transaction } from './database.ts';
import type { JobFence } from './instance-change.ts';
import { type FoundJob, foundJob, type JobRecord } from './jobs.ts';

export interface LeasedJob extends FoundJob {
  readonly tenantId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly retries: number;
  readonly lockedUntil: Date;
}

/** Every lease is an attempt; this one was given to a job that has none left. */
export function isSpent({ retries, lostLeases }: Pick<LeasedJob, 'retries' | 'lostLeases'>): boolean {
  return lostLeases >= retries;
}

/** It may be what its workers died of, and has one attempt left: nothing else shall fall with it. */
export function isSuspect({ retries, lostLeases }: Pick<LeasedJob, 'retries' | 'lostLeases'>): boolean {
  return lostLeases > 0 && retries - lostLeases <= 1;
}

interface Lease {
  readonly worker: string;
  readonly limit: number;
  readonly now: Date;
  readonly until: Date;
}

interface LeasedRecord extends JobRecord {
  readonly headers: Record<string, string>;
  readonly retries: number;
  readonly locked_until: Date;
}

/** Jobs that nobody holds at `$1`, the moment of the lease. */
const free = `is_active AND retries > 0 AND due_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)`;
/** Its leases ran out without an answer and this is its last attempt, if it has one left. */
const suspect = `((locked_until IS NOT NULL OR lost_leases > 0)
  AND retries - lost_leases - (locked_until IS NOT NULL)::int <= 1)`;

/** A spent job is failed by whoever leases it: should that one die too, the next comes soon. */
const take = `UPDATE wbpm_jobs j
  SET lock_token = j.lock_token + 1, worker = $4, lost_leases = j.lost_leases + (j.locked_until IS NOT NULL)::int,
      locked_until = CASE WHEN j.lost_leases + (j.locked_until IS NOT NULL)::int >= j.retries
                          THEN $1::timestamptz + interval '10 seconds' ELSE $2 END
  FROM chosen WHERE j.tenant_id = chosen.tenant_id AND j.job_id = chosen.job_id
  RETURNING j.tenant_id, j.job_id, j.instance_id, j.process_id, j.element_id, j.type, j.lock_token, j.lost_leases,
            j.headers, j.retries, j.locked_until`;

/**
 * Leases up to `limit` due jobs of a type. Each lease raises the lock token, which fences off the holder
 * before. The last attempt of a job whose leases ran out is leased alone: those that fell with one that
 * kills its workers get through then.
 */
export async function leaseJobs(
  transaction: Transaction,
  { tenantId, type, ...lease }: Lease & { readonly tenantId: string; readonly type: string },
): Promise<LeasedJob[]> {
  return leased(
    transaction,
    `WITH due AS (
       SELECT tenant_id, job_id, due_at, ${suspect} AS suspect FROM wbpm_jobs
       WHERE tenant_id = $5 AND type = $6 AND ${free}
       ORDER BY due_at
       LIMIT $3
       FOR UPDATE SKIP LOCKED
     ), ordered AS (
       SELECT *, row_number() OVER in_order AS place, count(*) FILTER (WHERE suspect) OVER in_order AS suspects
       FROM due WINDOW in_order AS (ORDER BY due_at, job_id ROWS UNBOUNDED PRECEDING)
     ), chosen AS (
       SELECT tenant_id, job_id FROM ordered WHERE suspects = 0 OR place = 1
     )
     ${take}`,
    lease,
    [tenantId, type],
  );
}

/**
 * Leases due jobs of all tenants for the handlers of a node: up to `room` of each type, `limit` in all.
 * Tenants take turns, each with its oldest first, so one with many jobs keeps no other waiting; those of
 * `served` come last, in that order. At most one is a last attempt after leases that
 * ran out, and none when `suspects` is false.
 */
export async function leaseInTurns(
  transaction: Transaction,
  {
    rooms,
    served,
    suspects,
    ...lease
  }: Lease & {
    readonly rooms: readonly { readonly type: string; readonly room: number }[];
    readonly served: readonly string[];
    readonly suspects: boolean;
  },
): Promise<LeasedJob[]> {
  return leased(
    transaction,
    // The tenants are found one after the other in the index, without reading their jobs.
    `WITH RECURSIVE tenants AS (
       (SELECT tenant_id FROM wbpm_jobs WHERE is_active AND retries > 0 ORDER BY tenant_id LIMIT 1)
       UNION ALL
       SELECT next.tenant_id FROM tenants t CROSS JOIN LATERAL (
         SELECT j.tenant_id FROM wbpm_jobs j WHERE is_active AND retries > 0 AND j.tenant_id > t.tenant_id
         ORDER BY j.tenant_id LIMIT 1
       ) next
     ), due AS (
       SELECT t.tenant_id, array_position($8::text[], t.tenant_id) AS served, wanted.type, wanted.room, found.*,
              row_number() OVER (PARTITION BY t.tenant_id ORDER BY found.due_at, found.job_id) AS turn
       FROM tenants t CROSS JOIN unnest($5::text[], $6::int[]) AS wanted (type, room) CROSS JOIN LATERAL (
         SELECT job_id, due_at, ${suspect} AS suspect FROM wbpm_jobs
         WHERE tenant_id = t.tenant_id AND type = wanted.type AND ${free} AND ($7 OR NOT ${suspect})
         ORDER BY due_at
         LIMIT wanted.room
       ) found
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY type ORDER BY turn, served NULLS FIRST, due_at) AS of_type,
              row_number() OVER (PARTITION BY suspect ORDER BY turn, served NULLS FIRST, due_at) AS of_its_kind
       FROM due
     ), chosen AS (
       SELECT tenant_id, job_id FROM ranked r JOIN wbpm_jobs j USING (tenant_id, job_id)
       WHERE of_type <= room AND (NOT suspect OR of_its_kind = 1)
         AND j.is_active AND j.retries > 0 AND j.due_at <= $1 AND (j.locked_until IS NULL OR j.locked_until <= $1)
       ORDER BY r.turn, r.served NULLS FIRST, r.due_at
       LIMIT $3
       FOR UPDATE OF j SKIP LOCKED
     )
     ${take}`,
    lease,
    [
      ...columns(
        rooms,
        (row) => row.type,
        (row) => row.room,
      ),
      suspects,
      served,
    ],
  );
}

async function leased(
  transaction: Transaction,
  sql: string,
  { now, until, limit, worker }: Lease,
  more: readonly Parameter[],
): Promise<LeasedJob[]> {
  const rows = await transaction.query<LeasedRecord>(sql, [now, until, limit, worker, ...more]);
  return rows.map((row) => ({
    ...foundJob(row),
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

/** Gives the leases of a stopping node back, so that another takes over at once. No attempt is lost. */
export async function releaseLeases(transaction: Transaction, worker: string): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_jobs SET locked_until = NULL, worker = NULL, lock_token = lock_token + 1 WHERE worker = $1',
    [worker],
  );
}
