import type { PoolClient, QueryResult } from 'pg';
import pg, { DatabaseError } from 'pg';
import {
  CommitUnknownError,
  DatabaseUnavailableError,
  type Parameter,
  type Scope,
  type Transaction,
} from './database.ts';
import { parameterText } from './parameter-text.ts';
import type { PreparedStatements } from './prepared-statements.ts';
import { isStalePlan } from './retryable.ts';

export interface TransactionPool {
  readonly pool: pg.Pool;
  readonly prepared: PreparedStatements;
  /** What is known of plans; it changes while the pool is in use. */
  readonly plans: Plans;
  /** How long a statement of a tenant or of the runtime may stay unanswered before we give the connection up. */
  readonly answerTimeoutMs: number | undefined;
}

export interface Plans {
  /** Of statements that find their rows by key. */
  areKept: boolean;
}

interface Failure {
  readonly error: unknown;
  readonly refusedByServer: boolean;
}

/**
 * One transaction on one connection of the pool, for both drivers.
 *
 * Statements are pipelined: each is written at once and answered in order, and PostgreSQL itself
 * refuses all that follow a failed one. The opening statement therefore costs no round trip, and
 * neither does COMMIT when `work` leaves its last statements unawaited. We never send COMMIT after a
 * failure we know of, and read COMMIT's answer for the ones we do not: PostgreSQL answers ROLLBACK
 * when the transaction had failed.
 *
 * A connection goes back to the pool only after it answered the end of the transaction.
 */
export async function runTransaction<Result>(
  { pool, prepared, plans, answerTimeoutMs }: TransactionPool,
  scope: Scope,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await connect(pool);
  let ended = false;
  let failure: Failure | undefined;
  const firstFailure = (): Failure | undefined => failure;

  function fail(error: unknown): never {
    failure ??= { error: connectionLoss(error), refusedByServer: error instanceof DatabaseError };
    throw failure.error;
  }

  function send<Row extends object>(statement: pg.QueryConfig<(string | null)[]>): Promise<Row[]> {
    const answer = client.query(withTimeout(statement, scope, answerTimeoutMs)).then(rowsOf<Row>, fail);
    // The transaction reports the failure even when nobody awaits this statement.
    answer.catch(() => undefined);
    return answer;
  }

  async function query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]> {
    if (ended) throw new Error('Expected an open transaction, but it has ended');
    if (failure !== undefined) throw failure.error;
    if (parameters === undefined) return send({ text: sql });
    const name = prepared.nameOf(scope, sql);
    return send({ ...(name !== undefined && { name }), text: sql, values: encode(parameters) });
  }

  function encode(parameters: readonly Parameter[]): (string | null)[] {
    try {
      return parameters.map(parameterText);
    } catch (error) {
      return fail(error);
    }
  }

  async function rollBack() {
    try {
      await client.query('rollback');
      client.release(isStalePlan(failure?.error));
    } catch {
      // The connection is gone and the transaction with it; the reason is already on its way.
      client.release(true);
    }
  }

  void send({ text: opening(scope, plans) });
  let result: Result;
  try {
    result = await work({
      query<Row extends object>(sql: string, parameters?: readonly Parameter[]) {
        const answer = query<Row>(sql, parameters);
        // Not lost when nobody waits for it: the transaction fails with the first failure it saw.
        answer.catch(() => undefined);
        return answer;
      },
    });
    const failed = firstFailure();
    if (failed !== undefined) throw failed.error;
  } catch (error) {
    ended = true;
    await rollBack();
    throw error;
  }

  ended = true;
  let committed: QueryResult;
  try {
    committed = await client.query(withTimeout({ text: 'commit' }, scope, answerTimeoutMs));
  } catch (error) {
    const failed = firstFailure();
    if (failed?.refusedByServer === true) {
      client.release(true);
      throw failed.error;
    }
    // PostgreSQL refusing COMMIT (a deferred constraint) leaves the connection answering; anything else
    // may have struck before or after the commit record was written.
    const answering = await client.query('rollback').then(
      () => true,
      () => false,
    );
    client.release(!answering);
    throw answering ? error : new CommitUnknownError(error);
  }
  client.release(isStalePlan(firstFailure()?.error));
  if (committed.command !== 'COMMIT') {
    const failed = firstFailure();
    if (failed !== undefined) throw failed.error;
    throw new Error(`Expected COMMIT, but the database answered ${committed.command}`);
  }
  return result;
}

/** A client of the pool, or `DatabaseUnavailableError`. */
export async function connect(pool: pg.Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
}

/**
 * A prepared statement may be planned once for all, perhaps while its table is still empty: reading all
 * of it then looks best, and stays so while the table grows. Planning anew for the sizes of now costs a
 * tenth of a millisecond a statement; parsing is still saved.
 */
const plannedEachTime = 'set local plan_cache_mode=force_custom_plan';
/** Looking up a key costs less than planning it. Whenever a table is analysed PostgreSQL drops the plans kept for it. */
const plannedOnce = 'set local plan_cache_mode=force_generic_plan';

/**
 * BEGIN and the scope in one message of the simple protocol, which takes no parameters: hence the
 * quoted literal. All of it is local to the transaction, so nothing leaks to the connection's next user.
 */
function opening(scope: Scope, plans: Plans): string {
  switch (scope.kind) {
    case 'tenant':
    case 'custodian': {
      const role = scope.kind === 'tenant' ? 'wbpm_api' : 'wbpm_custodian';
      const tenant = pg.escapeLiteral(scope.tenantId);
      return `begin;set local role ${role};set local app.tenant_id=${tenant};${planning(scope, plans)}`;
    }
    case 'runtime':
      return `begin;set local role wbpm_runtime;${planning(scope, plans)}`;
    case 'owner':
      return 'begin;set local statement_timeout=0;set local lock_timeout=0';
  }
}

function planning({ byKey = false }: { readonly byKey?: boolean }, { areKept }: Plans): string {
  return byKey && areKept ? plannedOnce : plannedEachTime;
}

const shutdownCodes = new Set(['57P01', '57P02', '57P03', '53300']);

/** Errors the server did not send are losses of the connection, and so are its farewells. */
function connectionLoss(error: unknown): unknown {
  if (error instanceof RangeError || error instanceof TypeError) return error;
  if (error instanceof DatabaseError && !shutdownCodes.has(error.code ?? '')) return error;
  return new DatabaseUnavailableError(error);
}

/** The owner's statements are migrations, which may take as long as they need. */
function withTimeout<Statement extends object>(
  statement: Statement,
  scope: Scope,
  answerTimeoutMs: number | undefined,
) {
  if (answerTimeoutMs === undefined || scope.kind === 'owner') return statement;
  return { ...statement, query_timeout: answerTimeoutMs };
}

/** Several statements in one text answer with several results, of which the last counts. */
function rowsOf<Row extends object>(answer: QueryResult | QueryResult[]): Row[] {
  const last = Array.isArray(answer) ? answer.at(-1) : answer;
  return (last?.rows ?? []) as Row[];
}
