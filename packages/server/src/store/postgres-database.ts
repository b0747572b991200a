import pg from 'pg';
import type { Database, Scope, Transaction } from './database.ts';
import { connect, runTransaction, type TransactionPool } from './pool-transaction.ts';
import { openPostgresListener } from './postgres-listener.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { retried } from './retried.ts';
import { rowTypes } from './row-types.ts';

export interface PostgresOptions {
  readonly connectionString: string;
  /** Most connections open at once, and how many stay open when idle. */
  readonly poolSize: number;
  readonly minSize: number;
  readonly applicationName: string;
  readonly statementTimeoutMs: number;
}

const acquireTimeoutMs = 5_000;
/** A node stopped in the middle of a transaction may not hold its locks for ever. */
const idleInTransactionTimeoutMs = 5_000;
/** Longer than a transaction that stands still can hold a lock: who waits for such a one gets its turn. */
const lockTimeoutMs = 10_000;
/** The server enforces the statement timeout; this much later a silent network is taken for broken. */
const networkAllowanceMs = 5_000;

export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const connection: pg.ClientConfig = {
    connectionString: options.connectionString,
    application_name: options.applicationName,
    // Our transactions are short: compiling a plan takes longer than running it.
    options: '-c jit=off -c timezone=UTC',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: acquireTimeoutMs,
    types: rowTypes,
  };
  const settings: pg.PoolConfig = {
    ...connection,
    pipeline: true,
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    max: options.poolSize,
    min: options.minSize,
    idleTimeoutMillis: 30_000,
  };
  const plans = { areKept: false };
  function openPool(): TransactionPool {
    const pool = new pg.Pool(settings);
    ignoreBrokenConnections(pool);
    return {
      pool,
      prepared: new PreparedStatements(),
      plans,
      answerTimeoutMs: options.statementTimeoutMs + networkAllowanceMs,
    };
  }
  let current = openPool();
  const listener = openPostgresListener(connection);

  async function transaction<Result>(scope: Scope, work: (sending: Transaction) => Promise<Result>) {
    const used = current;
    try {
      return await runTransaction(used, scope, work);
    } catch (error) {
      // A connection that went silent is not alone: those that idle beside it are left before anybody waits for them.
      if (wentSilent(error) && current === used) {
        current = openPool();
        used.pool.end().catch(() => {
          // Its connections are beyond hearing: nothing is left to be done with them.
        });
      }
      throw error;
    }
  }

  const first = await connect(current.pool).catch(async (error: unknown) => {
    await current.pool.end();
    throw error;
  });
  first.release();

  return {
    kind: 'postgres',
    durability: 'power-loss',
    transaction: (scope, work) => retried(() => transaction(scope, work)),
    listen: (channel, onMessage, onGap) => listener.listen(channel, onMessage, onGap),
    keepPlans() {
      plans.areKept = true;
    },
    vacuum: null,
    poolSize: () => ({ size: current.pool.totalCount, available: current.pool.idleCount }),
    async close() {
      await Promise.all([current.pool.end(), listener.close()]);
    },
  };
}

/**
 * A connection that breaks tells so twice: to the statements under way, which reject, and as an event,
 * which would end the process if nobody took it. The pool drops such a connection by itself.
 */
export function ignoreBrokenConnections(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}

/** The driver gave up waiting, later than the server would have: nobody is there any more. */
function wentSilent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message === 'Query read timeout';
}
