import type { Database } from '../../src/store/database.ts';

const pollMs = 50;

/**
 * How long what is leased now, by whomever, stays undone: timers and effects that a node which was just killed
 * had taken. Null when nothing is.
 */
export async function takeOverMs(database: Database): Promise<number | null> {
  const began = performance.now();
  const held = await leased(database, null);
  if (held.length === 0) return null;
  while ((await leased(database, held)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  return performance.now() - began;
}

async function leased(database: Database, among: readonly string[] | null): Promise<readonly string[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ id: string }>(
      `SELECT id FROM (
         SELECT timer_id::text AS id FROM wbpm_process_timers WHERE is_active AND locked_until IS NOT NULL
         UNION ALL SELECT outbox_id::text FROM wbpm_outbox
       ) AS held WHERE $1::text[] IS NULL OR id = ANY($1::text[])`,
      [among],
    ),
  );
  return rows.map((row) => row.id);
}
