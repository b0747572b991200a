import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { workerEntry } from '../worker-entry.ts';
import { Channels } from './channels.ts';
import { type Database, DatabaseUnavailableError } from './database.ts';
import { connect, runTransaction, type TransactionPool } from './pool-transaction.ts';
import { ignoreBrokenConnections } from './postgres-database.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { retried } from './retried.ts';
import { rowTypes } from './row-types.ts';
import { hasStopped, WorkerSocket } from './worker-socket.ts';

/** One session serves everybody, first come first served: under load waiting is normal, not an outage. */
const acquireTimeoutMs = 60_000;

/**
 * The embedded database: PGlite in a worker thread behind the same driver and the same transactions as
 * PostgreSQL, with a pool of one. `dataDir` null keeps everything in memory. Whoever opens a directory
 * must hold its lock: PGlite itself lets two processes in and loses the data of one.
 */
export async function openPglite(options: { readonly dataDir: string | null }): Promise<Database> {
  if (options.dataDir !== null) mkdirSync(dirname(options.dataDir), { recursive: true });
  const { url, execArgv } = workerEntry(import.meta.url, 'pglite-worker');
  const worker = new Worker(url, { execArgv, workerData: options.dataDir });
  let closing = false;
  let wasConnected = false;
  await started(worker);

  const channels = new Channels();
  const pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    stream: () => new WorkerSocket(worker),
    pipeline: true,
    types: rowTypes,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: acquireTimeoutMs,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it, its types do not say so
    onConnect: resetSession,
  });
  ignoreBrokenConnections(pool);
  const plans = { areKept: false };
  const transactions: TransactionPool = {
    pool,
    prepared: new PreparedStatements(),
    plans,
    answerTimeoutMs: undefined,
  };
  // Without a listener the death of the thread would be an uncaught exception; the sockets report it.
  worker.on('error', () => undefined);

  /** PGlite has one session for life: a new connection finds what the one before it left. */
  async function resetSession(client: pg.ClientBase): Promise<void> {
    client.on('notification', (message) => channels.deliver(message));
    await client.query('rollback');
    await client.query('discard all');
    await client.query("set timezone = 'UTC'");
    for (const channel of channels.names()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (wasConnected) channels.tellGap();
    wasConnected = true;
  }

  async function run(sql: string): Promise<void> {
    const client = await connect(pool);
    try {
      await client.query(sql);
      client.release();
    } catch (error) {
      client.release(true);
      throw new DatabaseUnavailableError(error);
    }
  }

  return {
    kind: 'pglite',
    durability: 'process-crash',
    transaction: (scope, work) => retried(() => runTransaction(transactions, scope, work)),
    async listen(channel, onMessage, onGap) {
      if (channels.add(channel, onMessage, onGap)) await run(`listen ${pg.escapeIdentifier(channel)}`);
      return async () => {
        if (channels.remove(channel, onMessage) && !closing)
          await run(`unlisten ${pg.escapeIdentifier(channel)}`);
      };
    },
    keepPlans() {
      plans.areKept = true;
    },
    vacuum: (table) => run(`vacuum (analyze) ${pg.escapeIdentifier(table)}`),
    poolSize: () => ({ size: pool.totalCount, available: pool.idleCount }),
    async close() {
      if (closing) return;
      closing = true;
      await pool.end();
      if (hasStopped(worker)) return;
      const exited = once(worker, 'exit');
      worker.postMessage('close');
      await exited;
    },
  };
}

async function started(worker: Worker): Promise<void> {
  const [message] = await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(([code]) => [`stopped with code ${String(code)}`]),
  ]).catch((error: unknown) => {
    throw new DatabaseUnavailableError(error);
  });
  if (message !== 'ready') throw new DatabaseUnavailableError(`the embedded database ${String(message)}`);
}
