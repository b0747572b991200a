/**
 * Who a transaction acts for.
 * - `tenant`: role `wbpm_api`; row-level security shows that tenant's rows only;
 * - `runtime`: role `wbpm_runtime`; crosses tenants, but may touch the runtime's tables only;
 * - `owner`: the connecting user, for migrations and boot assertions.
 */
export type Scope =
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'runtime' }
  | { readonly kind: 'owner' };

/** A value node-postgres and PGlite both take: text, numbers, booleans, null, dates, arrays of those. */
export type Parameter = string | number | boolean | null | Date | readonly Parameter[];

export interface Transaction {
  /**
   * Runs one statement. Statements issued without awaiting the former go out together and run in
   * order; when one fails the following ones fail too and the transaction rolls back.
   */
  query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>;
}

/**
 * The seam between the store and a database. Two implementations: PostgreSQL through a pool, and the
 * embedded PGlite in a worker thread.
 */
export interface Database {
  readonly kind: 'postgres' | 'pglite';
  /** What survives: a power cut with PostgreSQL, the death of the process with PGlite. */
  readonly durability: 'power-loss' | 'process-crash';
  /**
   * Runs `work` in one transaction and commits. The commit is sent with the last statements; when the
   * connection breaks while it is under way the outcome is unknown and the promise rejects with
   * `CommitUnknownError`.
   */
  transaction<Result>(scope: Scope, work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Calls `onMessage` with each payload notified on `channel`; resolves to a function that stops it. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Connections open and idle, for the metrics. */
  poolSize(): { readonly size: number; readonly available: number };
  close(): Promise<void>;
}

/** The connection broke after COMMIT was sent: the transaction may or may not have happened. */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super('Expected an answer to COMMIT, but the connection broke', { cause });
    this.name = 'CommitUnknownError';
  }
}
