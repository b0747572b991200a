import type { SimpleDefinition } from '@wbpm/contract';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { sequence, serviceTask, timer } from '../../src/testing/definitions.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openBalancer } from './balancer.ts';
import { openChecker } from './checker.ts';
import { noneRunning, PersistentClients } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { full, percentiles, printFigures } from './figures.ts';

const restarts = full ? 100 : 6;
const nodeCount = 3;
const clientCount = 16;
/** Work for the nodes that are left, not more than they can do. */
const thinkMs = 200;
/** Enough for the proxy to notice, on a machine that does other work too. */
const delayMs = 1000;
const leftPerRestart = 5;
const dueAfterMs = 300;

/** Its timer falls due, and its job comes up, when the node it was started on is stopping. */
const left: SimpleDefinition = sequence(
  'left',
  timer('wait', 'PT0.3S'),
  serviceTask('pay', 'sample.take-payment'),
);

describe.runIf(inject('postgresUrl') !== null)('R-24: nodes behind a proxy', () => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it(
    'are stopped and started one after the other, and no request fails',
    async () => {
      const began = performance.now();
      const fresh = await createPostgres();
      const environment = {
        DATABASE_URL: fresh.url,
        SHUTDOWN_DELAY_MS: String(delayMs),
        DATABASE_POOL_SIZE: '8',
      };
      const spawn = (port: number) => spawnServer(main, port, environment);
      const ports = [];
      for (let index = 0; index < nodeCount; index += 1) ports.push(await freePort());
      const balancer = await openBalancer(ports);
      const nodes: { readonly port: number; server: SpawnedServer }[] = [];
      onTestFinished(async () => {
        await Promise.all(nodes.map(({ server }) => server.kill()));
        await balancer.close();
        await fresh.drop();
      });
      for (const port of ports) nodes.push({ port, server: await spawn(port) });
      for (const { port } of nodes) await balancer.sends(port);

      const clients = new PersistentClients(balancer.url);
      const api = connectApi(balancer.url, null);
      for (const definition of [crash, left]) dataOf(await api.post('/processes', definition));
      let finished = false;
      let keys = 0;
      const everybody = Promise.all(
        Array.from({ length: clientCount - 4 }, async () => {
          while (!finished) {
            await clients.runInstance(`order-${keys++}`);
            await new Promise((resolve) => setTimeout(resolve, thinkMs));
          }
        }),
      );
      let working = true;
      const workers = Promise.all([1, 2].map(() => clients.work(() => !working)));
      let ended = 0;
      const longPolls = Promise.all(
        [1, 2].map(async () => {
          const wanted = { type: 'none', worker: 'w', wait_ms: 20_000 };
          while (!finished) {
            dataOf(await api.post('/jobs/activate', wanted));
            ended += 1;
          }
        }),
      );

      const stops: number[] = [];
      const exitCodes: (number | null)[] = [];
      for (let restart = 0; restart < restarts; restart += 1) {
        const node = nodes[restart % nodeCount];
        if (node === undefined) throw new Error('Expected a node');
        const direct = connectApi(node.server.url, null);
        await Promise.all(
          Array.from({ length: leftPerRestart }, async () =>
            dataOf(await direct.post('/processes/left/instances', { variables: { amount: 1 } })),
          ),
        );
        const told = performance.now();
        exitCodes.push(await node.server.terminate());
        stops.push(performance.now() - told);
        node.server = await spawn(node.port);
        await balancer.sends(node.port);
      }
      finished = true;
      await everybody;
      await noneRunning(balancer.url, 60_000);
      working = false;
      await workers;
      for (const { server } of nodes) exitCodes.push(await server.terminate());
      // They wait for work that never comes, and no node is left to wait at.
      await longPolls;

      const database = await openChecker(fresh.url);
      const report = await crashReport(database, clients.acknowledged);
      const takeOvers = await takeOverTimes(database);
      await database.close();
      const failed = [...balancer.failed, ...clients.misbehaved];
      printFigures('R-24 rolling-restart', {
        nodes: nodeCount,
        clients: clientCount,
        restarts,
        requests: balancer.forwarded,
        'long polls ended': ended,
        failed: failed.length,
        acked: clients.operations,
        lost: report.lost.length,
        doubled: report.doubled.length,
        stuck: report.stuck.length,
        gaps: report.faults.length,
        'take-over p50/p99': percentiles(takeOvers),
        'stop p50/p99': percentiles(stops),
        total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
      });
      expect({ failed, refused: clients.refused }).toEqual({ failed: [], refused: 0 });
      expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
      expect(takeOvers).toHaveLength(restarts * leftPerRestart);
      expect(exitCodes).toEqual(exitCodes.map(() => 0));
    },
    full ? 1_800_000 : 400_000,
  );
});

/** How long work that a stopping node left behind waited, from when it was due until it was done. */
async function takeOverTimes(database: Database): Promise<number[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ started: Date; ended: Date | null }>(
      "SELECT start_time AS started, end_time AS ended FROM wbpm_process_instances WHERE process_id = 'left'",
    ),
  );
  return rows.flatMap(({ started, ended }) =>
    ended === null ? [] : [ended.getTime() - started.getTime() - dueAfterMs],
  );
}
