import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openFileStore } from '../../src/files/open-file-store.ts';
import { createLargeValues } from '../../src/runtime/large-values.ts';
import { sweepFiles } from '../../src/runtime/sweep-files.ts';
import { codeOf, connectApi } from '../../src/testing/api.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { createTestFolder } from '../../src/testing/test-files.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { fill, mountDisk, unmountDisk } from './small-disk.ts';

const twoDaysMs = 172_800_000;
const largeText = (): string => randomBytes(512 * 1024).toString('hex');

function storedFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[0-9a-f]{64}$/.test(name.split('/').length > 3 ? name : ''),
  );
}

describe.runIf(inject('postgresUrl') !== null)(
  'a node that is killed between the file and the commit',
  () => {
    it('leaves a file that nobody misses and that is swept', async () => {
      const fresh = await createPostgres();
      const folder = createTestFolder();
      const environment = { DATABASE_URL: fresh.url, FILE_STORAGE_PATH: folder.path };
      const main = buildTestServer();
      const port = await freePort();
      const server = await spawnServer(main, port, environment);
      const holder = new pg.Client({ connectionString: fresh.url });
      await holder.connect();
      const database = await openChecker(fresh.url);
      onTestFinished(async () => {
        await server.kill();
        await database.close();
        await fresh.drop();
        await folder.remove();
      });
      const api = connectApi(server.url, null);
      expect((await api.post('/processes', oneTask)).status).toBe(200);

      // Every commit waits for this lock, and none of what comes before it does.
      await holder.query('BEGIN; LOCK TABLE wbpm_journal IN ACCESS EXCLUSIVE MODE');
      const starting = api.post('/processes/one-task/instances', { variables: { doc: largeText() } }).then(
        ({ status }) => `answered ${status}`,
        () => 'no answer',
      );
      await eventually(
        () => Promise.resolve(storedFiles(folder.path)),
        (files) => files.length === 1,
      );
      await server.kill();
      expect(await starting).toBe('no answer');
      await holder.query('ROLLBACK');
      await holder.end();

      const files = await openFileStore({ storage: 'local', path: folder.path }, database);
      const largeValues = createLargeValues({ database, files, limitBytes: 65_536 });
      expect(await allInstanceFaults(database, largeValues)).toEqual([]);
      const rows = (table: string) =>
        database.transaction({ kind: 'owner' }, (transaction) => transaction.query(`SELECT 1 FROM ${table}`));
      expect(await rows('wbpm_process_instances')).toEqual([]);
      expect(storedFiles(folder.path)).toHaveLength(1);
      expect(await sweepFiles({ database, files, now: Date.now })).toBe(0);
      expect(await sweepFiles({ database, files, now: () => Date.now() + twoDaysMs })).toBe(1);
      expect(storedFiles(folder.path)).toEqual([]);
      expect(await rows('wbpm_large_values')).toEqual([]);
    });
  },
);

const probe = mountDisk('8m');
if (probe !== null) unmountDisk(probe);

describe.runIf(probe !== null)('a file store whose disk is full', () => {
  it('has large values turned away with 507 for now, loses nothing, and takes them when there is room', async () => {
    const disk = mountDisk('8m');
    if (disk === null) throw new Error('Expected a disk to mount');
    const server = await startTestServer({ database: 'pglite', environment: { FILE_STORAGE_PATH: disk } });
    onTestFinished(async () => {
      await server.stop();
      unmountDisk(disk);
    });
    const api = await server.api();
    expect((await api.post('/processes', oneTask)).status).toBe(200);
    const doc = largeText();
    const start = (variables: object, key: string) =>
      api.post('/processes/one-task/instances', { variables }, key);
    fill(join(disk, 'ballast'));
    const full = await start({ doc }, 'large');
    expect([full.status, codeOf(full), full.headers.get('retry-after')]).toEqual([507, 'STORAGE_FULL', '10']);
    expect((await start({ n: 1 }, 'small')).status).toBe(200);
    rmSync(join(disk, 'ballast'));
    expect((await start({ doc }, 'large')).status).toBe(200);
    expect(storedFiles(disk)).toHaveLength(1);
  });
});
