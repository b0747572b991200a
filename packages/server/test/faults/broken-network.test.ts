import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, seed, seededRandom, since } from './figures.ts';
import { judge, underLoad } from './load.ts';
import { type Condition, type Cuts, openNetwork } from './network.ts';

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
      network.cut(weather.cuts);
      const recoveries: number[] = [];
      const clients = await underLoad({
        urls: [server.url],
        instances: weather.instances,
        endsWithinMs: 90_000,
        times: weather.turns,
        async strike(load) {
          network.become(weather.condition);
          await new Promise((resolve) => setTimeout(resolve, weather.lastsMs));
          network.become(good);
          const healed = performance.now();
          await load.nextAnswer();
          recoveries.push(performance.now() - healed);
        },
        allTold: () => network.cut(noCuts),
      });
      await judge(weather.name, clients, await openChecker(fresh.url), {
        instances: weather.instances,
        cuts: network.cuts,
        'longest wait': `${Math.round(clients.longestWaitMs)} ms`,
        'recovery p50/p99': percentiles(recoveries),
        total: since(began),
      });
      expect(clients.longestWaitMs).toBeLessThan(weather.longestMs);
    },
    900_000,
  );
});
