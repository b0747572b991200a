import { ApiError, type Client } from '@wbpm/client';
import type { BulkTasksResult } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../testing/api.ts';
import { oneTask, parallel, sequence, userTask } from '../testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../testing/test-server.ts';

const nobodys = '01890000-0000-7000-8000-000000000000';

describe.each(testStores)('many tasks at once on %s', (database) => {
  let server: TestServer;
  /** May assign, hence sees every task. */
  let boss: Client;
  let ann: Client;
  let annsApi: Api;

  beforeAll(async () => {
    server = await startTestServer({ database });
    boss = await server.client({ userId: 'boss', roles: ['admin'] });
    ann = await server.client({ userId: 'ann', roles: ['user'] });
    annsApi = await server.api({ userId: 'ann', roles: ['user'] });
    await boss.processes.deploy(oneTask);
    await boss.processes.deploy(sequence('for-bob', userTask('approve', { candidate_users: ['bob'] })));
    const branches = Array.from({ length: 10 }, (_none, index) => userTask(`task-${index}`));
    await boss.processes.deploy(parallel('side-by-side', ...branches));
  });
  afterAll(() => server.stop());

  async function tasksOf(processId: string, instances: number): Promise<string[]> {
    const started = await Promise.all(
      Array.from({ length: instances }, () => boss.instances.start(processId)),
    );
    const lists = await Promise.all(
      started.map(({ instance_id }) => boss.tasks.list({ instance_id, limit: 200 })),
    );
    return lists.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  }
  const assignees = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await boss.tasks.get(id)).assignee));
  const all = (ids: readonly string[]) => ({
    results: ids.map((id) => ({ task_id: id, ok: true })),
    succeeded: ids.length,
    failed: 0,
  });

  it('are claimed, given back, assigned and completed, answered in the order of the request', async () => {
    const ids = [...(await tasksOf('side-by-side', 2)), ...(await tasksOf('one-task', 5))];
    expect(ids).toHaveLength(25);
    expect(await ann.tasks.bulk({ operation: 'claim', task_ids: ids })).toEqual(all(ids));
    expect(new Set(await assignees(ids))).toEqual(new Set(['ann']));
    expect(await ann.tasks.bulk({ operation: 'unclaim', task_ids: ids })).toEqual(all(ids));
    expect(new Set(await assignees(ids))).toEqual(new Set([null]));
    expect(await boss.tasks.bulk({ operation: 'assign', task_ids: ids, assignee: 'ann' })).toEqual(all(ids));
    const done = await ann.tasks.bulk({ operation: 'complete', task_ids: ids, variables: { ok: true } });
    expect(done).toEqual(all(ids));
    const first = await boss.tasks.get(ids[0] ?? '');
    const { status, variables } = await boss.instances.get(first.instance_id);
    expect([first.completed_by, status, variables]).toEqual(['ann', 'completed', { ok: true }]);
  });

  it('that are refused are no obstacle to the others', async () => {
    const [mine = '', taken = '', ended = ''] = await tasksOf('one-task', 3);
    const [hidden = ''] = await tasksOf('for-bob', 1);
    await boss.tasks.assign(taken, { assignee: 'bob' });
    await boss.tasks.complete(ended);
    const ids = [taken, hidden, mine, nobodys, 'no-id', ended];
    const { results, succeeded, failed } = await ann.tasks.bulk({ operation: 'complete', task_ids: ids });
    const codes = results.map((result) => (result.ok ? 'done' : result.code));
    // What only others may claim is as unknown as what nobody has.
    expect(codes).toEqual([
      'TASK_ASSIGNED_TO_OTHER',
      'NOT_FOUND',
      'done',
      'NOT_FOUND',
      'NOT_FOUND',
      'INSTANCE_ENDED',
    ]);
    expect([succeeded, failed]).toEqual([1, 5]);
    expect(results.map((result) => result.task_id)).toEqual(ids);
    expect((await boss.tasks.get(mine)).status).toBe('completed');
  });

  it('of another tenant are what nobody has', async () => {
    const [theirs = ''] = await tasksOf('one-task', 1);
    const eve = await server.client({ tenantId: 'other', userId: 'eve', roles: ['admin'] });
    const { results } = await eve.tasks.bulk({
      operation: 'assign',
      assignee: 'eve',
      task_ids: [theirs, nobodys],
    });
    const told = results.map((result) => JSON.stringify(result).replaceAll(result.task_id, 'ID'));
    expect(told[0]).toContain('NOT_FOUND');
    expect(told[0]).toBe(told[1]);
    expect(await assignees([theirs])).toEqual([null]);
  });

  it('need the permission for the operation', async () => {
    const ids = await tasksOf('one-task', 1);
    const refused = ann.tasks.bulk({ operation: 'assign', task_ids: ids, assignee: 'ann' });
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await expect(refused).rejects.toMatchObject({ status: 403 });
  });

  it('are changed once by a request that comes again with its key', async () => {
    const [first = '', second = ''] = await tasksOf('one-task', 2);
    await boss.tasks.assign(second, { assignee: 'bob' });
    const body = { operation: 'complete', task_ids: [first, second], variables: { by: 'bulk' } };
    const key = 'bulk-once';
    const resultOf = async () => {
      const answer = await annsApi.post('/tasks/bulk', body, key);
      const { results } = dataOf<BulkTasksResult>(answer);
      return [answer.headers.get('idempotent-replayed'), ...results.map(({ ok }) => ok)];
    };
    expect(await resultOf()).toEqual([null, true, false]);
    // What was done is not done again, what was refused is tried again.
    expect(await resultOf()).toEqual(['true', true, false]);
    await boss.tasks.assign(second, { assignee: 'ann' });
    expect(await resultOf()).toEqual(['true', true, true]);
    const other = await annsApi.post('/tasks/bulk', { ...body, variables: {} }, key);
    expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('sent twice at the same time with one key are completed once', async () => {
    const ids = await tasksOf('one-task', 20);
    const body = { operation: 'complete', task_ids: ids };
    const answers = await Promise.all([1, 2, 3].map(() => annsApi.post('/tasks/bulk', body, 'at-once')));
    for (const answer of answers) expect(dataOf<BulkTasksResult>(answer)).toEqual(all(ids));
    const [task] = await Promise.all(ids.slice(0, 1).map((id) => boss.tasks.get(id)));
    const { events } = await boss.instances.journal(task?.instance_id ?? '');
    expect(events.filter(({ type }) => type === 'userTaskCompleted')).toHaveLength(1);
  });

  it.each([
    [{ operation: 'claim', task_ids: [] }],
    [{ operation: 'claim' }],
    [{ operation: 'claim', task_ids: [nobodys, nobodys] }],
    [
      {
        operation: 'claim',
        task_ids: ['0189000a-0000-7000-8000-000000000000', '0189000A-0000-7000-8000-000000000000'],
      },
    ],
    [{ operation: 'assign', task_ids: [nobodys] }],
    [{ operation: 'complete', task_ids: [nobodys], variables: [] }],
    [{ operation: 'delete', task_ids: [nobodys] }],
    [{}],
  ])('are refused as a whole when the request is wrong: %j', async (body) => {
    expect((await annsApi.post('/tasks/bulk', body)).status).toBe(422);
  });

  it('are a hundred at most', async () => {
    const idsOf = (length: number) => Array.from({ length }, (_none, index) => `t-${index}`);
    const most = await annsApi.post('/tasks/bulk', { operation: 'claim', task_ids: idsOf(100) });
    expect(dataOf<BulkTasksResult>(most)).toMatchObject({ succeeded: 0, failed: 100 });
    const more = await annsApi.post('/tasks/bulk', { operation: 'claim', task_ids: idsOf(101) });
    expect([more.status, codeOf(more)]).toEqual([422, 'LIMIT_EXCEEDED']);
  });

  it('leave no defect behind', () => {
    expect(server.errors()).toEqual([]);
  });
});
