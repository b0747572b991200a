import type { TaskList } from '@wbpm/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Principal, principalOf } from '../access/principal.ts';
import type { Database } from '../store/database.ts';
import { sequence, userTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import { assignTask, claimTask, completeTask, unclaimTask } from './change-task.ts';
import { createInboxes, type Inboxes } from './inboxes.ts';
import { listMyTasks } from './read-tasks.ts';

const person = (userId: string, groups: readonly string[] = [], tenantId = 'default'): Principal =>
  principalOf({ tenantId, userId, roles: ['user'], groups, permissions: [] }, 'jwt');
const boss = principalOf(
  { tenantId: 'default', userId: 'boss', roles: ['admin'], groups: [], permissions: [] },
  'jwt',
);
const people = [person('ann', ['clerks']), person('bob', ['clerks', 'managers']), person('cid')];
const firstPage = { status: 'active', limit: 50 } as const;

/** How often lists were read in the database. */
function counting(inboxes: Inboxes) {
  let reads = 0;
  return {
    inboxes: {
      ...inboxes,
      read: (principal: Principal, key: string, load: () => Promise<TaskList>) =>
        inboxes.read(principal, key, () => {
          reads += 1;
          return load();
        }),
    },
    get reads() {
      return reads;
    },
  };
}

describe.each(testDatabases)('inboxes on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    await node.deploy(sequence('for-ann', userTask('check', { assignee: 'ann' })));
    await node.deploy(sequence('for-clerks', userTask('pack', { candidate_groups: ['clerks'] })));
    await node.deploy(sequence('for-cid', userTask('sign', { candidate_users: ['cid', 'bob'] })));
    await node.deploy(sequence('for-anybody', userTask('look'), userTask('look-again')));
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  function keep(isAlone: () => boolean = () => true, ttlSeconds = 300) {
    const counted = counting(createInboxes(ttlSeconds, isAlone));
    node.runtime.onCommitted((change) => counted.inboxes.hear(change));
    return {
      list: (principal: Principal, query: Parameters<typeof listMyTasks>[1] = firstPage) =>
        listMyTasks({ ...node.useCase, principal, inboxes: counted.inboxes }, query),
      counted,
    };
  }
  const asRead = (principal: Principal) => listMyTasks({ ...node.useCase, principal }, firstPage);
  const [ann, bob, cid] = people as [Principal, Principal, Principal];
  const as = (principal: Principal) => ({ ...node.useCase, principal });

  it('are read once, until a task of theirs comes or goes', async () => {
    const { list, counted } = keep();
    await list(ann);
    expect(await list(ann)).toEqual(await asRead(ann));
    expect(counted.reads).toBe(1);
    await node.start('for-ann');
    const [task] = (await list(ann)).tasks;
    expect(task?.name).toBe('check');
    expect(counted.reads).toBe(2);
    await completeTask(as(ann), task?.task_id ?? '', {});
    expect((await list(ann)).tasks.map(({ task_id }) => task_id)).not.toContain(task?.task_id);
    expect(counted.reads).toBe(3);
  });

  it('of others stay as they are', async () => {
    const { list, counted } = keep();
    await list(cid);
    await node.start('for-ann');
    await node.start('for-clerks');
    await list(cid);
    expect(counted.reads).toBe(1);
  });

  it('are kept by what was asked for', async () => {
    const { list } = keep();
    await node.start('for-ann');
    expect((await list(ann, { ...firstPage, limit: 1 })).tasks).toHaveLength(1);
    expect((await list(ann, { ...firstPage, process_id: 'for-anybody' })).tasks).toEqual([]);
    expect((await list(ann)).tasks.length).toBeGreaterThan(1);
    const elsewhere = person('ann', ['clerks'], 'acme');
    expect((await list(elsewhere)).tasks).toEqual([]);
    expect((await list(person('ann'))).tasks).not.toEqual((await list(ann)).tasks);
  });

  it('of those who see every task, of closed tasks and of later pages are read each time', async () => {
    const { list, counted } = keep();
    await list(boss);
    await list(ann, { ...firstPage, status: 'completed' });
    const { next_cursor: cursor } = await list(ann, { ...firstPage, limit: 1 });
    await list(ann, { ...firstPage, limit: 1, cursor: cursor ?? '' });
    expect(counted.reads).toBe(1);
  });

  it('are kept neither with other nodes about, nor after a commit nobody knows the outcome of', async () => {
    let alone = true;
    const { list, counted } = keep(() => alone);
    await list(ann);
    alone = false;
    await list(ann);
    alone = true;
    await list(ann);
    expect(counted.reads).toBe(3);
    await list(ann);
    expect(counted.reads).toBe(3);
    counted.inboxes.distrust();
    await list(ann);
    await list(ann);
    expect(counted.reads).toBe(5);
    const none = keep(() => true, 0);
    await none.list(ann);
    await none.list(ann);
    expect(none.counted.reads).toBe(2);
  });

  it('that change while they are read are not kept', async () => {
    const inboxes = createInboxes(300, () => true);
    node.runtime.onCommitted((change) => inboxes.hear(change));
    await node.start('for-ann');
    const before = await inboxes.read(ann, 'key', async () => {
      const list = await asRead(ann);
      await completeTask(as(ann), list.tasks.find(({ assignee }) => assignee === 'ann')?.task_id ?? '', {});
      return list;
    });
    const load = vi.fn(() => asRead(ann));
    expect(await inboxes.read(ann, 'key', load)).not.toEqual(before);
    expect(load).toHaveBeenCalled();
  });

  const step = fc.oneof(
    fc.record({
      what: fc.constant('start' as const),
      process: fc.constantFrom('for-ann', 'for-clerks', 'for-cid', 'for-anybody'),
    }),
    fc.record({
      what: fc.constantFrom('claim', 'unclaim', 'complete', 'assign', 'cancel'),
      task: fc.nat(),
      who: fc.constantFrom(...people),
    }),
  );

  it('show what the database shows, whatever has happened', async () => {
    const { list } = keep();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
        for (const each of steps) {
          if (each.what === 'start') await node.start(each.process);
          else await change(each);
          for (const principal of people) expect(await list(principal)).toEqual(await asRead(principal));
        }
      }),
      { numRuns: 12 },
    );
  });

  /** What is refused changes nothing, and is as good a step as any. */
  async function change({ what, task, who }: { what: string; task: number; who: Principal }): Promise<void> {
    const { tasks } = await asRead(boss);
    const chosen = tasks[task % Math.max(1, tasks.length)];
    if (chosen === undefined) return;
    const id = chosen.task_id;
    const done =
      what === 'claim'
        ? claimTask(as(who), id)
        : what === 'unclaim'
          ? unclaimTask(as(boss), id)
          : what === 'assign'
            ? assignTask(as(boss), id, who.userId)
            : what === 'complete'
              ? completeTask(as(boss), id, {})
              : node.execute(chosen.instance_id, { type: 'cancelInstance', reason: null });
    await done.catch(() => undefined);
  }

  it('of many are bounded by their tasks', async () => {
    const { list, counted } = keep();
    for (let index = 0; index < 20; index += 1) await list(person(`user-${index}`));
    for (let index = 0; index < 20; index += 1) await list(person(`user-${index}`));
    expect(counted.reads).toBe(20);
    expect((await list(bob)).tasks.length).toBeLessThanOrEqual(50);
  });
});
