import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { oneTask, sequence, serviceTask } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, startCommand, tester } from '../../src/testing/test-runtime.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('a server on %s that is stopped under load', (database) => {
  let server: TestServer;
  let ended: Promise<void> | undefined;

  beforeAll(async () => {
    server = await startTestServer({ database });
  });
  afterAll(() => ended ?? server.stop());

  it('answers every request it took, and turns the others away', async () => {
    const api = connectApi(server.url, null);
    dataOf(await api.post('/processes', oneTask));
    const answers: number[] = [];
    let turnedAway = 0;
    let open = true;
    let warm: () => void = () => {};
    const warmedUp = new Promise<void>((resolve) => {
      warm = resolve;
    });
    const clients = Array.from({ length: 16 }, async () => {
      while (open) {
        try {
          answers.push((await api.post('/processes/one-task/instances', {})).status);
          if (answers.length === 50) warm();
        } catch (error) {
          // Refused before it was taken: nobody listens any more, or the idle connection was closed.
          if (!(error instanceof TypeError)) throw error;
          turnedAway += 1;
          open = false;
        }
      }
    });
    const waiting = api.post('/jobs/activate', { type: 'none', worker: 'w', wait_ms: 30_000 });
    const feed = new WebSocket(`${server.url.replace('http', 'ws')}/ws/api_user`, ['wbpm.v1']);
    await once(feed, 'open');
    const sentAway = once(feed, 'close');
    await warmedUp;
    const started = performance.now();
    ended = server.stop();
    await ended;
    const stoppedMs = performance.now() - started;
    open = false;
    await Promise.all(clients);
    expect(answers.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(turnedAway + answers.filter((status) => status === 503).length).toBeGreaterThan(0);
    expect((await sentAway)[0]).toBe(1001);
    expect(await waiting).toMatchObject({ status: 200, body: { data: { jobs: [] } } });
    expect(stoppedMs).toBeLessThan(10_000);
    expect(server.errors()).toEqual([]);
  });
});

describe.each(testDatabases)('a node on %s that stops', (_kind, openFresh) => {
  it('finishes what it accepted, lets its handlers end and leaves nothing leased', async () => {
    const database = await openFresh();
    let running = 0;
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const node = await openTestRuntime(database, {
      background: true,
      handlers: new Map([
        [
          'slow',
          async () => {
            running += 1;
            await released;
            return { done: true };
          },
        ],
      ]),
    });
    await node.deploy(sequence('two-jobs', serviceTask('first', 'slow'), serviceTask('second', 'slow')));
    const definition = await node.runtime.definitions.latest(tester.tenantId, 'two-jobs');
    if (definition === null) throw new Error('Expected a definition');
    const accepted = Array.from({ length: 40 }, () => {
      const id = node.runtime.newId();
      return node.execute(id, startCommand(definition, id));
    });
    const stopped = Promise.all(accepted).then(() => node.runtime.stop());
    const outcomes = await Promise.all(accepted);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(40).fill('committed'));
    expect(running).toBeGreaterThan(0);
    release();
    await stopped;
    const count = (sql: string) =>
      database.transaction({ kind: 'runtime' }, async (transaction) => {
        const [row] = await transaction.query<{ count: number }>(sql);
        return row?.count;
      });
    expect(await count('SELECT count(*)::int AS count FROM wbpm_jobs WHERE locked_until IS NOT NULL')).toBe(
      0,
    );
    // Its handlers did the first jobs; the second ones are for another node, at once.
    expect(await count('SELECT count(*)::int AS count FROM wbpm_jobs')).toBe(40);
    expect(await allInstanceFaults(database)).toEqual([]);
    expect(node.errors).toEqual([]);

    const next = await openTestRuntime(database, {
      background: true,
      handlers: new Map([['slow', async () => ({ done: true })]]),
    });
    await next.runtime.doWhatIsDue();
    expect(
      await count("SELECT count(*)::int AS count FROM wbpm_process_instances WHERE status = 'completed'"),
    ).toBe(40);
    await next.runtime.stop();
    await database.close();
  });
});
