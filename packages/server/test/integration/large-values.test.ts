import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@wbpm/client';
import type { Journal, PastState } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { createTestFolder, type TestFolder } from '../../src/testing/test-files.ts';
import { startTestS3 } from '../../src/testing/test-s3.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const process = sequence('values', userTask('fill'), serviceTask('ship', 'ship'));
const largeText = (): string => randomBytes(512 * 1024).toString('hex');

/** Files of the store, without its mark. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(testStores)('large values over HTTP on %s', (database) => {
  let folder: TestFolder;
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    folder = createTestFolder();
    server = await startTestServer({ database, environment: { FILE_STORAGE_PATH: folder.path } });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(process);
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  it('come back from instance, task, job, journal and past states as they were sent', async () => {
    const [first, second] = [largeText(), largeText()];
    const { instance_id: id } = await client.instances.start('values', { variables: { doc: first } });
    const [task] = (await client.tasks.list({ instance_id: id })).tasks;
    await client.tasks.complete(task?.task_id ?? '', { variables: { doc: second } });
    const { jobs } = await client.jobs.activate({ type: 'ship', worker: 'w', lock_duration_ms: 60_000 });
    const job = jobs.find(({ instance_id: of }) => of === id);
    expect(job?.variables).toEqual({ doc: second });
    expect((await client.instances.get(id)).variables).toEqual({ doc: second });
    const past = dataOf<PastState>(await api.get(`/instances/${id}/state?at_seq=3`));
    expect(past.variables).toEqual({ doc: first });
    const { events } = dataOf<Journal>(await api.get(`/instances/${id}/journal`));
    const set = events.filter(({ type }) => type === 'variablesSet').map(({ data }) => data['variables']);
    expect(set).toEqual([{ doc: first }, { doc: second }]);
    expect(server.errors()).toEqual([]);
  });
});

describe.runIf(inject('postgresUrl') !== null)('large values on two nodes', () => {
  let folder: TestFolder;
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    folder = createTestFolder();
    server = await startTestServer({
      database: 'postgres',
      environment: { FILE_STORAGE_PATH: folder.path },
    });
    client = await server.client();
    await client.processes.deploy(process);
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  function startOther(path: string): Promise<TestServer> {
    const { databaseUrl } = server;
    if (databaseUrl === null) throw new Error('Expected a database that two nodes can share');
    return startTestServer({ database: 'postgres', databaseUrl, environment: { FILE_STORAGE_PATH: path } });
  }
  async function startWith(variables: Record<string, string>): Promise<string> {
    const { instance_id: id } = await client.instances.start('values', { variables });
    return id;
  }

  it('are the same on another node', async () => {
    const doc = largeText();
    const id = await startWith({ doc });
    const other = await startOther(folder.path);
    onTestFinished(() => other.stop());
    expect((await (await other.client()).instances.get(id)).variables).toEqual({ doc });
    const [task] = (await client.tasks.list({ instance_id: id })).tasks;
    await (await other.client()).tasks.complete(task?.task_id ?? '', { variables: { n: 1 } });
    expect((await client.instances.get(id)).variables).toEqual({ doc, n: 1 });
  });

  it('keep a node with another store from starting', async () => {
    const elsewhere = createTestFolder();
    onTestFinished(() => elsewhere.remove());
    await expect(startOther(elsewhere.path)).rejects.toThrow('Expected the file store of this database');
  });

  it('that were altered or are missing are said to be, and go on as soon as they are restored', async () => {
    const before = new Set(filesBelow(folder.path));
    const id = await startWith({ doc: largeText() });
    const [file] = filesBelow(folder.path).filter((path) => !before.has(path));
    if (file === undefined) throw new Error('Expected a file for the value');
    // Another node has nothing of it in memory.
    const other = await startOther(folder.path);
    onTestFinished(() => other.stop());
    const there = await other.api();
    renameSync(file, `${file}.backup`);
    const missing = await there.get(`/instances/${id}`);
    expect([missing.status, codeOf(missing), missing.headers.get('retry-after')]).toEqual([
      503,
      'VALUE_UNREADABLE',
      null,
    ]);
    expect(missing.text).toContain('in the file store, but found none');
    writeFileSync(file, '"altered"');
    const [task] = (await client.tasks.list({ instance_id: id })).tasks;
    const altered = await there.post(`/tasks/${task?.task_id ?? ''}/complete`, { variables: {} });
    expect([altered.status, codeOf(altered)]).toEqual([503, 'VALUE_UNREADABLE']);
    rmSync(file);
    renameSync(`${file}.backup`, file);
    expect((await there.post(`/tasks/${task?.task_id ?? ''}/complete`, { variables: {} })).status).toBe(200);
    // Whoever watches over the server reads of it.
    expect(other.errors().some((line) => line.includes('VALUE_UNREADABLE'))).toBe(true);
  });
});

describe.each(testStores)('a server on %s whose S3 is away', (database) => {
  it('refuses large values for now, serves everything else, and goes on when it is back', async () => {
    const s3 = await startTestS3();
    const { endpoint, bucket, accessKeyId, secretAccessKey } = s3.settings;
    const server = await startTestServer({
      database,
      environment: {
        FILE_STORAGE: 's3',
        S3_ENDPOINT: endpoint,
        S3_BUCKET: bucket,
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
    onTestFinished(async () => {
      await server.stop();
      await s3.stop();
    });
    const api = await server.api();
    await (await server.client()).processes.deploy(process);
    const start = (variables: object, key: string) =>
      api.post('/processes/values/instances', { variables }, key);
    const doc = largeText();
    expect((await start({ doc }, 'before')).status).toBe(200);

    await s3.pause();
    const away = await start({ doc, n: 1 }, 'while');
    expect([away.status, codeOf(away), away.headers.get('retry-after')]).toEqual([503, 'UNAVAILABLE', '1']);
    expect((await start({ n: 1 }, 'small')).status).toBe(200);

    await s3.resume();
    const back = await start({ doc, n: 1 }, 'while');
    expect(back.status).toBe(200);
    const { instance_id: id } = dataOf<{ readonly instance_id: string }>(back);
    const instance = dataOf<{ readonly variables: object }>(await api.get(`/instances/${id}`));
    expect(instance.variables).toEqual({ doc, n: 1 });
  });
});
