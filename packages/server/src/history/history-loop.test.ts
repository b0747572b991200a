import { expect, it } from 'vitest';
import { oneTask } from '../testing/definitions.ts';
import { eventually } from '../testing/eventually.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime } from '../testing/test-runtime.ts';
import { startHistory } from './history-loop.ts';

const dayMs = 86_400_000;

it.each(testDatabases)(
  'a server on %s makes the months ahead, and archives what it is told to',
  async (_kind, open) => {
    const database = await open();
    const node = await openTestRuntime(database, { background: false });
    await node.deploy(oneTask);
    const instanceId = await node.start('one-task');
    const [task] = await node.waiting(instanceId, 'approve');
    await node.completeTask(instanceId, task?.id ?? '');
    node.clock.set(node.clock.now() + 400 * dayMs);

    const rows = (sql: string) =>
      database.transaction({ kind: 'runtime' }, (transaction) => transaction.query(sql));
    const partition = `wbpm_journal_${new Date(node.clock.now()).toISOString().slice(0, 7).replace('-', '_')}`;
    const history = startHistory({
      database,
      clock: node.clock,
      settings: { archiveAfterDays: 90, retentionDays: null },
      onError: (error) => {
        throw error;
      },
    });
    await eventually(
      () => rows(`SELECT FROM pg_class WHERE relname = '${partition}'`),
      (found) => found.length === 1,
    );
    expect(await rows('SELECT FROM wbpm_process_instances_archive')).toEqual([]);

    node.clock.set(node.clock.now() + dayMs);
    history.wake();
    await eventually(
      () => rows('SELECT FROM wbpm_process_instances_archive'),
      (found) => found.length === 1,
    );
    await history.stop();
    await node.runtime.stop();
    await database.close();
  },
);
