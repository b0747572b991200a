import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { noneRunning, PersistentClients } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { full, percentiles, printFigures, seed, seededRandom } from './figures.ts';
import { type Condition, type Cuts, type Network, openNetwork } from './network.ts';

const clientCount = 16;

interface Weather {
  readonly name: string;
  readonly instances: number;
  /** Changes of the network while the clients are at work. */
  readonly turns: number;
  readonly condition: Condition;
  /** How long it lasts before the network is good again. */
  readonly lastsMs: number;
  readonly cuts: Cuts;
  /** A request may wait so long for its answer at most. */
  readonly longestMs: number;
}

const good = { kind: 'good' } as const;
const noCuts = { afterCommit: 0, midPacket: 0 };
const weathers: readonly Weather[] = [
  {
    name: 'R-05 lost-answers-to-commit',
    instances: full ? 2000 : 200,
    turns: 0,
    condition: good,
    lastsMs: 0,
    cuts: { afterCommit: 0.2, midPacket: 0 },
    longestMs: 10_000,
  },
  {
    name: 'R-06 cut-in-the-middle',
    instances: full ? 2000 : 200,
    turns: 0,
    condition: good,
    lastsMs: 0,
    cuts: { afterCommit: 0.02, midPacket: 0.03 },
    longestMs: 15_000,
  },
  {
    name: 'R-06 slow',
    instances: full ? 200 : 24,
    turns: 1,
    condition: { kind: 'slow', meanMs: 100, jitterMs: 50 },
    lastsMs: 5000,
    cuts: noCuts,
    longestMs: 15_000,
  },
  {
    name: 'R-06 gone',
    instances: full ? 2000 : 200,
    turns: full ? 20 : 3,
    condition: { kind: 'down' },
    lastsMs: 700,
    cuts: noCuts,
    longestMs: 15_000,
  },
  {
    name: 'R-06 half-open',
    instances: full ? 1000 : 100,
    turns: full ? 3 : 1,
    condition: { kind: 'silent' },
    lastsMs: 3000,
    cuts: noCuts,
    longestMs: 45_000,
  },
];

describe.runIf(inject('postgresUrl') !== null)('a network between server and database', () => {
  it.each(weathers)(
    '$name: loses nothing, does nothing twice, and keeps nobody waiting for ever',
    async (weather) => {
      const began = performance.now();
      const random = seededRandom(seed);
      const fresh = await createPostgres();
      const target = new URL(fresh.url);
      const network = await openNetwork(Number(target.port), random);
      target.port = String(network.port);
      const server = await startTestServer({ database: 'postgres', databaseUrl: target.href });
      onTestFinished(async () => {
        network.become(good);
        network.cut(noCuts);
        await server.stop();
        await network.close();
        await fresh.drop();
      });
      dataOf(await connectApi(server.url, null).post('/processes', crash));
      const clients = new PersistentClients(server.url);
      const left = Array.from({ length: weather.instances }, (_none, index) => `order-${index}`);
      let finished = false;
      network.cut(weather.cuts);
      const everybody = Promise.all(
        Array.from({ length: clientCount }, async () => {
          for (let key = left.pop(); key !== undefined; key = left.pop()) await clients.runInstance(key);
        }),
      );
      const workers = Promise.all([1, 2].map(() => clients.work(() => finished)));
      // Whoever fails meanwhile is told of below.
      Promise.all([everybody, workers]).catch(() => undefined);
      const recoveries = await changeWeather(weather, network, clients);
      await everybody;
      network.cut(noCuts);
      await noneRunning(server.url, 90_000);
      finished = true;
      await workers;

      const database = await openChecker(fresh.url);
      const report = await crashReport(database, clients.acknowledged);
      await database.close();
      printFigures(weather.name, {
        instances: weather.instances,
        clients: clientCount,
        acked: clients.operations,
        refused: clients.refused,
        'other 5xx': clients.misbehaved.length,
        lost: report.lost.length,
        doubled: report.doubled.length,
        stuck: report.stuck.length,
        gaps: report.faults.length,
        cuts: network.cuts,
        'longest wait': `${Math.round(clients.longestWaitMs)} ms`,
        'recovery p50/p99': percentiles(recoveries),
        total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
      });
      expect(clients.misbehaved).toEqual([]);
      expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
      expect(clients.longestWaitMs).toBeLessThan(weather.longestMs);
    },
    600_000,
  );
});

/** Answers how long it took each time until the server answered again. */
async function changeWeather(
  { instances, turns, condition, lastsMs }: Weather,
  network: Network,
  clients: PersistentClients,
): Promise<number[]> {
  const recoveries: number[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    while (clients.operations < (turn * 2 * instances) / (turns + 1)) await clients.nextAnswer();
    network.become(condition);
    await new Promise((resolve) => setTimeout(resolve, lastsMs));
    network.become(good);
    const healed = performance.now();
    await clients.nextAnswer();
    recoveries.push(performance.now() - healed);
  }
  return recoveries;
}
