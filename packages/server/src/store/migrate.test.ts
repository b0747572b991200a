import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

describe.each(testDatabases)('migrations on %s', (_kind, openFresh) => {
  let database: Database;
  let folder: string;

  beforeEach(async () => {
    database = await openFresh();
    // The fresh database comes migrated; these tests bring a history of their own.
    await read('delete from wbpm_schema_migrations');
    folder = mkdtempSync(join(tmpdir(), 'wbpm-migrations-'));
    file('0001-first.sql', 'create table first (id int); insert into first values (1);');
    file('0002-second.sql', 'alter table first add column extra text;');
    file('notes.txt', 'not a migration');
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
  const read = (sql: string) =>
    database.transaction({ kind: 'owner' }, (transaction) => transaction.query(sql));

  it('applies each file once, in the order of the names', async () => {
    expect(await migrate(database, folder)).toEqual(['0001-first.sql', '0002-second.sql']);
    expect(await migrate(database, folder)).toEqual([]);
    expect(await read('select * from first')).toEqual([{ id: 1, extra: null }]);
  });

  it('applies each file once when several nodes start together', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database, folder)));
    expect(applied.flat().sort()).toEqual(['0001-first.sql', '0002-second.sql']);
  });

  it('keeps the files before a failing one, nothing of the failing one, and names it', async () => {
    file('0003-broken.sql', 'create table third (id int); select no_such_function();');
    await expect(migrate(database, folder)).rejects.toThrow(/0003-broken\.sql.*no_such_function/);
    expect(await read("select to_regclass('third') as third, to_regclass('first')::text as first")).toEqual([
      { third: null, first: 'first' },
    ]);
    file('0003-broken.sql', 'create table third (id int);');
    expect(await migrate(database, folder)).toEqual(['0003-broken.sql']);
  });

  it('refuses a file that was edited after it was applied, though not for its line endings', async () => {
    await migrate(database, folder);
    file('0002-second.sql', 'alter table first add column extra text;');
    expect(await migrate(database, folder)).toEqual([]);
    file('0002-second.sql', 'alter table first add column other text;');
    await expect(migrate(database, folder)).rejects.toThrow('0002-second.sql');
  });

  it('refuses a database that a newer program has migrated', async () => {
    await migrate(database, folder);
    rmSync(join(folder, '0002-second.sql'));
    await expect(migrate(database, folder)).rejects.toThrow('newer version');
  });
});
