import { randomBytes, randomUUID } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileStore, tenantKeyOf } from '../files/file-store.ts';
import { FileStoreUnavailableError } from '../files/file-store-errors.ts';
import { openFileStore } from '../files/open-file-store.ts';
import type { Database } from '../store/database.ts';
import { takeSweep } from '../store/file-store-claim.ts';
import { condemnFiles, overdueCondemned } from '../store/large-values.ts';
import { oneTask } from '../testing/definitions.ts';
import { eventually } from '../testing/eventually.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { createTestFolder, type TestFolder } from '../testing/test-files.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';
import { createLargeValues } from './large-values.ts';
import { startFileSweep, sweepFiles } from './sweep-files.ts';

const dayMs = 86_400_000;
const { tenantId } = tester;

describe.each(testDatabases)('sweeping the files of a database on %s', (_kind, openFresh) => {
  let database: Database;
  let folder: TestFolder;
  let files: FileStore;
  let node: TestRuntime;
  beforeAll(async () => {
    database = await openFresh();
    folder = createTestFolder();
    files = await openFileStore({ storage: 'local', path: folder.path }, database);
    const largeValues = createLargeValues({ database, files, limitBytes: 1024 });
    node = await openTestRuntime(database, { largeValues });
    await node.deploy(oneTask);
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
    await folder.remove();
  });

  const inRuntime = queryIn(() => database);
  const sweepIn = (ms: number) => sweepFiles({ database, files, now: () => Date.now() + ms });
  async function stored(): Promise<string[]> {
    const found: string[] = [];
    for await (const { file, key } of files.list()) found.push(file?.sha256 ?? key);
    return found.sort();
  }

  it('keeps what an instance refers to, however old it is', async () => {
    await node.start('one-task', { doc: randomBytes(2000).toString('hex') });
    const before = await stored();
    expect(before.length).toBeGreaterThan(0);
    expect(await sweepIn(1000 * dayMs)).toBe(0);
    expect(await stored()).toEqual(before);
  });

  it('deletes what nothing refers to, when it is older than a day', async () => {
    const before = await stored();
    const sha256 = randomBytes(32).toString('hex');
    await files.put({ tenantId, sha256 }, Buffer.from('orphan'));
    expect(await sweepIn(dayMs / 2)).toBe(0);
    expect(await stored()).toContain(sha256);
    expect(await sweepIn(2 * dayMs)).toBe(1);
    expect(await stored()).toEqual(before);
    expect(await inRuntime('SELECT 1 FROM wbpm_condemned_files')).toEqual([]);
  });

  it('deletes a file of one tenant while another one refers to the same content', async () => {
    const [referred] = await stored();
    if (referred === undefined) throw new Error('Expected a file');
    await files.put({ tenantId: 'other', sha256: referred }, Buffer.from('x'));
    expect(await sweepIn(2 * dayMs)).toBe(1);
    expect(await files.get({ tenantId: 'other', sha256: referred })).toBeNull();
    expect(await files.get({ tenantId, sha256: referred })).not.toBeNull();
  });

  it('deletes what a process left that ended while it wrote', async () => {
    const leftOver = join(folder.path, files.storeId, `${'a'.repeat(64)}.${randomUUID()}.unfinished`);
    writeFileSync(leftOver, 'hal');
    expect(await sweepIn(0)).toBe(0);
    const old = new Date(Date.now() - 2 * dayMs);
    utimesSync(leftOver, old, old);
    expect(await sweepIn(0)).toBe(1);
  });

  it('keeps what was announced a moment ago and is not committed yet', async () => {
    const sha256 = randomBytes(32).toString('hex');
    await inRuntime(
      `INSERT INTO wbpm_large_values (tenant_id, instance_id, sha256, bytes, is_committed)
       VALUES ($1, $2, decode($3, 'hex'), 1, false)`,
      [tenantId, randomUUID(), sha256],
    );
    await files.put({ tenantId, sha256 }, Buffer.from('x'));
    const old = new Date(Date.now() - 2 * dayMs);
    utimesSync(join(folder.path, files.storeId, tenantKeyOf(tenantId), sha256.slice(0, 2), sha256), old, old);
    expect(await sweepIn(0)).toBe(0);
    expect(await sweepIn(2 * dayMs)).toBe(1);
    expect(await inRuntime('SELECT 1 FROM wbpm_large_values WHERE NOT is_committed')).toEqual([]);
  });

  it('makes whoever wants to put the content of a file that is being deleted try again', async () => {
    const doc = randomBytes(2000).toString('hex');
    const instanceId = await node.start('one-task');
    const largeValues = createLargeValues({ database, files, limitBytes: 1024 });
    const other = await openTestRuntime(database, { largeValues });
    await other.start('one-task', { doc });
    const [row] = await inRuntime<{ sha256: string }>(
      `SELECT encode(value_sha256, 'hex') AS sha256 FROM wbpm_variables WHERE value_sha256 IS NOT NULL
       ORDER BY instance_id DESC LIMIT 1`,
    );
    const sha256 = row?.sha256 ?? '';
    await inRuntime(`DELETE FROM wbpm_large_values WHERE sha256 = decode($1, 'hex')`, [sha256]);
    const condemned = await database.transaction({ kind: 'runtime' }, (transaction) =>
      condemnFiles(transaction, [{ tenantKey: tenantKeyOf(tenantId), sha256 }]),
    );
    expect(condemned).toHaveLength(1);
    const set = () => node.execute(instanceId, { type: 'setVariables', variables: { doc } });
    await expect(set()).rejects.toBeInstanceOf(FileStoreUnavailableError);
    await inRuntime(`UPDATE wbpm_condemned_files SET condemned_at = now() - interval '1 hour'`);
    const loop = startFileSweep({ database, files, now: Date.now }, () => undefined);
    await eventually(
      () => inRuntime('SELECT 1 FROM wbpm_condemned_files'),
      (rows) => rows.length === 0,
    );
    await loop.stop();
    expect(await set()).toMatchObject({ kind: 'committed' });
    expect(await files.get({ tenantId, sha256 })).not.toBeNull();
    await other.runtime.stop();
  });

  it('tries to delete again what it did not hear of, and not before', async () => {
    const file = { tenantKey: tenantKeyOf(tenantId), sha256: randomBytes(32).toString('hex') };
    await files.put({ tenantId, sha256: file.sha256 }, Buffer.from('orphan'));
    const away: FileStore = {
      ...files,
      delete: () => Promise.reject(new FileStoreUnavailableError('away')),
    };
    await expect(
      sweepFiles({ database, files: away, now: () => Date.now() + 2 * dayMs }),
    ).rejects.toBeInstanceOf(FileStoreUnavailableError);
    expect(await database.transaction({ kind: 'runtime' }, overdueCondemned)).toEqual([]);
    await inRuntime(`UPDATE wbpm_condemned_files SET condemned_at = now() - interval '1 hour'`);
    expect(await database.transaction({ kind: 'runtime' }, overdueCondemned)).toEqual([file]);
    expect(await sweepIn(2 * dayMs)).toBe(1);
  });

  it('is done by one node at a time', async () => {
    const now = new Date(Date.now() + dayMs);
    const next = new Date(now.getTime() + 1000);
    const taken = await Promise.all(
      Array.from({ length: 3 }, () =>
        database.transaction({ kind: 'runtime' }, (transaction) => takeSweep(transaction, now, next)),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});

function queryIn(current: () => Database) {
  return <Row extends object>(sql: string, parameters: readonly string[] = []): Promise<Row[]> =>
    current().transaction({ kind: 'runtime' }, (transaction) => transaction.query<Row>(sql, parameters));
}
