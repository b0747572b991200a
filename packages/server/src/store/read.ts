import type { Database, Scope, Transaction } from './database.ts';

/** A read in the rows of one tenant. */
export function read<Result>(
  database: Database,
  tenantId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return snapshot(database, { kind: 'tenant', tenantId }, work);
}

/** As `read`, where every statement finds its rows by their keys. */
export function readByKey<Result>(
  database: Database,
  tenantId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return snapshot(database, { kind: 'tenant', tenantId, byKey: true }, work);
}

/** A read whose statements all see the rows of one moment, whatever is committed in between. */
export function snapshot<Result>(
  database: Database,
  scope: Scope,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction(scope, (transaction) => {
    void transaction.query('set transaction isolation level repeatable read, read only');
    return work(transaction);
  });
}
