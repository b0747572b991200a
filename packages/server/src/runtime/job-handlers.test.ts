import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { principalOf } from '../access/principal.ts';
import { deployProcess } from '../processes/deploy-process.ts';
import type { Database, Parameter } from '../store/database.ts';
import { listNodes } from '../store/nodes.ts';
import { parallel, sequence, serviceTask } from '../testing/definitions.ts';
import { eventually } from '../testing/eventually.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, startCommand } from '../testing/test-runtime.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(testDatabases)('the job handlers of a node on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  const rows = <Row extends object>(sql: string, parameters: readonly Parameter[] = []) =>
    database.transaction({ kind: 'runtime' }, (transaction) => transaction.query<Row>(sql, parameters));

  it('get the jobs of its own commits without asking for them', async () => {
    let asked = 0;
    const counted: Database = {
      ...database,
      transaction: (scope, work) =>
        database.transaction(scope, (transaction) =>
          work({
            query(sql, parameters) {
              if (sql.includes('SKIP LOCKED') && sql.includes('wbpm_jobs')) asked += 1;
              return transaction.query(sql, parameters);
            },
          }),
        ),
    };
    let done = 0;
    const node = await openTestRuntime(counted, {
      handlers: new Map([
        [
          'local',
          async () => {
            done += 1;
            return {};
          },
        ],
      ]),
    });
    await node.deploy(sequence('local', serviceTask('work', 'local')));
    const began = performance.now();
    const before = asked;
    for (let round = 0; round < 20; round += 1) {
      await node.start('local');
      await node.runtime.atRest();
    }
    expect(done).toBe(20);
    // The poll goes on meanwhile, once a second.
    expect(asked - before).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 1000) + 1);
    expect(node.errors).toEqual([]);
    await node.runtime.stop();
  });

  it('never work on more jobs of a type, or in all, than they may', async () => {
    const running = new Map<string, number>();
    const most = { rare: 0, all: 0 };
    const handler = (type: string) => async () => {
      running.set(type, (running.get(type) ?? 0) + 1);
      most.rare = Math.max(most.rare, running.get('rare') ?? 0);
      most.all = Math.max(most.all, (running.get('rare') ?? 0) + (running.get('often') ?? 0));
      await pause(5);
      running.set(type, (running.get(type) ?? 0) - 1);
      return {};
    };
    const node = await openTestRuntime(database, {
      handlers: new Map([
        ['rare', handler('rare')],
        ['often', handler('often')],
      ]),
      jobs: { concurrency: { total: 5, byType: new Map([['rare', 2]]) } },
    });
    const tasks = Array.from({ length: 40 }, (_none, index) =>
      serviceTask(`task-${index}`, index % 2 === 0 ? 'rare' : 'often'),
    );
    await node.deploy(parallel('limited', ...tasks));
    const instances = await Promise.all([node.start('limited'), node.start('limited')]);
    for (const instanceId of instances) {
      await eventually(
        () => node.state(instanceId).then(({ status }) => status),
        (status) => status === 'completed',
        20_000,
      );
    }
    expect(most).toEqual({ rare: 2, all: 5 });
    expect(node.errors).toEqual([]);
    await node.runtime.stop();
  });

  it('serve the tenants in turns', async () => {
    const plain = await openTestRuntime(database);
    for (const [tenantId, count] of [
      ['many', 30],
      ['few', 2],
    ] as const) {
      const principal = principalOf(
        { tenantId, userId: 'tester', roles: ['admin'], groups: [], permissions: [] },
        'dev',
      );
      const definition = sequence('shared', serviceTask('work', 'shared'));
      await deployProcess({ database, runtime: plain.runtime, principal }, { kind: 'list', definition });
      const deployed = await plain.runtime.definitions.latest(tenantId, 'shared');
      if (deployed === null) throw new Error('Expected the process to be deployed');
      for (let started = 0; started < count; started += 1) {
        const instanceId = plain.runtime.newId();
        const command = startCommand(deployed, instanceId);
        await plain.runtime.execute({ tenantId, instanceId, actor: 'tester', command, respond: () => ({}) });
      }
    }
    await plain.runtime.stop();

    const served: string[] = [];
    const node = await openTestRuntime(database, {
      handlers: new Map([
        [
          'shared',
          async ({ tenantId }) => {
            served.push(tenantId);
            return {};
          },
        ],
      ]),
      jobs: { concurrency: { total: 2, byType: new Map() } },
    });
    await eventually(
      () => Promise.resolve(served.length),
      (count) => count === 32,
      20_000,
    );
    expect(served.slice(0, 6).filter((tenantId) => tenantId === 'few')).toHaveLength(2);
    expect(node.errors).toEqual([]);
    await node.runtime.stop();
  });

  it('take over from a dead node within seconds, and count what it began as an attempt', async () => {
    const plain = await openTestRuntime(database);
    await plain.deploy(sequence('left-behind', serviceTask('work', 'left-behind')));
    const instances = [await plain.start('left-behind'), await plain.start('left-behind')];
    await plain.runtime.stop();
    await rows(
      `UPDATE wbpm_jobs SET worker = 'dead', lock_token = 2, lost_leases = 1, locked_until = now() + interval '30 s'
       WHERE type = 'left-behind'`,
    );
    await rows(
      "INSERT INTO wbpm_nodes (node_id, heartbeat_at) VALUES ('dead', clock_timestamp() - interval '11 s')",
    );
    const attempts: number[] = [];
    let atOnce = 0;
    const node = await openTestRuntime(database, {
      background: true,
      handlers: new Map([
        [
          'left-behind',
          async () => {
            atOnce += 1;
            attempts.push(atOnce);
            await pause(20);
            atOnce -= 1;
            throw new Error('again');
          },
        ],
      ]),
      jobs: { firstRetryMs: 600_000 },
    });
    await eventually(
      () => rows('SELECT 1 FROM wbpm_jobs WHERE type = $1 AND retries = 0', ['left-behind']),
      (failed) => failed.length === 2,
      10_000,
    );
    // Last attempts come one after the other: should one of them have killed the node, it shall not take the other with it.
    expect(attempts).toEqual([1, 1]);
    expect(await database.transaction({ kind: 'runtime' }, listNodes)).toHaveLength(1);
    await node.runtime.stop();
    expect(await database.transaction({ kind: 'runtime' }, listNodes)).toEqual([]);
    for (const instanceId of instances) {
      expect([...(await node.state(instanceId)).incidents.values()]).toMatchObject([{ message: 'again' }]);
    }
    expect(node.errors).toEqual([]);
  });

  it('open an incident for a job that killed each of its workers', async () => {
    const plain = await openTestRuntime(database);
    await plain.deploy(sequence('deadly', serviceTask('work', 'deadly')));
    const instanceId = await plain.start('deadly');
    await plain.runtime.stop();
    await rows(
      `UPDATE wbpm_jobs SET worker = 'dead', lock_token = 3, lost_leases = 2, locked_until = now() - interval '1 s'
       WHERE type = 'deadly'`,
    );
    let ran = 0;
    const node = await openTestRuntime(database, {
      handlers: new Map([
        [
          'deadly',
          async () => {
            ran += 1;
            return {};
          },
        ],
      ]),
    });
    await node.runtime.doWhatIsDue();
    expect([...(await node.state(instanceId)).incidents.values()]).toMatchObject([
      {
        code: 'JOB_RETRIES_EXHAUSTED',
        message: 'Expected an answer from the worker, but its lease ran out 3 times',
      },
    ]);
    expect(ran).toBe(0);
    await node.runtime.stop();
  });

  it('leave every instance in order', async () => {
    expect(await allInstanceFaults(database)).toEqual([]);
  });
});
