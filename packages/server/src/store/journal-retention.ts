import type { Database, Transaction } from './database.ts';
import { boundsOf, type Month, monthOf, withLock } from './journal-months.ts';

/** The months of the journal that have a partition and are over at that time, oldest first. */
export async function monthsBefore(transaction: Transaction, time: Date): Promise<Month[]> {
  const rows = await transaction.query<{ first: string }>(
    `SELECT replace(substr(c.relname, length('wbpm_journal_') + 1), '_', '-') || '-01' AS first
     FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
     WHERE inhparent = 'wbpm_journal'::regclass AND c.relname ~ '^wbpm_journal_\\d{4}_\\d\\d$'
     ORDER BY 1`,
  );
  return rows
    .map(({ first }) => monthOf(new Date(`${first}T00:00:00Z`)))
    .filter(({ next }) => new Date(`${next}T00:00:00Z`) <= time);
}

/** Whether an instance that is kept, at work or in the archive, was there in the month or before it. */
export async function mayHoldKeptRows(transaction: Transaction, month: Month): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM wbpm_process_instances WHERE start_time < $1)
         OR EXISTS (SELECT FROM wbpm_process_instances_archive WHERE start_time < $1) AS found`,
    [boundsOf(month).to],
  );
  return row?.found === true;
}

/** Where a pass over a month goes on. */
export interface JournalKey {
  readonly tenantId: string;
  readonly instanceId: string;
}

export interface DeadRows {
  /** The last instance that was looked at; null behind the last one. */
  readonly last: JournalKey | null;
  /** Some of those that were looked at keep their rows. */
  readonly kept: boolean;
}

/**
 * Deletes the rows of instances that are neither at work nor in the archive: of the next `limit` instances that
 * have rows in the month.
 */
export async function deleteDeadRows(
  transaction: Transaction,
  month: Month,
  after: JournalKey | null,
  limit: number,
): Promise<DeadRows> {
  const { from, to } = boundsOf(month);
  const [row] = await transaction.query<{
    tenant_id: string | null;
    instance_id: string | null;
    seen: number;
    kept: boolean;
  }>(
    `WITH seen AS MATERIALIZED (
       SELECT DISTINCT tenant_id, instance_id FROM wbpm_journal
       WHERE at >= $1 AND at < $2 AND ($3::text IS NULL OR (tenant_id, instance_id) > ($3::text, $4::uuid))
       ORDER BY tenant_id, instance_id LIMIT $5
     ),
     dead AS MATERIALIZED (
       SELECT tenant_id, instance_id FROM seen s
       WHERE NOT EXISTS (SELECT FROM wbpm_process_instances i
           WHERE i.tenant_id = s.tenant_id AND i.instance_id = s.instance_id)
         AND NOT EXISTS (SELECT FROM wbpm_process_instances_archive a
           WHERE a.tenant_id = s.tenant_id AND a.instance_id = s.instance_id)
     ),
     gone AS (
       DELETE FROM wbpm_journal j USING dead
       WHERE j.tenant_id = dead.tenant_id AND j.instance_id = dead.instance_id AND j.at >= $1 AND j.at < $2
     )
     SELECT last.tenant_id, last.instance_id, (SELECT count(*)::int FROM seen) AS seen,
            (SELECT count(*) FROM seen) > (SELECT count(*) FROM dead) AS kept
     FROM (SELECT 1) AS one
     LEFT JOIN (SELECT tenant_id, instance_id FROM seen ORDER BY tenant_id DESC, instance_id DESC LIMIT 1) AS last ON true`,
    [from, to, after?.tenantId ?? null, after?.instanceId ?? null, limit],
  );
  if (row === undefined) throw new Error('Expected a row about the journal');
  const { tenant_id: tenantId, instance_id: instanceId } = row;
  const isLast = row.seen < limit || tenantId === null || instanceId === null;
  return { last: isLast ? null : { tenantId, instanceId }, kept: row.kept };
}

/** Drops the month with what is left in it. Nobody may still have rows there. */
export async function dropMonth(database: Database, month: Month): Promise<void> {
  await withLock(database, (transaction) => transaction.query(`DROP TABLE IF EXISTS ${month.partition}`));
}
