import type { Database, Transaction } from './database.ts';

const channel = 'wbpm_identity';

/** Tells with the commit that who may what has changed in the tenant. */
export async function announceIdentity(transaction: Transaction, tenantId: string): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [channel, tenantId]);
}

/** Hears of such changes on every node, this one included. */
export function listenIdentity(
  database: Database,
  onChanged: (tenantId: string) => void,
): Promise<() => Promise<void>> {
  return database.listen(channel, onChanged);
}
