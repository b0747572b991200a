import type { Database } from './database.ts';

/** The database's clock, epoch ms: the time all nodes share. */
export async function databaseNow(database: Database): Promise<number> {
  const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ now: Date }>('SELECT clock_timestamp() AS now'),
  );
  if (row === undefined) throw new Error('Expected the time of the database');
  return row.now.getTime();
}
