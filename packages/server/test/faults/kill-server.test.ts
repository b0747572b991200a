import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimpleDefinition } from '@wbpm/contract';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openPglite } from '../../src/store/pglite-database.ts';
import { openPostgres } from '../../src/store/postgres-database.ts';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { serviceTask, timer, userTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { freePort, startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { testStores } from '../../src/testing/test-server.ts';
import { PersistentClients } from './clients.ts';
import { crashReport } from './crash-report.ts';

const full = process.env['WBPM_FULL_FAULTS'] === 'true';
const instances = full ? 2000 : 300;
const kills = full ? 20 : 5;
const clientCount = 16;

/** A person and a timer at the same time, then a worker. */
const crash: SimpleDefinition = {
  name: 'crash',
  process_id: 'crash',
  activities: [
    { id: 'start', type: 'startEvent' },
    { id: 'split', type: 'parallelGateway' },
    userTask('ask'),
    timer('wait', 'PT0.3S'),
    { id: 'join', type: 'parallelGateway' },
    serviceTask('ship', 'ship'),
    { id: 'end', type: 'endEvent' },
  ],
  flows: [
    { from: 'start', to: 'split' },
    { from: 'split', to: 'ask' },
    { from: 'split', to: 'wait' },
    { from: 'ask', to: 'join' },
    { from: 'wait', to: 'join' },
    { from: 'join', to: 'ship' },
    { from: 'ship', to: 'end' },
  ],
};

interface Store {
  readonly environment: Readonly<Record<string, string>>;
  /** Opens what the server left behind, once it has ended. */
  open(): Promise<Database>;
  remove(): Promise<void>;
}

async function durablePostgres(): Promise<Store> {
  const cluster = await startPostgresCluster({ fsync: true });
  const url = await cluster.createDatabase('wbpm');
  return {
    environment: { DATABASE_URL: url },
    open: () =>
      openPostgres({
        connectionString: url,
        poolSize: 8,
        minSize: 0,
        applicationName: 'wbpm_checker',
        statementTimeoutMs: 60_000,
      }),
    remove: () => cluster.stop(),
  };
}

async function embedded(): Promise<Store> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wbpm-crash-'));
  return {
    environment: { DATA_DIR: dataDir },
    open: () => openPglite({ dataDir: join(dataDir, 'postgres') }),
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

describe.each(testStores)('a server on %s that is killed again and again', (kind) => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it(
    'keeps what it acknowledged, does it once, and brings every instance to its end',
    async () => {
      const began = performance.now();
      const store = kind === 'postgres' ? await durablePostgres() : await embedded();
      const port = await freePort();
      const spawn = () => spawnServer(main, port, store.environment);
      let server: SpawnedServer = await spawn();
      onTestFinished(async () => {
        await server.kill();
        await store.remove();
      });
      const clients = new PersistentClients(server.url);
      const api = connectApi(server.url, null);
      dataOf(await api.post('/processes', crash));

      const recoveries: number[] = [];
      const keys = Array.from({ length: instances }, (_none, index) => `order-${index}`);
      const left = [...keys];
      let finished = false;
      const everybody = Promise.all(
        Array.from({ length: clientCount }, async () => {
          for (let key = left.pop(); key !== undefined; key = left.pop()) await clients.runInstance(key);
        }),
      );
      const workers = Promise.all([1, 2].map(() => clients.work(() => finished)));

      const perKill = (2 * instances) / (kills + 1);
      for (let kill = 1; kill <= kills; kill += 1) {
        while (clients.operations < kill * perKill) await clients.nextAnswer();
        await server.kill();
        const killed = performance.now();
        server = await spawn();
        await clients.nextAnswer();
        recoveries.push(performance.now() - killed);
      }
      await everybody;
      // A timer that a dead server had taken is free again when its lease runs out.
      await eventually(
        () => api.get('/processes/crash'),
        ({ body }) => hasNoneRunning(body),
        60_000,
      );
      for (const key of keys.slice(0, 50)) await clients.repeatStart(key);
      finished = true;
      await workers;
      expect(await server.terminate()).toBe(0);

      const database = await store.open();
      const report = await crashReport(database, clients.acknowledged);
      await database.close();
      recoveries.sort((a, b) => a - b);
      const at = (share: number) => Math.round(recoveries[Math.floor((recoveries.length - 1) * share)] ?? 0);
      const { started, completed, jobs } = clients.acknowledged;
      console.log(
        `kill-server store=${kind} instances=${instances} clients=${clientCount} acked=${started.size + completed.size + jobs.size} ` +
          `lost=${report.lost.length} doubled=${report.doubled.length} stuck=${report.stuck.length} gaps=${report.faults.length} ` +
          `kills=${kills} recovery p50/p99=${at(0.5)}/${at(1)} ms total=${((performance.now() - began) / 1000).toFixed(1)} s`,
      );
      expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
      expect([started.size, completed.size]).toEqual([instances, instances]);
    },
    full ? 300_000 : 150_000,
  );
});

function hasNoneRunning(body: unknown): boolean {
  const { instances: counts } = dataOf<{ readonly instances: { readonly active: number } }>({
    status: 200,
    headers: new Headers(),
    text: '',
    body,
  });
  return counts.active === 0;
}
