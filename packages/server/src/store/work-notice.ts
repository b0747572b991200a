import type { Database, Transaction } from './database.ts';

const channel = 'wbpm_work_left';

/** Tells every node that a node has left work behind: who is free looks now instead of at its next poll. */
export async function notifyWorkLeft(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [channel, '']);
}

/** A notice that is lost costs the time until the next poll, nothing else. */
export function listenWorkLeft(database: Database, onWorkLeft: () => void): Promise<() => Promise<void>> {
  return database.listen(channel, onWorkLeft);
}
