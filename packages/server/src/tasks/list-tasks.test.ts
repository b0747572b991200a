import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Principal, principalOf } from '../access/principal.ts';
import type { Database } from '../store/database.ts';
import { sequence, userTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import { listMyTasks, type TaskQuery } from './read-tasks.ts';

function user(userId: string, groups: readonly string[]): Principal {
  return principalOf(
    { tenantId: 'default', userId, roles: ['user'], groups: [...groups], permissions: [] },
    'dev',
  );
}

describe.each(testDatabases)('the list of tasks on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  /** Instance by the name of what its task is. */
  const instances = new Map<string, string>();

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database, { background: false });
    const kinds = {
      anns: { assignee: 'ann', priority: 20, due_date: 'P3D' },
      urgent: { candidate_groups: ['sales'], priority: 90 },
      claimable: { candidate_users: ['ann', 'bob'], priority: 20, due_date: 'P1D' },
      bobs: { assignee: 'bob', priority: 50 },
      anybodys: { priority: 50 },
      others: { candidate_groups: ['legal'], priority: 99 },
    };
    for (const [name, work] of Object.entries(kinds)) {
      await node.deploy(sequence(name, { ...userTask('work'), ...work }));
      instances.set(name, await node.start(name));
    }
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  const seen = async (
    principal: Principal,
    query: Partial<TaskQuery> = {},
    limit = 50,
  ): Promise<string[]> => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMyTasks(
        { ...node.useCase, principal },
        { status: 'active', ...query, limit, cursor },
      );
      names.push(...page.tasks.map((task) => task.process_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return names;
  };
  const ann = user('ann', ['sales']);
  const bob = user('bob', []);

  it('has what is the caller’s and what the caller could claim, urgent ones first, then the oldest', async () => {
    expect(await seen(ann)).toEqual(['urgent', 'anybodys', 'anns', 'claimable']);
    expect(await seen(bob)).toEqual(['bobs', 'anybodys', 'claimable']);
    expect(await seen(node.useCase.principal)).toEqual([
      'others',
      'urgent',
      'bobs',
      'anybodys',
      'anns',
      'claimable',
    ]);
  });

  it('has each task once, whatever the length of its pages', async () => {
    for (const limit of [1, 2, 3]) expect(await seen(ann, {}, limit)).toEqual(await seen(ann));
  });

  it('comes in the order that was asked for, on pages of any length', async () => {
    const oldest = ['anns', 'urgent', 'claimable', 'anybodys'];
    for (const limit of [1, 2, 3, 50]) {
      expect(await seen(ann, { sort: 'created_at' }, limit)).toEqual(oldest);
      expect(await seen(ann, { sort: '-created_at' }, limit)).toEqual(oldest.toReversed());
      expect(await seen(ann, { sort: 'due_date' }, limit)).toEqual([
        'claimable',
        'anns',
        'urgent',
        'anybodys',
      ]);
      expect(await seen(ann, { sort: 'priority' }, limit)).toEqual(await seen(ann));
    }
  });

  it('is narrowed by assignee, process and element', async () => {
    expect(await seen(ann, { assignee: 'ann' })).toEqual(['anns']);
    expect(await seen(ann, { process_id: 'urgent' })).toEqual(['urgent']);
    expect(await seen(ann, { process_id: 'others' })).toEqual([]);
    expect(await seen(ann, { element_id: 'work' })).toHaveLength(4);
    expect(await seen(ann, { instance_id: instances.get('anybodys') })).toEqual(['anybodys']);
  });

  it('of what is done has what the caller had or completed', async () => {
    const complete = async (name: string, by: string) => {
      const instanceId = instances.get(name) ?? '';
      const [element] = await node.waiting(instanceId, 'work');
      const outcome = await node.execute(
        instanceId,
        {
          type: 'completeUserTask',
          elementInstanceId: element?.id ?? '',
          variables: {},
          by,
          override: true,
        },
        { actor: by },
      );
      expect(outcome.kind).toBe('committed');
    };
    await complete('bobs', 'ann');
    await complete('anybodys', 'ann');
    await complete('others', 'carl');
    for (const limit of [1, 50]) {
      expect(await seen(ann, { status: 'completed' }, limit)).toEqual(['bobs', 'anybodys']);
      expect(await seen(bob, { status: 'completed' }, limit)).toEqual(['bobs']);
    }
    expect(await seen(ann, { status: 'terminated' })).toEqual([]);
    expect(await seen(node.useCase.principal, { status: 'completed' })).toEqual([
      'others',
      'bobs',
      'anybodys',
    ]);
  });
});
