import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Database } from '../store/database.ts';
import { prepareDatabase } from '../store/open-database.ts';
import { openPglite } from '../store/pglite-database.ts';
import { openPostgres } from '../store/postgres-database.ts';
import { findPostgresBinaries, startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of this test run without a database name; null when the machine has no PostgreSQL. */
    readonly postgresUrl: string | null;
    /** A migrated data directory of the embedded database, to be copied. */
    readonly pgliteTemplate: string;
  }
}

/** The migrated database every PostgreSQL test database is cloned from. */
export const templateDatabase = 'wbpm_template';

type Stop = () => void | Promise<void>;

/** One cluster and one migrated template of either database for the whole test run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const started: Stop[] = [];
  const tearDown = async () => {
    for (const stop of started.reverse()) await stop();
  };
  try {
    project.provide('postgresUrl', await startPostgres(started));
    project.provide('pgliteTemplate', await createPgliteTemplate(started));
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function startPostgres(started: Stop[]): Promise<string | null> {
  if (findPostgresBinaries() === undefined) {
    if (process.env['CI'] !== undefined)
      throw new Error('Expected a PostgreSQL server on this machine, but found none');
    console.warn('No PostgreSQL server found: the database tests run on the embedded database only.');
    return null;
  }
  const cluster = await startPostgresCluster({ fsync: false });
  started.push(() => cluster.stop());
  const database = await openPostgres({
    connectionString: await cluster.createDatabase(templateDatabase),
    poolSize: 2,
    minSize: 0,
    applicationName: 'wbpm_test',
    statementTimeoutMs: 30_000,
  });
  await migrateAndClose(database);
  return cluster.url;
}

async function createPgliteTemplate(started: Stop[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-pglite-template-'));
  started.push(() => rmSync(folder, { recursive: true, force: true }));
  const template = join(folder, 'postgres');
  await migrateAndClose(await openPglite({ dataDir: template }));
  return template;
}

async function migrateAndClose(database: Database): Promise<void> {
  try {
    await prepareDatabase(database);
  } finally {
    await database.close();
  }
}
