import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { noneRunning, PersistentClients } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { full, percentiles, printFigures, seed, seededRandom } from './figures.ts';

const instances = full ? 5000 : 300;
const restarts = full ? 60 : 6;
const clientCount = 16;

describe.runIf(inject('postgresUrl') !== null)('R-04: a database that ends again and again', () => {
  it('loses nothing that was acknowledged, and is back in use at once', async () => {
    const began = performance.now();
    const random = seededRandom(seed);
    const cluster = await startPostgresCluster({ fsync: true });
    const databaseUrl = await cluster.createDatabase('wbpm');
    const server = await startTestServer({ database: 'postgres', databaseUrl });
    onTestFinished(async () => {
      await server.stop();
      await cluster.stop();
    });
    dataOf(await connectApi(server.url, null).post('/processes', crash));
    const clients = new PersistentClients(server.url);
    const left = Array.from({ length: instances }, (_none, index) => `order-${index}`);
    let finished = false;
    const everybody = Promise.all(
      Array.from({ length: clientCount }, async () => {
        for (let key = left.pop(); key !== undefined; key = left.pop()) await clients.runInstance(key);
      }),
    );
    const workers = Promise.all([1, 2].map(() => clients.work(() => finished)));
    // Whoever fails meanwhile is told of below.
    Promise.all([everybody, workers]).catch(() => undefined);

    const reconnects: number[] = [];
    for (let restart = 1; restart <= restarts; restart += 1) {
      const due = (restart * 2 * instances) / (restarts + 1);
      while (clients.operations < due) await clients.nextAnswer();
      if (random() < 0.5) await cluster.kill();
      else await cluster.stopImmediately();
      await cluster.start();
      const accepting = performance.now();
      await clients.nextAnswer();
      reconnects.push(performance.now() - accepting);
    }
    await everybody;
    await noneRunning(server.url, 60_000);
    finished = true;
    await workers;

    const database = await openChecker(databaseUrl);
    const report = await crashReport(database, clients.acknowledged);
    await database.close();
    printFigures('R-04 restart-database', {
      instances,
      clients: clientCount,
      acked: clients.operations,
      refused: clients.refused,
      'other 5xx': clients.misbehaved.length,
      lost: report.lost.length,
      doubled: report.doubled.length,
      stuck: report.stuck.length,
      gaps: report.faults.length,
      restarts,
      'reconnect p50/p99': percentiles(reconnects),
      total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
    });
    expect(clients.misbehaved).toEqual([]);
    expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
  }, 600_000);
});
