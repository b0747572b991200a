import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer } from '../../src/testing/spawned-server.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import { full, percentiles, printFigures } from './figures.ts';

const finished = full ? 100_000 : 2000;
const kills = full ? 20 : 3;
const callers = 32;

interface Places {
  readonly current: number;
  readonly archived: number;
  /** Instances in both places, and tasks and variables that are not where their instance is. */
  readonly astray: number;
  /** What the runs say of themselves. */
  readonly counted: number;
}

describe.runIf(inject('postgresUrl') !== null)(
  'R-18: an archive that is killed at its work, under load',
  () => {
    let main = '';
    beforeAll(() => {
      main = buildTestServer();
    });

    it(
      'has every instance in one place, with all that belongs to it',
      async () => {
        const began = performance.now();
        const cluster = await startPostgresCluster({ fsync: true });
        const databaseUrl = await cluster.createDatabase('wbpm');
        const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 6 });
        const node = await openTestRuntime(database, { background: true });
        const processes: ChildProcess[] = [];
        onTestFinished(async () => {
          await Promise.all(processes.map(killed));
          await database.close();
          await cluster.stop();
        });
        await node.deploy(oneTask);
        const acknowledged: string[] = [];
        await Promise.all(
          Array.from({ length: callers }, async () => {
            while (acknowledged.length < finished) acknowledged.push(await runThrough(node));
          }),
        );

        let loading = true;
        const stepsMs: number[] = [];
        const load = Promise.all(
          Array.from({ length: 4 }, async () => {
            while (loading) {
              const started = performance.now();
              acknowledged.push(await runThrough(node));
              stepsMs.push(performance.now() - started);
            }
          }),
        );
        const archive = (): ChildProcess => {
          const child = spawn(process.execPath, [main, 'archive', '--older-than-days', '0'], {
            env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
            stdio: ['ignore', 'ignore', 'inherit'],
          });
          processes.push(child);
          return child;
        };
        for (let kill = 1; kill <= kills; kill += 1) {
          const child = archive();
          const enough = Math.floor((kill * finished) / (kills + 1));
          await eventually(
            () => archivedCount(database),
            (count) => count >= enough,
            300_000,
          );
          await killed(child);
        }
        const last = archive();
        await once(last, 'exit');
        expect(last.exitCode).toBe(0);
        loading = false;
        await load;

        const places = await placesOf(database);
        const lost = acknowledged.length - places.current - places.archived;
        expect(places.archived).toBeGreaterThanOrEqual(finished);
        expect(places).toMatchObject({ astray: 0, counted: places.archived });
        expect(lost).toBe(0);
        expect(await allInstanceFaults(database)).toEqual([]);
        expect(node.errors).toEqual([]);
        await node.runtime.stop();
        printFigures('R-18 archive', {
          store: 'postgres',
          moved: places.archived,
          kills,
          lost,
          twice: places.astray,
          meanwhile: stepsMs.length,
          'instance p50/p99': percentiles(stepsMs),
          total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
        });
      },
      full ? 1_800_000 : 300_000,
    );
  },
);

async function runThrough(node: TestRuntime): Promise<string> {
  const instanceId = await node.start('one-task', { amount: 7 });
  const [task] = await node.waiting(instanceId, 'approve');
  const outcome = await node.completeTask(instanceId, task?.id ?? '', { approved: true });
  if (outcome.kind !== 'committed') throw new Error(`Expected a completion, but found ${outcome.kind}`);
  return instanceId;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function archivedCount(database: Database): Promise<number> {
  const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ count: number }>('SELECT count(*)::int AS count FROM wbpm_process_instances_archive'),
  );
  return row?.count ?? 0;
}

async function placesOf(database: Database): Promise<Places> {
  const elsewhere = (table: string, key: string, instances: string) =>
    `(SELECT count(*) FROM ${table} x WHERE NOT EXISTS (
       SELECT FROM ${instances} i WHERE i.tenant_id = x.tenant_id AND i.instance_id = x.${key}))`;
  const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<Places>(
      `SELECT (SELECT count(*)::int FROM wbpm_process_instances) AS current,
              (SELECT count(*)::int FROM wbpm_process_instances_archive) AS archived,
              ((SELECT count(*) FROM wbpm_process_instances JOIN wbpm_process_instances_archive USING (tenant_id, instance_id))
               + ${elsewhere('wbpm_tasks', 'process_instance_id', 'wbpm_process_instances')}
               + ${elsewhere('wbpm_tasks_archive', 'process_instance_id', 'wbpm_process_instances_archive')}
               + ${elsewhere('wbpm_variables', 'instance_id', 'wbpm_process_instances')}
               + ${elsewhere('wbpm_variables_archive', 'instance_id', 'wbpm_process_instances_archive')}
               + (SELECT abs((SELECT count(*) FROM wbpm_tasks_archive) - count(*)) FROM wbpm_process_instances_archive)
              )::int AS astray,
              (SELECT coalesce(sum(instances), 0)::int FROM wbpm_archive_runs) AS counted`,
    ),
  );
  if (row === undefined) throw new Error('Expected counts');
  return row;
}
