import type { Database, Transaction } from './database.ts';

/** A read in the rows of one tenant. */
export function read<Result>(
  database: Database,
  tenantId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction({ kind: 'tenant', tenantId }, work);
}
