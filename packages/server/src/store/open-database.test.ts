import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPostgres } from '../testing/test-databases.ts';
import { openDatabase } from './open-database.ts';

describe('opening the database', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'wbpm-data-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it.skipIf(inject('postgresUrl') === null)(
    'prepares an empty PostgreSQL, by several nodes at once',
    async () => {
      const fresh = await createPostgres('empty');
      const options = { databaseUrl: fresh.url, dataDir, poolSize: 3 };
      const nodes = await Promise.all([openDatabase(options), openDatabase(options), openDatabase(options)]);
      expect(nodes.map(({ kind }) => kind)).toEqual(['postgres', 'postgres', 'postgres']);
      await Promise.all(nodes.map((node) => node.close()));
      await fresh.drop();
    },
  );

  it('holds the data directory until it is closed', async () => {
    const options = { databaseUrl: null, dataDir, poolSize: 3 };
    const database = await openDatabase(options);
    await expect(openDatabase(options)).rejects.toThrow(`process ${process.pid} is using it`);
    await database.close();
  });

  it('finds every acknowledged row of a process that was killed, and the directory free', async () => {
    const program = `import { openDatabase } from ${JSON.stringify(new URL('./open-database.ts', import.meta.url).href)};
      const database = await openDatabase({ databaseUrl: null, dataDir: process.argv[1], poolSize: 1 });
      const owner = { kind: 'owner' };
      await database.transaction(owner, (transaction) => transaction.query('create schema if not exists probe; create table probe.acknowledged (id int)'));
      for (let id = 1; ; id++) {
        await database.transaction(owner, (transaction) => transaction.query('insert into probe.acknowledged values ($1)', [id]));
        console.log(id);
      }`;
    const register = new URL('../register-tsx.mjs', import.meta.url).href;
    const child = spawn(process.execPath, [
      '--import',
      register,
      '--input-type=module',
      '-e',
      program,
      dataDir,
    ]);
    const exited = once(child, 'exit');
    let acknowledged = 0;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      if (acknowledged === 500) child.kill('SIGKILL');
    }
    await exited;

    const database = await openDatabase({ databaseUrl: null, dataDir, poolSize: 1 });
    const [row] = await database.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query<{ rows: number; last: number }>(
        'select count(*) as rows, max(id) as last from probe.acknowledged',
      ),
    );
    await database.close();
    expect(row?.rows).toBe(row?.last);
    expect(row?.last).toBeGreaterThanOrEqual(acknowledged);
    expect(row?.last).toBeLessThanOrEqual(acknowledged + 1);
  });
});
