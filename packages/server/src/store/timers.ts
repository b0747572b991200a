import type { Transaction } from './database.ts';

export interface DueTimer {
  readonly tenantId: string;
  readonly timerId: string;
  readonly instanceId: string;
}

/** Leases timers that are due, oldest first; a leased timer is taken again when its lease runs out. */
export async function leaseDueTimers(
  transaction: Transaction,
  lease: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<DueTimer[]> {
  const rows = await transaction.query<{ tenant_id: string; timer_id: string; instance_id: string }>(
    `WITH due AS (
       SELECT tenant_id, timer_id FROM wbpm_process_timers
       WHERE is_active AND target_date <= $1 AND (locked_until IS NULL OR locked_until <= $1)
       ORDER BY target_date
       LIMIT $3
       FOR UPDATE SKIP LOCKED
     )
     UPDATE wbpm_process_timers t SET locked_until = $2
     FROM due WHERE t.tenant_id = due.tenant_id AND t.timer_id = due.timer_id
     RETURNING t.tenant_id, t.timer_id, t.instance_id`,
    [lease.now, lease.until, lease.limit],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    timerId: row.timer_id,
    instanceId: row.instance_id,
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
