import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openPglite } from '../../src/store/pglite-database.ts';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { freePort, startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { testStores } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { noneRunning, PersistentClients } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { full, percentiles, printFigures } from './figures.ts';

const instances = full ? 2000 : 300;
const kills = full ? 20 : 5;
const clientCount = 16;

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
    open: () => openChecker(url),
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
      await noneRunning(server.url, 60_000);
      for (const key of keys.slice(0, 50)) await clients.repeatStart(key);
      finished = true;
      await workers;
      expect(await server.terminate()).toBe(0);

      const database = await store.open();
      const report = await crashReport(database, clients.acknowledged);
      await database.close();
      const { started, completed } = clients.acknowledged;
      printFigures('R-03 kill-server', {
        store: kind,
        instances,
        clients: clientCount,
        acked: clients.operations,
        lost: report.lost.length,
        doubled: report.doubled.length,
        stuck: report.stuck.length,
        gaps: report.faults.length,
        kills,
        'recovery p50/p99': percentiles(recoveries),
        total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
      });
      expect(clients.misbehaved).toEqual([]);
      expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
      expect([started.size, completed.size]).toEqual([instances, instances]);
    },
    full ? 300_000 : 150_000,
  );
});
