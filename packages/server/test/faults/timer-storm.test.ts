import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { deployProcess } from '../../src/processes/deploy-process.ts';
import { databaseNow } from '../../src/store/database-time.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { bystanders } from './bystanders.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, printFigures, seed, seededRandom, since } from './figures.ts';
import { firedTimers, startTimers, untilFired } from './storm-timers.ts';

const timers = full ? 100_000 : 2000;
const nodeCount = 3;
const windowMs = 1000;
/** Instances by which the time to prepare the others is estimated. */
const pilot = 1000;
const calmMs = full ? 10_000 : 3000;
const drainedWithinMs = full ? 900_000 : 90_000;

const waiting = bpmn({
  id: 'storm',
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="wait">
      <timerEventDefinition><timeDate>=due</timeDate></timerEventDefinition>
    </intermediateCatchEvent>
    <endEvent id="end" />`,
  flows: ['start > wait > end'],
});

describe.runIf(inject('postgresUrl') !== null)('R-09: timers that all fall due within a second', () => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it(
    'fire once each and never early, on nodes that are there and on nodes that find them overdue',
    async () => {
      const began = performance.now();
      const random = seededRandom(seed);
      const fresh = await createPostgres();
      const database = await openChecker(fresh.url);
      let nodes: readonly SpawnedServer[] = [];
      onTestFinished(async () => {
        await Promise.all(nodes.map((node) => node.kill()));
        await database.close();
        await fresh.drop();
      });
      const preparing = await openTestRuntime(database);
      await preparing.deploy(oneTask);
      const definition = { definition: waiting, format: 'bpmn_xml' } as const;
      await deployProcess(preparing.useCase, { kind: 'text', definition });
      const prepareMs = await estimateMs(preparing);
      const spawnAll = async () => {
        const ports = await Promise.all(Array.from({ length: nodeCount }, freePort));
        const environment = { DATABASE_URL: fresh.url, DATABASE_POOL_SIZE: '8' };
        return Promise.all(ports.map((port) => spawnServer(main, port, environment)));
      };
      nodes = await spawnAll();

      const firstDue = (await databaseNow(database)) + prepareMs;
      await startTimers(preparing, timers, () => firstDue + random() * windowMs);
      const calm = await bystanders(nodes, (passedMs) => passedMs > calmMs);
      const preparedAt = await databaseNow(database);
      if (preparedAt > firstDue)
        throw new Error(`Expected ${timers} timers to be there within ${prepareMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, firstDue - preparedAt - 100));
      let stormy = true;
      const asking = bystanders(nodes, () => !stormy);
      const [early, storm] = await Promise.all([
        untilFired(database, drainedWithinMs).finally(() => {
          stormy = false;
        }),
        asking,
      ]);
      const fired = await firedTimers(database);
      for (const node of nodes) expect(await node.terminate()).toBe(0);

      const past = (await databaseNow(database)) - windowMs;
      await startTimers(preparing, timers, () => past + random() * windowMs);
      await preparing.runtime.stop();
      const starting = performance.now();
      nodes = await spawnAll();
      const readyMs = performance.now() - starting;
      stormy = true;
      const askingAgain = bystanders(nodes, () => !stormy);
      const [drainedMs, overdue] = await Promise.all([
        untilFired(database, drainedWithinMs)
          .then(() => performance.now() - starting)
          .finally(() => {
            stormy = false;
          }),
        askingAgain,
      ]);
      const all = await firedTimers(database);
      for (const node of nodes) expect(await node.terminate()).toBe(0);
      const gaps = full ? [] : await allInstanceFaults(database);
      printFigures('R-09 timer-storm', {
        nodes: nodeCount,
        timers,
        fired: fired.count,
        twice: fired.twice,
        early,
        'drain rate': `${Math.round(fired.perSecond)}/s`,
        'late p50/p99': `${fired.lateP50Ms}/${fired.lateP99Ms} ms`,
        'API calm p50/p99': percentiles(calm.waitsMs),
        'API storm p50/p99': percentiles(storm.waitsMs),
        refused: calm.refused + storm.refused + overdue.refused,
        'overdue fired': all.count - fired.count,
        'overdue twice': all.twice,
        'nodes ready after': `${Math.round(readyMs)} ms`,
        'drained after': `${Math.round(drainedMs)} ms`,
        'API overdue p50/p99': percentiles(overdue.waitsMs),
        gaps: gaps.length,
        total: since(began),
      });
      expect([fired.count, all.count]).toEqual([timers, 2 * timers]);
      expect([calm, storm, overdue].flatMap((each) => each.misbehaved)).toEqual([]);
      expect({ twice: all.twice, early, gaps }).toEqual({ twice: 0, early: 0, gaps: [] });
    },
    full ? 3_600_000 : 240_000,
  );
});

/** How long it takes to prepare all of them, with time to spare. */
async function estimateMs(preparing: TestRuntime): Promise<number> {
  const began = performance.now();
  await Promise.all(Array.from({ length: pilot }, () => preparing.start('one-task')));
  const eachMs = (performance.now() - began) / pilot;
  return Math.round(3 * eachMs * timers) + calmMs + 5000;
}
