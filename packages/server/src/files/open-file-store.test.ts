import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { beat, removeNode } from '../store/nodes.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { createTestFolder, type TestFolder } from '../testing/test-files.ts';
import { FileStoreUnavailableError } from './file-store-errors.ts';
import { openFileStore } from './open-file-store.ts';

describe.each(testDatabases)('the file store of a database on %s', (_kind, openFresh) => {
  let database: Database;
  let folder: TestFolder;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    folder = createTestFolder();
    await owner('DELETE FROM wbpm_file_store; DELETE FROM wbpm_large_values; DELETE FROM wbpm_nodes');
  });
  afterEach(() => folder.remove());

  const owner = (sql: string) =>
    database.transaction({ kind: 'owner' }, (transaction) => transaction.query(sql));
  const open = (name: string, on = database) =>
    openFileStore({ storage: 'local', path: join(folder.path, name) }, on);
  const wasClaimedLongAgo = () => owner(`UPDATE wbpm_file_store SET claimed_at = now() - interval '1 hour'`);
  const anotherOne =
    /^Expected the file store of this database \(.{36}\), but the folder .*\/b is another one/;

  it('is the one the first node was started with', async () => {
    const [first, ...others] = await Promise.all([open('a'), open('a'), open('a')]);
    expect(new Set([first, ...others, await open('a')].map(({ storeId }) => storeId)).size).toBe(1);
  });

  it('is not another one, while a node works on the database', async () => {
    await open('a');
    await wasClaimedLongAgo();
    await database.transaction({ kind: 'runtime' }, (transaction) => beat(transaction, 'a-node'));
    await expect(open('b')).rejects.toThrow(anotherOne);
    await open('a');
  });

  it('is not another one, when a node has claimed it a moment ago', async () => {
    await open('a');
    await expect(open('b')).rejects.toThrow(anotherOne);
  });

  it('is not another one, when the database refers to files', async () => {
    await open('a');
    await wasClaimedLongAgo();
    await owner(`INSERT INTO wbpm_large_values (tenant_id, instance_id, sha256, bytes, is_committed)
      SELECT 'default', gen_random_uuid(), sha256('x'), 1, true`);
    await expect(open('b')).rejects.toThrow(anotherOne);
  });

  it('may be exchanged while nothing refers to it and nobody uses it; the one before is another one then', async () => {
    const before = await open('a');
    await wasClaimedLongAgo();
    await database.transaction({ kind: 'runtime' }, async (transaction) => {
      await beat(transaction, 'a-node');
      await removeNode(transaction, 'a-node');
    });
    const after = await open('b');
    expect(after.storeId).not.toBe(before.storeId);
    await expect(open('a')).rejects.toThrow('is another one');
  });

  it('shares its place with those of other databases', async () => {
    const mine = await open('a');
    await owner('DELETE FROM wbpm_file_store');
    const theirs = await open('a');
    const name = { tenantId: 'default', sha256: 'ab'.repeat(32) };
    await mine.put(name, Buffer.from('mine'));
    expect(await theirs.get(name)).toBeNull();
    const listed: string[] = [];
    for await (const { key } of theirs.list()) listed.push(key);
    expect(listed).toEqual([]);
  });

  it('cannot be opened where it cannot be reached', async () => {
    const settings = { endpoint: 'http://127.0.0.1:9', bucket: 'wbpm', region: 'us-east-1', pathStyle: true };
    const opening = openFileStore(
      { storage: 's3', ...settings, accessKeyId: 'a', secretAccessKey: 'b' },
      database,
    );
    await expect(opening).rejects.toBeInstanceOf(FileStoreUnavailableError);
  });
});
