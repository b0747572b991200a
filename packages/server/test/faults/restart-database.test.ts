import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, seed, seededRandom, since } from './figures.ts';
import { judge, underLoad } from './load.ts';

const instances = full ? 5000 : 300;
const restarts = full ? 60 : 6;

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
    const reconnects: number[] = [];
    const clients = await underLoad({
      urls: [server.url],
      instances,
      endsWithinMs: 60_000,
      times: restarts,
      async strike(load) {
        if (random() < 0.5) await cluster.kill();
        else await cluster.stopImmediately();
        await cluster.start();
        const accepting = performance.now();
        await load.nextAnswer();
        reconnects.push(performance.now() - accepting);
      },
    });
    await judge('R-04 restart-database', clients, await openChecker(databaseUrl), {
      instances,
      restarts,
      'reconnect p50/p99': percentiles(reconnects),
      total: since(began),
    });
    expect(clients.acknowledged.completed.size).toBe(instances);
  }, 900_000);
});
