import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelInstance } from '../processes/change-instance.ts';
import { readInstanceJournal } from '../processes/read-history.ts';
import { listAllInstances, readInstance } from '../processes/read-instance.ts';
import type { Database } from '../store/database.ts';
import { ensureJournalMonths, monthOf } from '../store/journal-months.ts';
import { listMyTasks, readTask } from '../tasks/read-tasks.ts';
import { oneTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import { archiveCompletedProcesses } from './archive-completed-processes.ts';
import { deleteOldHistory } from './delete-old-history.ts';
import type { HistoryWork } from './run-in-steps.ts';

const dayMs = 86_400_000;
const page = { limit: 50 };

describe.each(testDatabases)('the archive on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  beforeEach(async () => {
    database = await openFresh();
    node = await openTestRuntime(database, { background: false });
    await node.deploy(oneTask);
  });
  afterEach(async () => {
    await node.runtime.stop();
    await database.close();
  });

  const work = (more: Partial<HistoryWork> = {}): HistoryWork => ({
    database,
    now: new Date(node.clock.now()),
    isStopping: () => false,
    restFactor: 0,
    ...more,
  });
  const pass = (days: number) => node.clock.set(node.clock.now() + days * dayMs);
  const finished = async (variables = {}): Promise<string> => {
    const instanceId = await node.start('one-task', variables);
    const [task] = await node.waiting(instanceId, 'approve');
    await node.completeTask(instanceId, task?.id ?? '', { done: true });
    return instanceId;
  };
  const count = async (table: string, where = 'true'): Promise<number> => {
    const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE ${where}`),
    );
    return row?.count ?? 0;
  };

  it('takes what ended long enough ago with all it has, however it ended, and nothing else', async () => {
    const old = [await finished({ amount: 7 }), await node.start('one-task')];
    await cancelInstance(node.useCase, old[1] ?? '', null);
    const open = await node.start('one-task');
    pass(31);
    const young = await finished();
    const report = await archiveCompletedProcesses(work(), { olderThanDays: 30 });
    expect(report).toMatchObject({ instances: 2, tasks: 2, variables: 2 });
    expect(await archiveCompletedProcesses(work(), { olderThanDays: 30 })).toMatchObject({ instances: 0 });
    const listed = async (archived: boolean) => {
      const { instances } = await listAllInstances(node.useCase, { ...page, archived });
      return instances.map(({ id }) => id);
    };
    expect(await listed(true)).toEqual([...old].reverse());
    expect(await listed(false)).toEqual([young, open]);
    expect(await count('wbpm_tasks')).toBe(2);
    expect(await count('wbpm_tasks_archive')).toBe(2);
    expect(
      await count('wbpm_archive_runs', `run_id = '${report.runId}' AND instances = 2 AND tasks = 2`),
    ).toBe(1);
  });

  it('leaves nothing of an instance behind', async () => {
    const instanceId = await finished({ amount: 7 });
    pass(1);
    await archiveCompletedProcesses(work(), { olderThanDays: 0 });
    const tables = await database.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query<{ name: string; key: string }>(
        `SELECT c.relname::text AS name, a.attname::text AS key FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND a.attname IN ('instance_id', 'process_instance_id') AND c.relname !~ '_archive$'`,
      ),
    );
    const left: string[] = [];
    for (const { name, key } of tables) {
      if ((await count(name, `${key} = '${instanceId}'`)) > 0) left.push(name);
    }
    expect(left).toEqual(['wbpm_journal']);
  });

  it('is where an instance is found by its id, with its journal and its tasks', async () => {
    const instanceId = await finished({ amount: 7 });
    const before = await readInstance(node.useCase, instanceId);
    const journal = await readInstanceJournal(node.useCase, instanceId, page);
    const [task] = (await listMyTasks(node.useCase, { ...page, status: 'completed' })).tasks;
    pass(100);
    await archiveCompletedProcesses(work());
    expect(await readInstance(node.useCase, instanceId)).toEqual(before);
    expect(await readInstanceJournal(node.useCase, instanceId, page)).toEqual(journal);
    const query = { ...page, status: 'completed', instance_id: instanceId } as const;
    expect((await listMyTasks(node.useCase, query)).tasks).toEqual([task]);
    expect(await readTask(node.useCase, task?.id ?? '')).toMatchObject({
      id: task?.id,
      variables: { amount: 7 },
    });
    expect((await listMyTasks(node.useCase, { ...page, status: 'completed' })).tasks).toEqual([]);
  });

  it('is searched by status, process, business key and variables', async () => {
    const wanted = await finished({ amount: 7, customer: 'ACME' });
    await finished({ amount: 9, customer: 'Other' });
    pass(100);
    await archiveCompletedProcesses(work());
    const found = async (query: object) => {
      const { instances } = await listAllInstances(node.useCase, { ...page, archived: true, ...query });
      return instances.map(({ id }) => id);
    };
    expect(await found({ variable: ['amount:lt:8', 'customer:eq:ACME'] })).toEqual([wanted]);
    expect(await found({ status: 'completed', process_id: 'one-task' })).toHaveLength(2);
    expect(await found({ status: 'failed' })).toEqual([]);
    expect(await found({ business_key: 'none' })).toEqual([]);
  });

  it('holds ended instances: commands to them are refused as such', async () => {
    const instanceId = await finished();
    pass(100);
    await archiveCompletedProcesses(work());
    const fresh = await openTestRuntime(database, { background: false });
    await expect(cancelInstance(fresh.useCase, instanceId, null)).rejects.toMatchObject({
      code: 'INSTANCE_ENDED',
    });
    await fresh.runtime.stop();
  });

  it('is filled by several runs at once, each instance by one of them', async () => {
    for (let index = 0; index < 30; index += 1) await finished();
    pass(100);
    const reports = await Promise.all(
      Array.from({ length: 3 }, () => archiveCompletedProcesses(work({ instancesPerStep: 4 }))),
    );
    const late = await archiveCompletedProcesses(work());
    expect([...reports, late].reduce((sum, { instances }) => sum + instances, 0)).toBe(30);
    expect(await count('wbpm_process_instances')).toBe(0);
    expect(await count('wbpm_process_instances_archive')).toBe(30);
  });

  it('stops between two steps when it is told to', async () => {
    for (let index = 0; index < 6; index += 1) await finished();
    pass(100);
    let asked = 0;
    const isStopping = () => ++asked > 2;
    const report = await archiveCompletedProcesses(work({ instancesPerStep: 2, isStopping }));
    expect(report.instances).toBe(4);
    expect(await count('wbpm_process_instances')).toBe(2);
  });

  it('loses what is past the time of retention, and the journal its months', async () => {
    const months = async () =>
      (
        await database.transaction({ kind: 'owner' }, (transaction) =>
          transaction.query<{ name: string }>(
            "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'wbpm_journal'::regclass",
          ),
        )
      ).length;
    const gone = await finished();
    const { partition } = monthOf(new Date(node.clock.now()));
    pass(70);
    await ensureJournalMonths(database, new Date(node.clock.now()));
    const kept = await finished();
    await archiveCompletedProcesses(work(), { olderThanDays: 0 });
    const before = await months();
    const report = await deleteOldHistory(work(), { olderThanDays: 35 });
    expect(report.instances).toBe(1);
    expect(report.droppedMonths).toContain(partition);
    expect(await months()).toBe(before - report.droppedMonths.length);
    await expect(readInstance(node.useCase, gone)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await readInstanceJournal(node.useCase, kept, page)).events.length).toBeGreaterThan(0);
    expect(await count('wbpm_journal', `instance_id = '${gone}'`)).toBe(0);
    expect(await count('wbpm_variables_archive', `instance_id = '${gone}'`)).toBe(0);
  });

  it('keeps the month of the journal in which an instance began that still runs, without the others in it', async () => {
    const open = await node.start('one-task');
    const gone = await finished();
    const { partition } = monthOf(new Date(node.clock.now()));
    pass(100);
    await archiveCompletedProcesses(work());
    const report = await deleteOldHistory(work(), { olderThanDays: 60 });
    expect(report.instances).toBe(1);
    expect(report.droppedMonths).not.toContain(partition);
    expect(await count('wbpm_journal', `instance_id = '${gone}'`)).toBe(0);
    expect((await readInstanceJournal(node.useCase, open, page)).events.length).toBeGreaterThan(0);
  });
});
