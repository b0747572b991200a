import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommitUnknownError, DatabaseUnavailableError, type Scope } from './database.ts';
import { openPglite } from './pglite-database.ts';

const owner: Scope = { kind: 'owner' };

describe('the embedded database', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wbpm-pglite-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds its rows again after it was closed, and closing twice is harmless', async () => {
    const dataDir = join(folder, 'kept');
    const first = await openPglite({ dataDir });
    await first.transaction(owner, (transaction) => transaction.query('create table kept as select 7 as id'));
    await first.close();
    await first.close();
    const second = await openPglite({ dataDir });
    const rows = await second.transaction(owner, (transaction) => transaction.query('select id from kept'));
    expect(rows).toEqual([{ id: 7 }]);
    await second.close();
  });

  it('starts its session afresh when the connection to it is replaced', async () => {
    const database = await openPglite({ dataDir: null });
    const heard: string[] = [];
    await database.listen('wbpm_shapes', (payload) => heard.push(payload));
    await database.transaction(owner, (transaction) =>
      transaction.query('create table shapes as select 1 as a'),
    );
    const read = () =>
      database.transaction(owner, (transaction) => transaction.query('select * from shapes', []));
    await read();
    await database.transaction(owner, (transaction) =>
      transaction.query('alter table shapes add column b int default 2'),
    );
    expect(await read()).toEqual([{ a: 1, b: 2 }]);
    await database.transaction(owner, (transaction) => transaction.query('notify wbpm_shapes'));
    expect(heard).toEqual(['']);
    await database.close();
  });

  it('rejects what is under way and what comes when its thread dies', async () => {
    const created = once(process, 'worker');
    const opening = openPglite({ dataDir: null });
    const [worker]: Worker[] = await created;
    const database = await opening;

    const statement = database.transaction(owner, async (transaction) => {
      await transaction.query('select 1');
      await worker?.terminate();
      await transaction.query('select 2');
    });
    const queued = database.transaction(owner, (transaction) => transaction.query('select 3'));
    await expect(statement).rejects.toThrow(DatabaseUnavailableError);
    await expect(queued).rejects.toThrow(DatabaseUnavailableError);
    await expect(database.transaction(owner, (transaction) => transaction.query('select 4'))).rejects.toThrow(
      DatabaseUnavailableError,
    );
    await database.close();
  });

  it('says the outcome is unknown when its thread dies during COMMIT', async () => {
    const created = once(process, 'worker');
    const opening = openPglite({ dataDir: null });
    const [worker]: Worker[] = await created;
    const database = await opening;
    const attempt = database.transaction(owner, async () => {
      void worker?.terminate();
    });
    await expect(attempt).rejects.toThrow(CommitUnknownError);
    await database.close();
  });

  it('refuses a data directory that is none, and one with half a database', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openPglite({ dataDir: join(file, 'below') })).rejects.toThrow('EEXIST');
    const half = join(folder, 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'PG_VERSION'), '18\n');
    await expect(openPglite({ dataDir: half })).rejects.toThrow(DatabaseUnavailableError);
  });
});
