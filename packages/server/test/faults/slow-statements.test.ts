import { existsSync, readFileSync } from 'node:fs';
import type { StartedInstance } from '@wbpm/contract';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, printFigures, since } from './figures.ts';

const perSecond = full ? 400 : 150;
const floodMs = full ? 20_000 : 4000;
const rounds = full ? 4 : 1;
/** What each commit takes longer: while it is slow, and while nothing comes of it before its statement is given up. */
const slows = [
  { name: 'slow', seconds: 0.4 },
  { name: 'stuck', seconds: 60 },
] as const;
/** A statement is given up after 20 s; the rest is for those that wait behind it. */
const answeredWithinMs = 35_000;
/** What the server has to live within. */
const mostMiB = 512;

const canWatchMemory = existsSync('/proc/self/status');

describe.runIf(canWatchMemory && inject('postgresUrl') !== null)('R-11: a database that becomes slow', () => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it(
    'has its requests answered within bounds or turned away, and keeps what it acknowledged',
    async () => {
      const began = performance.now();
      const fresh = await createPostgres();
      const database = await openChecker(fresh.url);
      const server = await spawnServer(main, await freePort(), { DATABASE_URL: fresh.url });
      onTestFinished(async () => {
        await server.kill();
        await database.close();
        await fresh.drop();
      });
      const api = connectApi(server.url, null);
      dataOf(await api.post('/processes', oneTask));
      const beSlow = await slowCommits(database);

      const acknowledged = new Map<string, string>();
      const turnedAway = new Set<string>();
      const misbehaved: string[] = [];
      const waits = { slow: [] as number[], stuck: [] as number[] };
      let asked = 0;
      let refused = 0;
      let mostWaiting = 0;
      let waiting = 0;

      async function start(key: string): Promise<void> {
        waiting += 1;
        mostWaiting = Math.max(mostWaiting, waiting);
        const answer = await api.post('/processes/one-task/instances', { business_key: key }, key);
        waiting -= 1;
        if (answer.status === 200) {
          acknowledged.set(key, dataOf<StartedInstance>(answer).instance_id);
          turnedAway.delete(key);
        } else if (answer.status === 503 && answer.headers.get('retry-after') !== null) {
          refused += 1;
          turnedAway.add(key);
        } else misbehaved.push(`${answer.status} ${answer.text.slice(0, 300)}`);
      }

      const memory: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const { name, seconds } of slows) {
          await beSlow(seconds);
          const flooded = performance.now();
          const underWay: Promise<void>[] = [];
          for (let sent = 0; performance.now() < flooded + floodMs; ) {
            const due = ((performance.now() - flooded) * perSecond) / 1000;
            for (; sent < due; sent += 1) {
              const at = performance.now();
              underWay.push(start(`k-${asked++}`).then(() => void waits[name].push(performance.now() - at)));
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          await beSlow(0);
          await Promise.all(underWay);
        }
        while (turnedAway.size > 0) for (const key of [...turnedAway]) await start(key);
        memory.push(residentMiB(server.pid));
      }

      const stored = await instancesByKey(database);
      const lost = [...acknowledged].filter(([key, id]) => stored.get(key)?.includes(id) !== true);
      const doubled = [...stored].filter(([, ids]) => ids.length > 1);
      const gaps = await allInstanceFaults(database);
      printFigures('R-11 slow-statements', {
        requests: asked,
        'per second': perSecond,
        acked: acknowledged.size,
        refused,
        'other answers': misbehaved.length,
        lost: lost.length,
        doubled: doubled.length,
        gaps: gaps.length,
        'most waiting': mostWaiting,
        'answers slow p50/p99': percentiles(waits.slow),
        'answers stuck p50/p99': percentiles(waits.stuck),
        'memory after each round': `${memory.join('/')} MiB`,
        'most memory': `${peakMiB(server.pid)} MiB`,
        total: since(began),
      });
      expect({ misbehaved, lost, doubled, gaps }).toEqual({
        misbehaved: [],
        lost: [],
        doubled: [],
        gaps: [],
      });
      expect(acknowledged.size).toBe(asked);
      expect(refused).toBeGreaterThan(0);
      expect(Math.max(...waits.slow, ...waits.stuck)).toBeLessThan(answeredWithinMs);
      expect(peakMiB(server.pid)).toBeLessThan(mostMiB);
    },
    full ? 900_000 : 300_000,
  );
});

/** Lets every commit take longer by so many seconds from now on. */
async function slowCommits(database: Database): Promise<(seconds: number) => Promise<void>> {
  const run = (sql: string) =>
    database.transaction({ kind: 'owner' }, async (transaction) => {
      await transaction.query(sql);
    });
  const beSlow = (seconds: number) =>
    run(`CREATE OR REPLACE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_sleep(${seconds}); RETURN NULL; END $$`);
  await beSlow(0);
  await run(`CREATE TRIGGER slow_commit BEFORE INSERT ON wbpm_journal
             FOR EACH STATEMENT EXECUTE FUNCTION slow_commit()`);
  return beSlow;
}

async function instancesByKey(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ key: string; ids: string[] }>(
      `SELECT business_key AS key, array_agg(instance_id::text) AS ids
       FROM wbpm_process_instances GROUP BY business_key`,
    ),
  );
  return new Map(rows.map(({ key, ids }) => [key, ids]));
}

const residentMiB = (pid: number): number => statusMiB(pid, 'VmRSS');
const peakMiB = (pid: number): number => statusMiB(pid, 'VmHWM');

function statusMiB(pid: number, name: string): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  return Math.round(Number(/\d+/.exec(line ?? '')?.[0] ?? Number.NaN) / 1024);
}
