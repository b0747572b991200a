import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonObject } from '@wbpm/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileStore } from '../files/file-store.ts';
import {
  FileStoreFullError,
  FileStoreUnavailableError,
  ValueUnreadableError,
} from '../files/file-store-errors.ts';
import { type FileSettings, openFileStore } from '../files/open-file-store.ts';
import { activateJobs } from '../jobs/activate-jobs.ts';
import { migrateInstance } from '../processes/migrate-instance.ts';
import { readPastState } from '../processes/past-state.ts';
import { readInstanceJournal } from '../processes/read-history.ts';
import { readInstance } from '../processes/read-instance.ts';
import { archiveInstances, deleteArchived } from '../store/archive.ts';
import type { Database } from '../store/database.ts';
import { sequence, serviceTask, userTask } from '../testing/definitions.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { createTestFolder } from '../testing/test-files.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import { startTestS3 } from '../testing/test-s3.ts';
import { createLargeValues } from './large-values.ts';
import { sweepFiles } from './sweep-files.ts';

const mebibyte = 1024 * 1024;
const process = sequence('values', userTask('fill'), serviceTask('ship', 'ship'), userTask('check'));

function largeText(): string {
  return randomBytes(mebibyte / 2).toString('hex');
}

interface OpenedStore {
  readonly settings: FileSettings;
  remove(): Promise<void>;
}

const stores: readonly [string, () => Promise<OpenedStore>][] = [
  [
    'a local folder',
    () => {
      const folder = createTestFolder();
      return Promise.resolve({
        settings: { storage: 'local', path: folder.path },
        remove: () => folder.remove(),
      });
    },
  ],
  [
    'S3',
    async () => {
      const s3 = await startTestS3();
      return { settings: { storage: 's3', ...s3.settings }, remove: () => s3.stop() };
    },
  ],
];

describe.each(
  testDatabases.flatMap(([kind, open]) => stores.map(([name, store]) => [kind, name, open, store] as const)),
)('large values of a database on %s in %s', (_kind, _name, openFresh, openStore) => {
  let database: Database;
  let store: OpenedStore;
  let files: FileStore;
  const nodes: TestRuntime[] = [];
  beforeAll(async () => {
    database = await openFresh();
    store = await openStore();
    files = await openFileStore(store.settings, database);
    const node = await openNode();
    await node.deploy(process);
  });
  afterAll(async () => {
    await Promise.all(nodes.map(({ runtime }) => runtime.stop()));
    await database.close();
    await store.remove();
  });

  const valuesIn = (of: FileStore = files) => createLargeValues({ database, files: of, limitBytes: 65_536 });
  async function openNode(of: FileStore = files): Promise<TestRuntime> {
    const node = await openTestRuntime(database, { largeValues: valuesIn(of) });
    nodes.push(node);
    return node;
  }
  const query = <Row extends object>(sql: string, parameters: readonly string[]): Promise<Row[]> =>
    database.transaction({ kind: 'runtime' }, (transaction) => transaction.query<Row>(sql, parameters));
  async function variables(node: TestRuntime, instanceId: string): Promise<JsonObject> {
    return { ...(await node.state(instanceId)).variables.get(instanceId) };
  }
  async function taskOf(node: TestRuntime, instanceId: string, elementId: string): Promise<string> {
    const [task] = await node.waiting(instanceId, elementId);
    if (task === undefined) throw new Error(`Expected a token at ${elementId}, but found none`);
    return task.id;
  }

  it('go through start, task, job, past state, journal and other nodes unchanged', async () => {
    const [first, second] = [await openNode(), await openNode()];
    const started = { doc: largeText(), list: Array.from({ length: 20_000 }, (_each, index) => index), n: 1 };
    const completed = { doc: { title: 'signed', content: largeText() }, n: null };
    const instanceId = await first.start('values', started);
    expect(await variables(second, instanceId)).toEqual(started);

    const task = await taskOf(second, instanceId, 'fill');
    expect(await second.completeTask(instanceId, task, completed)).toMatchObject({ kind: 'committed' });
    const { jobs } = await activateJobs(
      first.useCase,
      { type: 'ship', worker: 'w', limit: 10, lockMs: 60_000, waitMs: 0, fetchVariables: null },
      AbortSignal.abort(),
    );
    const after = { ...started, ...completed };
    expect(jobs.map((job) => job.variables)).toEqual([after]);

    expect((await readPastState(first.useCase, instanceId, 3)).variables).toEqual(started);
    expect((await readPastState(second.useCase, instanceId, undefined)).variables).toEqual(after);
    expect((await readInstance(second.useCase, instanceId)).variables).toEqual(after);
    const { events } = await readInstanceJournal(second.useCase, instanceId, { limit: 100 });
    expect(events.filter(({ type }) => type === 'variablesSet').map(({ data }) => data['variables'])).toEqual(
      [started, completed],
    );
    expect(await allInstanceFaults(database, valuesIn())).toEqual([]);
  });

  it('are not in the rows, which say where they are', async () => {
    const node = await openNode();
    const doc = largeText();
    const instanceId = await node.start('values', { doc, n: 1 });
    const [sizes] = await query<{ events: number; values: number; searched: string }>(
      `SELECT (SELECT sum(octet_length(events))::int FROM wbpm_journal WHERE instance_id = $1) AS events,
                (SELECT sum(octet_length(value::text))::int FROM wbpm_variables WHERE instance_id = $1) AS values,
                (SELECT text_value FROM wbpm_variables WHERE instance_id = $1 AND name = 'doc') AS searched`,
      [instanceId],
    );
    expect(sizes?.events).toBeLessThan(2000);
    expect(sizes?.values).toBeLessThan(20);
    expect(sizes?.searched).toBe(doc.slice(0, 256));
    const rows = await query<{ sha256: string; bytes: number; is_committed: boolean }>(
      `SELECT encode(sha256, 'hex') AS sha256, bytes, is_committed FROM wbpm_large_values WHERE instance_id = $1`,
      [instanceId],
    );
    const [journal] = await query<{ large_values: string }>(
      'SELECT large_values FROM wbpm_journal WHERE instance_id = $1 AND large_values IS NOT NULL',
      [instanceId],
    );
    expect(rows).toEqual([
      { sha256: rows[0]?.sha256, bytes: Buffer.byteLength(JSON.stringify(doc)), is_committed: true },
    ]);
    expect(JSON.parse(journal?.large_values ?? '')).toEqual([
      { pointer: '/1/variables/doc', sha256: rows[0]?.sha256, bytes: rows[0]?.bytes },
    ]);
  });

  it('give way to small ones, and small ones to them', async () => {
    const [first, second] = [await openNode(), await openNode()];
    const instanceId = await first.start('values', { doc: 'small' });
    const doc = largeText();
    await first.execute(instanceId, { type: 'setVariables', variables: { doc } });
    expect(await variables(second, instanceId)).toEqual({ doc });
    await second.execute(instanceId, { type: 'setVariables', variables: { doc: null } });
    expect(await variables(first, instanceId)).toEqual({ doc: null });
    await second.execute(instanceId, { type: 'setVariables', variables: { doc } });
    expect(await variables(await openNode(), instanceId)).toEqual({ doc });
  });

  it('come from the right tenant and instance', async () => {
    const node = await openNode();
    const [a, b] = [largeText(), largeText()];
    const [one, other] = await Promise.all([
      node.start('values', { doc: a }),
      node.start('values', { doc: b, again: a }),
    ]);
    const fresh = await openNode();
    expect(await Promise.all([variables(fresh, one), variables(fresh, other)])).toEqual([
      { doc: a },
      { doc: b, again: a },
    ]);
  });

  it('come through a migration, its dry run and the archive unchanged', async () => {
    const [first, second] = [await openNode(), await openNode()];
    const doc = largeText();
    const instanceId = await first.start('values', { doc });
    await first.deploy(sequence('values-2', userTask('fill'), userTask('more')));
    const plan = await migrateInstance(second.useCase, instanceId, { target: 'values-2', dry_run: true });
    expect(plan.response).toMatchObject({ verdict: 'migrates' });
    await migrateInstance(second.useCase, instanceId, { target: 'values-2' });
    expect(await variables(first, instanceId)).toEqual({ doc });

    await first.execute(instanceId, { type: 'cancelInstance', reason: null });
    const ended = new Date(first.clock.now() + 60_000);
    const run = { runId: randomUUID(), startedAt: ended, endedBefore: ended };
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      archiveInstances(transaction, run, 1000),
    );
    const sweep = { database, files, now: () => Date.now() + 2 * 86_400_000 };
    await sweepFiles(sweep);
    const { useCase } = await openNode();
    expect((await readInstance(useCase, instanceId)).variables).toEqual({ doc });
    expect((await readPastState(useCase, instanceId, 2)).variables).toEqual({ doc });

    await database.transaction({ kind: 'runtime' }, (transaction) =>
      deleteArchived(transaction, { ...run, runId: randomUUID() }, 1000),
    );
    expect(await query('SELECT 1 FROM wbpm_large_values WHERE instance_id = $1', [instanceId])).toEqual([]);
    expect(await sweepFiles(sweep)).toBeGreaterThan(0);
  });

  it('are asked of the store once, however many look at an instance at once', async () => {
    const instanceId = await (await openNode()).start('values', { doc: largeText() });
    let reads = 0;
    const counting: FileStore = {
      ...files,
      get(name) {
        reads += 1;
        return files.get(name);
      },
    };
    const node = await openNode(counting);
    await Promise.all(Array.from({ length: 5 }, () => variables(node, instanceId)));
    expect(reads).toBe(1);
  });

  it('that cannot be put keep their change from happening, and the next try has its effect once', async () => {
    for (const error of [new FileStoreUnavailableError('away'), new FileStoreFullError('here', null)]) {
      let isBroken = true;
      const breaking: FileStore = {
        ...files,
        put: (name, bytes) => (isBroken ? Promise.reject(error) : files.put(name, bytes)),
      };
      const node = await openNode(breaking);
      const instanceId = await node.start('values', { n: 1 });
      const doc = largeText();
      const set = () => node.execute(instanceId, { type: 'setVariables', variables: { doc } });
      await expect(set()).rejects.toBe(error);
      await expect(node.start('values', { doc })).rejects.toBe(error);
      expect(await variables(await openNode(), instanceId)).toEqual({ n: 1 });
      isBroken = false;
      expect(await set()).toMatchObject({ kind: 'committed' });
      expect(await variables(await openNode(), instanceId)).toEqual({ n: 1, doc });
    }
    expect(await allInstanceFaults(database, valuesIn())).toEqual([]);
  });

  it('that cannot be read fail the command, and nobody else', async () => {
    const first = await openNode();
    const [broken, whole] = [
      await first.start('values', { doc: largeText() }),
      await first.start('values', { doc: largeText() }),
    ];
    const [row] = await query<{ sha256: string }>(
      `SELECT encode(sha256, 'hex') AS sha256 FROM wbpm_large_values WHERE instance_id = $1`,
      [broken],
    );
    const sha256 = row?.sha256 ?? '';
    for (const found of [null, Buffer.from('"altered"')]) {
      const damaged: FileStore = {
        ...files,
        get: (name) => (name.sha256 === sha256 ? Promise.resolve(found) : files.get(name)),
      };
      const node = await openNode(damaged);
      const task = await taskOf(first, broken, 'fill');
      const [failed, done] = await Promise.allSettled([
        node.completeTask(broken, task),
        node.execute(whole, { type: 'setVariables', variables: { n: 2 } }),
      ]);
      expect(failed).toMatchObject({ status: 'rejected', reason: { name: 'ValueUnreadableError' } });
      expect(done).toMatchObject({ status: 'fulfilled', value: { kind: 'committed' } });
      await expect(readInstance(node.useCase, broken)).rejects.toBeInstanceOf(ValueUnreadableError);
      await expect(readPastState(node.useCase, broken, 2)).rejects.toBeInstanceOf(ValueUnreadableError);
      await expect(readInstanceJournal(node.useCase, broken, { limit: 100 })).rejects.toThrow(
        `with SHA-256 ${sha256} in the file store, but found `,
      );
    }
    // Restored: it goes on where it was.
    const task = await taskOf(first, broken, 'fill');
    expect(await (await openNode()).completeTask(broken, task)).toMatchObject({ kind: 'committed' });
  });

  it('of a change that never happened are swept', async () => {
    const node = await openNode();
    const instanceId = await node.start('values', { n: 1 });
    const task = await taskOf(node, instanceId, 'fill');
    await node.completeTask(instanceId, task);
    const rejected = await node.completeTask(instanceId, task, { doc: largeText() });
    expect(rejected).toMatchObject({ kind: 'rejected' });
    const outcome = await node.execute(
      instanceId,
      { type: 'setVariables', variables: { doc: largeText() } },
      { consumes: { from: 'outbox', id: '00000000-0000-0000-0000-000000000000' } },
    );
    expect(outcome).toEqual({ kind: 'consumed' });
    const uncommitted = 'SELECT 1 FROM wbpm_large_values WHERE instance_id = $1';
    expect(await query(uncommitted, [instanceId])).toHaveLength(1);
    const sweep = { database, files, now: () => Date.now() + 2 * 86_400_000 };
    expect(await sweepFiles(sweep)).toBeGreaterThan(0);
    expect(await query(uncommitted, [instanceId])).toEqual([]);
    expect(await allInstanceFaults(database, valuesIn())).toEqual([]);
  });
});
