import type { ActivatedJobs, Job, StartedInstance } from '@wbpm/contract';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Api, connectApi, dataOf } from '../../src/testing/api.ts';
import { parallel, serviceTask, timer } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, printFigures, seed, seededRandom, since } from './figures.ts';
import { openNetwork } from './network.ts';

const instances = full ? 500 : 60;
const leaseMs = 3000;
/** Rows that it held locked are free after 5 s, a timer that it had taken 5 s later; the rest is for a busy machine. */
const takenOverWithinMs = 20_000;
const cutOffMs = full ? 60_000 : 9000;

/** The worker is done with it when the timer is. */
const leased = parallel('leased', serviceTask('ship', 'ship'), timer('wait', 'PT2S'));

describe.runIf(inject('postgresUrl') !== null)('R-07: a node that is cut off from its database', () => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it.each(['partitioned', 'stopped'] as const)(
    'and %s holds nobody up, and has nothing to say when it is back',
    async (how) => {
      const began = performance.now();
      const fresh = await createPostgres();
      const target = new URL(fresh.url);
      const network = await openNetwork(Number(target.port), seededRandom(seed));
      target.port = String(network.port);
      const a = await spawnServer(main, await freePort(), { DATABASE_URL: target.href });
      const b = await spawnServer(main, await freePort(), { DATABASE_URL: fresh.url });
      onTestFinished(async () => {
        await Promise.all([a.kill(), b.kill()]);
        await network.close();
        await fresh.drop();
      });
      const apiA = connectApi(a.url, null);
      const apiB = connectApi(b.url, null);
      dataOf(await apiA.post('/processes', leased));
      await Promise.all(
        Array.from({ length: instances }, async () =>
          dataOf<StartedInstance>(await apiA.post('/processes/leased/instances', {})),
        ),
      );
      const held = await activate(apiA, 'a');
      expect(held).toHaveLength(instances);

      // In the middle of a commit, if it can be: completions are under way when it happens.
      const underWay = Promise.all(held.slice(0, 20).map((job) => complete(apiA, job)));
      underWay.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (how === 'partitioned') network.become({ kind: 'silent' });
      else a.pause();
      const cutOff = performance.now();
      const takeOvers: number[] = [];
      const doneByB = new Set<string>();
      const lastTimer = performance.now() + takenOverWithinMs;
      while (performance.now() < cutOff + cutOffMs || !(await allEnded(apiB))) {
        for (const job of await activate(apiB, 'b')) {
          const { status } = await complete(apiB, job);
          if (status === 200) {
            doneByB.add(job.job_id);
            takeOvers.push(performance.now() - cutOff);
          }
        }
        if (performance.now() > lastTimer && !(await allEnded(apiB)))
          throw new Error('Expected the other node to have taken everything over');
      }
      if (how === 'partitioned') network.become({ kind: 'good' });
      else a.resume();
      const sent = await underWay;
      const late = await Promise.all(held.map((job) => complete(apiA, job)));
      const otherwise = late.filter(({ status }) => ![200, 404, 409].includes(status));
      const staleAccepted = late.filter(({ status, key }) => status === 200 && doneByB.has(key)).length;
      const doneByA = sent.filter(({ status }) => status === 200).map(({ key }) => key);

      const database = await openChecker(fresh.url);
      const gaps = await allInstanceFaults(database);
      const counted = await database.transaction({ kind: 'owner' }, (transaction) =>
        transaction.query<{ command: string; count: number }>(
          'SELECT command, count(*)::int AS count FROM wbpm_journal GROUP BY command ORDER BY command',
        ),
      );
      await database.close();
      printFigures('R-07 partition', {
        node: how,
        instances,
        'done by the other': doneByB.size,
        doubled: doneByA.filter((id) => doneByB.has(id)).length,
        'stale accepted': staleAccepted,
        stuck: 0,
        gaps: gaps.length,
        'take-over p50/p99': percentiles(takeOvers),
        total: since(began),
      });
      expect(gaps).toEqual([]);
      expect(otherwise).toEqual([]);
      expect(staleAccepted).toBe(0);
      expect(doneByA.filter((id) => doneByB.has(id))).toEqual([]);
      expect(counted).toEqual([
        { command: 'completeJob', count: instances },
        { command: 'fireTimer', count: instances },
        { command: 'startInstance', count: instances },
      ]);
    },
    full ? 300_000 : 120_000,
  );
});

async function activate(api: Api, worker: string): Promise<readonly Job[]> {
  const wanted = { type: 'ship', worker, max_jobs: 100, lock_duration_ms: leaseMs, wait_ms: 200 };
  const jobs: Job[] = [];
  for (;;) {
    const more = dataOf<ActivatedJobs>(await api.post('/jobs/activate', wanted)).jobs;
    jobs.push(...more);
    if (more.length === 0 || jobs.length >= instances) return jobs;
  }
}

/** Until there is an answer that says what became of it. */
async function complete(api: Api, job: Job): Promise<{ readonly status: number; readonly key: string }> {
  const body = { lock_token: job.lock_token, variables: {} };
  for (;;) {
    try {
      const { status } = await api.post(
        `/jobs/${job.job_id}/complete`,
        body,
        `${job.job_id}-${job.lock_token}`,
      );
      if (status !== 503) return { status, key: job.job_id };
    } catch (error) {
      // A node that stood still closes the connections it finds idle when it goes on.
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function allEnded(api: Api): Promise<boolean> {
  const { instances: counts } = dataOf<{ readonly instances: { readonly active: number } }>(
    await api.get('/processes/leased'),
  );
  return counts.active === 0;
}
