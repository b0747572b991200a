import type { Transaction } from './database.ts';

export interface DueTimer {
  readonly tenantId: string;
  readonly timerId: string;
  readonly instanceId: string;
  readonly dueAt: Date;
}

/**
 * Leases timers that are due, in the order in which they fell due; a leased timer is taken again when its
 * lease runs out. What comes after a cycle of the same instance waits for the cycle, which may fall due
 * again before it. `from` leaves out what was due before that time; null: nothing.
 */
export async function leaseDueTimers(
  transaction: Transaction,
  lease: {
    readonly now: Date;
    readonly until: Date;
    readonly from: Date | null;
    readonly limit: number;
  },
): Promise<DueTimer[]> {
  const rows = await transaction.query<{
    tenant_id: string;
    timer_id: string;
    instance_id: string;
    target_date: Date;
  }>(
    `WITH due AS (
       SELECT d.tenant_id, d.timer_id FROM wbpm_process_timers d
       WHERE d.is_active AND d.target_date <= $1 AND d.target_date >= coalesce($4, '-infinity'::timestamptz)
         AND (d.locked_until IS NULL OR d.locked_until <= $1)
         AND NOT EXISTS (
           SELECT FROM wbpm_process_timers c
           WHERE c.tenant_id = d.tenant_id AND c.instance_id = d.instance_id AND c.is_active AND c.repeat IS NOT NULL
             AND (c.target_date, c.timer_id) < (d.target_date, d.timer_id)
         )
       ORDER BY d.target_date
       LIMIT $3
       FOR UPDATE OF d SKIP LOCKED
     )
     UPDATE wbpm_process_timers t SET locked_until = $2
     FROM due WHERE t.tenant_id = due.tenant_id AND t.timer_id = due.timer_id
     RETURNING t.tenant_id, t.timer_id, t.instance_id, t.target_date`,
    [lease.now, lease.until, lease.limit, lease.from],
  );
  rows.sort((a, b) => a.target_date.getTime() - b.target_date.getTime());
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    timerId: row.timer_id,
    instanceId: row.instance_id,
    dueAt: row.target_date,
  }));
}

/** When the next timer falls due, null when none waits. */
export async function nextDueAt(transaction: Transaction): Promise<number | null> {
  const [row] = await transaction.query<{ target_date: Date | null }>(
    `SELECT min(greatest(target_date, locked_until)) AS target_date FROM (
       SELECT target_date, locked_until FROM wbpm_process_timers WHERE is_active ORDER BY target_date LIMIT 1
     ) AS first`,
  );
  return row?.target_date?.getTime() ?? null;
}
