import { join } from 'node:path';
import { assertIsolation } from './assert-isolation.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';
import { ensureRoles } from './roles.ts';

export interface DatabaseOptions {
  /** A PostgreSQL to use; null for the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly poolSize: number;
  /** The embedded directory was taken over by another process: the server must end at once. */
  readonly onDataDirectoryLost?: (reason: Error) => void;
}

const statementTimeoutMs = 20_000;
const oldestServer = 150_000;

/** A database that is migrated and proven to keep tenants apart. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = await connect(options);
  try {
    await prepareDatabase(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Roles, migrations and the proof of isolation, on a database just opened. */
export async function prepareDatabase(database: Database): Promise<void> {
  await refuseOldServer(database);
  await ensureRoles(database);
  await migrate(database);
  await assertIsolation(database);
}

function connect(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl === null) return openEmbedded(options);
  return openPostgres({
    connectionString: options.databaseUrl,
    poolSize: options.poolSize,
    minSize: Math.min(2, options.poolSize),
    applicationName: 'wbpm_api',
    statementTimeoutMs,
  });
}

async function openEmbedded(options: DatabaseOptions): Promise<Database> {
  const lock = await lockDataDirectory(options.dataDir, { onLost: options.onDataDirectoryLost });
  try {
    const database = await openPglite({ dataDir: join(options.dataDir, 'postgres') });
    return {
      ...database,
      async close() {
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function refuseOldServer(database: Database): Promise<void> {
  const [server] = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ number: number; version: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    ),
  );
  if (server === undefined || server.number < oldestServer) {
    throw new Error(`Expected PostgreSQL 15 or newer, but the server is ${server?.version}`);
  }
}
