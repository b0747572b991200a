import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { freePort, startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { openChecker } from './checker.ts';
import { effectReport } from './effect-report.ts';
import { openEffectServer } from './effect-server.ts';
import { full, percentiles, seed, seededRandom, since } from './figures.ts';
import { judge, underLoad } from './load.ts';
import { takeOverMs } from './take-over.ts';

const instances = full ? 10_000 : 300;
const kills = full ? 200 : 6;
const nodeCount = 3;

describe.runIf(inject('postgresUrl') !== null)(
  'R-03: nodes that are killed, any of them, again and again',
  () => {
    let main = '';
    beforeAll(() => {
      main = buildTestServer();
    });

    it(
      'keep what they acknowledged, do it once, and bring every instance to its end',
      async () => {
        const began = performance.now();
        const random = seededRandom(seed);
        const cluster = await startPostgresCluster({ fsync: true });
        const databaseUrl = await cluster.createDatabase('wbpm');
        const database = await openChecker(databaseUrl);
        const outside = await openEffectServer(random);
        const nodes: { readonly port: number; server: SpawnedServer }[] = [];
        onTestFinished(async () => {
          await Promise.all(nodes.map(({ server }) => server.kill()));
          await outside.close();
          await cluster.stop();
        });
        const spawn = (port: number) =>
          spawnServer(main, port, { DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: '8' });
        for (let count = 0; count < nodeCount; count += 1) {
          const port = await freePort();
          nodes.push({ port, server: await spawn(port) });
        }

        const restarts: number[] = [];
        const takeOvers: Promise<number | null>[] = [];
        const clients = await underLoad({
          urls: nodes.map(({ server }) => server.url),
          instances,
          work: outside.work,
          endsWithinMs: 60_000,
          times: kills,
          async strike() {
            const node = nodes[Math.floor(random() * nodeCount)];
            if (node === undefined) throw new Error('Expected a node to kill');
            await node.server.kill();
            const killed = performance.now();
            const takeOver = takeOverMs(database);
            takeOver.catch(() => undefined);
            takeOvers.push(takeOver);
            node.server = await spawn(node.port);
            restarts.push(performance.now() - killed);
          },
        });
        const takenOver = (await Promise.all(takeOvers)).filter((ms) => ms !== null);
        for (const { server } of nodes) expect(await server.terminate()).toBe(0);
        const effects = await effectReport(database, outside.effects);
        const { started, completed } = clients.acknowledged;
        await judge('R-03 kill-server', clients, database, {
          instances,
          nodes: nodeCount,
          kills,
          jobs: effects.jobs,
          'effects outside': effects.attempts,
          'distinct keys': effects.keys,
          'stale completions sent': clients.staleSent,
          'stale completions accepted': clients.staleAccepted,
          'take-over p50/p99': percentiles(takenOver),
          'restart p50/p99': percentiles(restarts),
          total: since(began),
        });
        expect([started.size, completed.size]).toEqual([instances, instances]);
        expect(effects).toMatchObject({ jobs: instances, keys: instances, missing: [], mixed: [] });
        expect(clients.staleAccepted).toBe(0);
      },
      full ? 3_600_000 : 300_000,
    );
  },
);
