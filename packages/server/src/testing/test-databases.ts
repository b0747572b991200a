import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../store/database.ts';
import { openPglite } from '../store/pglite-database.ts';
import { openPostgres } from '../store/postgres-database.ts';
import { templateDatabase } from './global-setup.ts';

type TestDatabase = [name: Database['kind'], openFresh: () => Promise<Database>];

const onPostgres: TestDatabase[] = inject('postgresUrl') === null ? [] : [['postgres', openFreshPostgres]];

/**
 * For `describe.each`: the name of a store, and how to open a fresh, migrated database of its own on
 * it. Closing the database also removes it.
 */
export const testDatabases: readonly TestDatabase[] = [...onPostgres, ['pglite', openFreshPglite]];

export interface FreshPostgres {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database for tests that open it themselves, cloned from the migrated template unless `empty`. */
export async function createPostgres(contents: 'migrated' | 'empty' = 'migrated'): Promise<FreshPostgres> {
  const clusterUrl = inject('postgresUrl');
  if (clusterUrl === null) throw new Error('Expected a PostgreSQL cluster, but this machine has none');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = contents === 'migrated' ? templateDatabase : 'template1';
  await administer(clusterUrl, `create database ${name} template ${template}`);
  return {
    url: `${clusterUrl}/${name}`,
    drop: () => administer(clusterUrl, `drop database ${name} with (force)`),
  };
}

async function openFreshPostgres(): Promise<Database> {
  const { url, drop } = await createPostgres();
  const database = await openPostgres({
    connectionString: url,
    poolSize: 8,
    minSize: 0,
    applicationName: 'wbpm_test',
    statementTimeoutMs: 30_000,
  });
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}

export async function openFreshPglite(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-pglite-'));
  const dataDir = join(folder, 'postgres');
  cpSync(inject('pgliteTemplate'), dataDir, { recursive: true });
  const database = await openPglite({ dataDir });
  return {
    ...database,
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function administer(clusterUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${clusterUrl}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
