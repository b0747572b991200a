import type { Transaction } from './database.ts';

/** The id of the file store this database belongs to; null before the first node has started. */
export async function claimedFileStore(transaction: Transaction): Promise<string | null> {
  const [row] = await transaction.query<{ store_id: string }>('SELECT store_id FROM wbpm_file_store');
  return row?.store_id ?? null;
}

/** Answers whose store it is afterwards: of nodes that start together the first has its way. */
export async function claimFileStore(transaction: Transaction, storeId: string): Promise<string> {
  await transaction.query('INSERT INTO wbpm_file_store (store_id) VALUES ($1) ON CONFLICT DO NOTHING', [
    storeId,
  ]);
  return claimed(transaction);
}

/**
 * Takes another store in place of the `known` one while nothing refers to a file of it and no node works on
 * the database. One that has claimed it a moment ago is about to. Answers whose store it is afterwards.
 */
export async function claimFileStoreAnew(
  transaction: Transaction,
  known: string,
  storeId: string,
): Promise<string> {
  await transaction.query(
    `UPDATE wbpm_file_store SET store_id = $2, claimed_at = clock_timestamp()
     WHERE store_id = $1 AND claimed_at < clock_timestamp() - interval '10 seconds'
       AND NOT EXISTS (SELECT FROM wbpm_large_values)
       AND NOT EXISTS (SELECT FROM wbpm_nodes WHERE heartbeat_at > clock_timestamp() - interval '10 seconds')`,
    [known, storeId],
  );
  return claimed(transaction);
}

async function claimed(transaction: Transaction): Promise<string> {
  const storeId = await claimedFileStore(transaction);
  if (storeId === null) throw new Error('Expected the database to name its file store, but it names none');
  return storeId;
}

/** Whether this caller is the one to sweep now; nobody else is before `next`. */
export async function takeSweep(transaction: Transaction, now: Date, next: Date): Promise<boolean> {
  const taken = await transaction.query(
    'UPDATE wbpm_file_store SET next_sweep_at = $2 WHERE next_sweep_at <= $1 RETURNING store_id',
    [now, next],
  );
  return taken.length > 0;
}
