import { once } from 'node:events';
import type { Health, Readiness, TaskList } from '@wbpm/contract';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { hasRedis, startRedis } from '../../src/testing/redis-server.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { percentiles, printFigures, seed, seededRandom } from './figures.ts';
import { openNetwork } from './network.ts';

const commandsEach = 20;
/** Longer than a notice takes over a Redis that works, and so that it must come from it: pages look every 5 s. */
const heardWithinMs = 4000;

describe.runIf(inject('postgresUrl') !== null && hasRedis())('R-19: two nodes whose Redis', () => {
  it('vanishes, forgets, is slow, goes silent and comes back do everything once, and their pages hear of it', async () => {
    const began = performance.now();
    const redis = await startRedis();
    const network = await openNetwork(redis.port, seededRandom(seed));
    const environment = { REDIS_URL: `redis://127.0.0.1:${network.port}` };
    const one = await startTestServer({ database: 'postgres', environment });
    const databaseUrl = one.databaseUrl ?? '';
    const other = await startTestServer({ database: 'postgres', databaseUrl, environment });
    onTestFinished(async () => {
      await other.stop();
      await one.stop();
      await network.close();
      await redis.stop();
    });
    const api = connectApi(one.url, null);
    const elsewhere = connectApi(other.url, null);
    dataOf(await api.post('/processes', oneTask));

    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/ws/api_user`, ['wbpm.v1']);
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe_process', process_id: 'one-task' }));
    /** Instances the page was told of by name. */
    const named = new Set<string>();
    let toldToLook = 0;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { data?: { instance_id?: string } };
      if (message.data?.instance_id === undefined) toldToLook += 1;
      else named.add(message.data.instance_id);
    });

    const waits: number[] = [];
    let failed = 0;
    /** Starts on one node, completes on the other; answers the instances. */
    async function work(): Promise<string[]> {
      const ids: string[] = [];
      for (let index = 0; index < commandsEach; index += 1) {
        const asked = performance.now();
        const started = await api.post('/processes/one-task/instances', {});
        const { instance_id: id } = dataOf<{ instance_id: string }>(started);
        const [task] = dataOf<TaskList>(await elsewhere.get(`/tasks?instance_id=${id}`)).tasks;
        if ((await elsewhere.post(`/tasks/${task?.id}/complete`, {})).status !== 200) failed += 1;
        waits.push(performance.now() - asked);
        ids.push(id);
      }
      return ids;
    }
    const redisIs = (status: string) =>
      eventually(
        async () => (await (await fetch(`${one.url}/health`)).json()) as Health,
        ({ checks }) => checks.redis.status === status,
      );
    async function hearsByName(): Promise<void> {
      await eventually(
        async () => {
          const started = await api.post('/processes/one-task/instances', {});
          const { instance_id: id } = dataOf<{ instance_id: string }>(started);
          return eventually(() => Promise.resolve(named.has(id)), Boolean, 500).catch(() => false);
        },
        Boolean,
        20_000,
      );
    }

    await redisIs('healthy');
    await hearsByName();
    redis.flushAll();
    const afterFlush = await work();
    await eventually(() => Promise.resolve(afterFlush.every((id) => named.has(id))), Boolean, heardWithinMs);

    for (const trouble of ['killed', 'slow', 'silent'] as const) {
      if (trouble === 'killed') await redis.kill();
      else if (trouble === 'slow') network.become({ kind: 'slow', meanMs: 5000, jitterMs: 0 });
      else network.become({ kind: 'silent' });
      const before = toldToLook;
      await work();
      await redisIs('error');
      const ready = (await (await fetch(`${one.url}/ready`)).json()) as Readiness;
      expect(ready.ready).toBe(true);
      // Without Redis the page is told to look for itself now and then.
      await eventually(
        () => Promise.resolve(toldToLook),
        (times) => times > before,
      );
      if (trouble === 'killed') await redis.start();
      else {
        network.become({ kind: 'down' });
        network.become({ kind: 'good' });
      }
      await redisIs('healthy');
      await hearsByName();
    }

    const database = await openChecker(databaseUrl);
    const gaps = await allInstanceFaults(database);
    const [row] = await database.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query<{ completed: number }>(
        "SELECT count(*)::int AS completed FROM wbpm_process_instances WHERE status = 'completed'",
      ),
    );
    await database.close();
    printFigures('R-19 redis-gone', {
      commands: waits.length * 2,
      failed,
      'done once': row?.completed ?? 0,
      gaps: gaps.length,
      'told to look': toldToLook,
      'start to completed p50/p99': percentiles(waits),
      total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
    });
    expect({ failed, gaps }).toEqual({ failed: 0, gaps: [] });
    expect(row?.completed).toBe(waits.length);
  }, 240_000);
});
