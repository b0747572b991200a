/**
 * Who a transaction acts for.
 * - `tenant`: role `wbpm_api`; row-level security shows that tenant's rows only;
 * - `runtime`: role `wbpm_runtime`; crosses tenants, but may touch the runtime's tables only;
 * - `custodian`: role `wbpm_custodian`; sees one tenant in every table, to take it out or to delete it;
 * - `owner`: the connecting user, for migrations and boot assertions.
 *
 * `byKey`: every statement finds its rows by their keys, so that one plan does for any size.
 */
export type Scope =
  | { readonly kind: 'tenant'; readonly tenantId: string; readonly byKey?: true }
  | { readonly kind: 'runtime'; readonly byKey?: true }
  | { readonly kind: 'custodian'; readonly tenantId: string; readonly byKey?: true }
  | { readonly kind: 'owner' };

/** A value node-postgres and PGlite both take: text, numbers, booleans, null, dates, arrays of those. */
export type Parameter = string | number | boolean | null | Date | readonly Parameter[];

export interface Transaction {
  /**
   * Runs one statement. Statements issued without awaiting the former go out together and run in
   * order; when one fails the following ones fail with the same error and the transaction rolls back.
   * With parameters it is prepared once a connection and must be one statement; without, `sql` may be
   * several statements.
   *
   * Rows carry bigint as a number (beyond 2^53 as a bigint), timestamptz as a Date, json parsed,
   * bytea as bytes, arrays of those as arrays, and everything else as PostgreSQL's text.
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
   * Runs `work` in one transaction and commits. COMMIT goes out as soon as `work` resolves: work that
   * needs no rows before it may leave its last statements unawaited, COMMIT then travels with them and
   * the whole transaction costs one round trip. When a statement failed nothing is committed and the
   * promise rejects with the first failure, awaited or not. When the connection breaks while COMMIT is
   * under way the outcome is unknown and the promise rejects with `CommitUnknownError`.
   *
   * A deadlock or a serialisation failure is tried again a few times: `work` may run more than once, and
   * what it leaves outside the transaction must be that of its last run.
   */
  transaction<Result>(scope: Scope, work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Calls `onMessage` with each payload notified on `channel`; resolves to a function that stops it. `onGap`
   * is called when payloads may have been lost, once listening goes on.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** Statistics are there: from now on statements that find their rows by key are planned once a connection. */
  keepPlans(): void;
  /** Frees the space of a table's dead rows and analyses it; null where the database does so by itself. */
  readonly vacuum: ((table: string) => Promise<void>) | null;
  /** Connections open and idle, for the metrics. */
  poolSize(): { readonly size: number; readonly available: number };
  close(): Promise<void>;
}

/** No connection could be had, or it broke before COMMIT was sent: nothing has happened. */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super(`Expected an answer from the database, but ${describe(cause)}`, { cause });
    this.name = 'DatabaseUnavailableError';
  }
}

/** The connection broke after COMMIT was sent: the transaction may or may not have happened. */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super('Expected an answer to COMMIT, but the connection broke', { cause });
    this.name = 'CommitUnknownError';
  }
}

function describe(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(describe).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}
