import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFreshPglite, testDatabases } from '../testing/test-databases.ts';
import type { Database } from './database.ts';
import { startUpkeep, type Upkeep } from './upkeep.ts';

const pauseMs = 10;
const rethrow = (error: unknown): void => {
  throw error;
};

async function ask<Row extends object>(database: Database, sql: string): Promise<Row[]> {
  return database.transaction({ kind: 'owner' }, (transaction) => transaction.query<Row>(sql));
}

describe.each(testDatabases)('the upkeep of %s', (_name, openFresh) => {
  let database: Database;
  let upkeep: Upkeep;

  /** Negative: never analysed. */
  const knownRows = async () => {
    const [table] = await ask<{ rows: number }>(
      database,
      "SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'wbpm_ledger'",
    );
    return table?.rows;
  };
  const insert = (from: number, to: number) =>
    ask(
      database,
      `INSERT INTO wbpm_ledger SELECT id, repeat('x', 200), 0 FROM generate_series(${from}, ${to}) AS id`,
    );

  beforeEach(async () => {
    database = await openFresh();
    await ask(database, 'CREATE TABLE wbpm_ledger (id int PRIMARY KEY, text text, changes int)');
    upkeep = startUpkeep(database, rethrow, pauseMs);
  });
  afterEach(async () => {
    await upkeep.stop();
    await database.close();
  });

  it('tells the planner what a table holds that was just filled, and again when it has grown much', async () => {
    await insert(1, 1000);
    expect(await knownRows()).toBe(-1);
    upkeep.changed();
    await expect.poll(knownRows).toBe(1000);
    await insert(1001, 5000);
    upkeep.changed();
    await expect.poll(knownRows).toBe(5000);
  });

  it('looks no more once it was stopped', async () => {
    await insert(1, 1000);
    upkeep.changed();
    await upkeep.stop();
    upkeep.changed();
    expect(await knownRows()).toBe(-1);
  });
});

describe('an embedded database', () => {
  it('does not grow for ever with rows that are changed again and again', async () => {
    const database = await openFreshPglite();
    const upkeep = startUpkeep(database, rethrow, pauseMs);
    await ask(database, 'CREATE TABLE wbpm_ledger (id int PRIMARY KEY, text text, changes int)');
    await ask(
      database,
      `INSERT INTO wbpm_ledger SELECT id, repeat('x', 200), 0 FROM generate_series(1, 2000) AS id`,
    );
    const change = () => ask(database, 'UPDATE wbpm_ledger SET changes = changes + 1');
    const worn = async () => {
      upkeep.changed();
      const [table] = await ask<{ vacuums: number }>(
        database,
        "SELECT vacuum_count AS vacuums FROM pg_stat_user_tables WHERE relname = 'wbpm_ledger'",
      );
      return table?.vacuums;
    };
    const bytes = async () => {
      const [table] = await ask<{ bytes: number }>(
        database,
        "SELECT pg_relation_size('wbpm_ledger') AS bytes",
      );
      return table?.bytes ?? 0;
    };
    await change();
    await change();
    await expect.poll(worn, { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await bytes();
    await change();
    expect(await bytes()).toBe(before);
    await upkeep.stop();
    await database.close();
  });
});
