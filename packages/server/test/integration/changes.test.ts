import type { Client } from '@wbpm/client';
import type { Deployment, StartedInstance } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { oneTask, parallel, sequence, serviceTask, timer, userTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('changes over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(oneTask);
  });
  afterAll(() => server.stop());

  async function startOne(): Promise<{ readonly instanceId: string; readonly taskId: string }> {
    const { instance_id: instanceId } = await client.instances.start('one-task');
    const [task] = (await client.tasks.list({ instance_id: instanceId })).tasks;
    return { instanceId, taskId: task?.id ?? '' };
  }

  describe('with a unique business key', () => {
    const start = (body: object) => api.call('POST', '/processes/unique/instances', { body });
    const unique = { business_key: 'K-1', unique_business_key: true };

    it('one instance runs at a time, and the next one after its end', async () => {
      await client.processes.deploy(sequence('unique', userTask('a')));
      const answers = await Promise.all(Array.from({ length: 10 }, () => start(unique)));
      const started = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(started).toHaveLength(1);
      expect(refused.map((answer) => [answer.status, codeOf(answer)])).toEqual(
        Array.from({ length: 9 }, () => [409, 'INSTANCE_EXISTS']),
      );
      const [running] = (await client.instances.list({ process_id: 'unique' })).instances;
      await client.instances.cancel(running?.instance_id ?? '');
      expect((await start(unique)).status).toBe(200);
    });

    it('others of the same key may run when they do not ask for it to be unique', async () => {
      expect((await start({ business_key: 'K-1' })).status).toBe(200);
    });

    it('the key has to be given', async () => {
      expect((await start({ unique_business_key: true })).status).toBe(422);
    });
  });

  describe('with an idempotency key', () => {
    async function twice(method: string, path: string, body: unknown, other: unknown): Promise<string> {
      const key = `key-${path}`;
      const first = await api.call(method, path, { key, ...(body === undefined ? {} : { body }) });
      const second = await api.call(method, path, { key, ...(body === undefined ? {} : { body }) });
      expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null]);
      expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
      expect(second.text).toBe(first.text);
      const changed = await api.call(method, path, { key, body: other });
      expect([changed.status, codeOf(changed)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
      return first.text;
    }

    it('deploy once', async () => {
      const definition = sequence('deployed-once', userTask('a'));
      await twice('POST', '/processes', definition, { ...definition, description: 'changed' });
      expect((await client.processes.versions('deployed-once')).versions).toHaveLength(1);
    });

    it('start once', async () => {
      await client.processes.deploy(sequence('started-once', userTask('a')));
      const body = { variables: { a: 1 } };
      await twice('POST', '/processes/started-once/instances', body, { variables: { a: 2 } });
      expect((await client.instances.list({ process_id: 'started-once' })).instances).toHaveLength(1);
    });

    it('complete once', async () => {
      const { instanceId, taskId } = await startOne();
      const body = { variables: { a: 1 } };
      await twice('POST', `/tasks/${taskId}/complete`, body, { variables: { a: 2 } });
      expect((await client.instances.get(instanceId)).variables).toEqual({ a: 1 });
    });

    it('set variables, suspend, resume and cancel once', async () => {
      const { instanceId } = await startOne();
      const path = `/instances/${instanceId}`;
      await twice('PATCH', `${path}/variables`, { variables: { a: 1 } }, { variables: { a: 2 } });
      await twice('POST', `${path}/suspend`, undefined, { other: true });
      await twice('POST', `${path}/resume`, undefined, { other: true });
      await twice('POST', `${path}/cancel`, { reason: 'a' }, { reason: 'b' });
      const { events } = await client.instances.journal(instanceId);
      const types = events.map(({ type }) => type);
      for (const type of ['instanceSuspended', 'instanceResumed', 'instanceTerminated']) {
        expect(types.filter((found) => found === type)).toHaveLength(1);
      }
    });

    it('claim and assign once', async () => {
      const { taskId } = await startOne();
      await twice('POST', `/tasks/${taskId}/claim`, undefined, { other: true });
      await twice('POST', `/tasks/${taskId}/assign`, { assignee: 'bob' }, { assignee: 'eve' });
      expect((await client.tasks.get(taskId)).assignee).toBe('bob');
    });

    it('delete once', async () => {
      await client.processes.deploy(sequence('deleted-once', userTask('a')));
      await client.instances.start('deleted-once');
      expect((await api.call('DELETE', '/processes/deleted-once')).status).toBe(409);
      const answer = await twice('DELETE', '/processes/deleted-once?cascade=true', undefined, {
        other: true,
      });
      expect(JSON.parse(answer)).toMatchObject({ data: { deleted_versions: 1, deleted_instances: 1 } });
    });

    it('have one effect though they come at once', async () => {
      await client.processes.deploy(sequence('at-once', userTask('a')));
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => api.post('/processes/at-once/instances', {}, 'at-once')),
      );
      const started = answers.map((answer) => dataOf<StartedInstance>(answer).instance_id);
      expect(new Set(started).size).toBe(1);
      expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1);
      expect((await client.instances.list({ process_id: 'at-once' })).instances).toHaveLength(1);

      const taskId = (await client.tasks.list({ process_id: 'at-once' })).tasks[0]?.id ?? '';
      const completions = await Promise.all(
        Array.from({ length: 8 }, () => api.post(`/tasks/${taskId}/complete`, {}, 'at-once-too')),
      );
      expect(completions.map(({ status }) => status)).toEqual(Array(8).fill(200));
      expect(new Set(completions.map(({ text }) => text)).size).toBe(1);

      const definition = sequence('deployed-at-once', userTask('a'));
      const deployments = await Promise.all(
        Array.from({ length: 8 }, () => api.post('/processes', definition, 'deploy-at-once')),
      );
      expect(new Set(deployments.map((answer) => dataOf<Deployment>(answer).definition_id)).size).toBe(1);
    });
  });

  it('let exactly one of twenty clients complete a task', async () => {
    const { taskId } = await startOne();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_none, index) =>
        api.post(`/tasks/${taskId}/complete`, { variables: { index } }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array(19).fill(409)]);
  });

  it('complete a hundred parallel tasks of one instance at once', async () => {
    const ids = Array.from({ length: 100 }, (_none, index) => `task-${index}`);
    await client.processes.deploy(parallel('hot', ...ids.map((id) => userTask(id))));
    const { instance_id: instanceId } = await client.instances.start('hot');
    const { tasks } = await client.tasks.list({ instance_id: instanceId, limit: 200 });
    const answers = await Promise.all(tasks.map(({ id }) => api.post(`/tasks/${id}/complete`, {})));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect((await client.instances.get(instanceId)).status).toBe('completed');
  });

  it('stop timers and jobs of a suspended instance and take them up again', async () => {
    await client.processes.deploy(
      parallel('halted', serviceTask('work', 'halted'), timer('wait', 'PT10S'), userTask('ask')),
    );
    const { instance_id: instanceId } = await client.instances.start('halted');
    const [task] = (await client.tasks.list({ instance_id: instanceId })).tasks;
    await client.instances.suspend(instanceId);
    await client.system.setClock({ advance: 'PT1M' });
    expect((await client.jobs.activate({ type: 'halted', worker: 'w' })).jobs).toEqual([]);
    const refused = await api.post(`/tasks/${task?.id}/complete`, {});
    expect([refused.status, codeOf(refused)]).toEqual([409, 'INSTANCE_SUSPENDED']);
    expect((await client.instances.subscriptions(instanceId)).subscriptions).toHaveLength(1);

    await client.instances.resume(instanceId);
    await client.system.setClock({ advance: 'PT1S' });
    expect((await client.instances.subscriptions(instanceId)).subscriptions).toEqual([]);
    const [job] = (await client.jobs.activate({ type: 'halted', worker: 'w' })).jobs;
    await client.jobs.complete(job?.job_id ?? '', { lock_token: job?.lock_token ?? '' });
    await client.tasks.complete(task?.id ?? '');
    expect((await client.instances.get(instanceId)).status).toBe('completed');
  });

  it('withdraw what a cancelled instance waited for', async () => {
    await client.processes.deploy(
      parallel('gone', serviceTask('work', 'gone'), timer('wait', 'PT10S'), userTask('ask')),
    );
    const { instance_id: instanceId } = await client.instances.start('gone');
    const [task] = (await client.tasks.list({ instance_id: instanceId })).tasks;
    await client.instances.cancel(instanceId, { reason: 'no need' });
    expect((await client.tasks.list({ instance_id: instanceId })).tasks).toEqual([]);
    expect((await client.jobs.activate({ type: 'gone', worker: 'w' })).jobs).toEqual([]);
    expect((await client.instances.subscriptions(instanceId)).subscriptions).toEqual([]);
    const refused = await api.post(`/tasks/${task?.id}/complete`, {});
    expect([refused.status, codeOf(refused)]).toEqual([409, 'INSTANCE_ENDED']);
    expect((await client.instances.get(instanceId)).status).toBe('terminated');
  });

  it('fire timers in the order they fall due when the clock is moved', async () => {
    await client.processes.deploy(
      parallel('ordered', timer('third', 'PT3H'), timer('first', 'PT1H'), timer('second', 'PT2H')),
    );
    const { instance_id: instanceId } = await client.instances.start('ordered');
    await client.system.setClock({ advance: 'PT4H' });
    const { events } = await client.instances.journal(instanceId, { limit: 200 });
    const fired = events.filter(({ type }) => type === 'eventTriggered');
    expect(fired.map(({ element_id }) => element_id)).toEqual(['first', 'second', 'third']);
    const [first, , third] = fired.map(({ at }) => Date.parse(at));
    // The clock runs on while it is moved.
    expect(Math.round(((third ?? 0) - (first ?? 0)) / 60_000)).toBe(120);
  });

  it('fire timers one after the other while the clock passes all of them', async () => {
    await client.processes.deploy(sequence('chained', timer('day', 'P1D'), timer('week', 'P7D')));
    const { instance_id: instanceId } = await client.instances.start('chained');
    await client.system.setClock({ advance: 'P8DT1M' });
    expect((await client.instances.get(instanceId)).status).toBe('completed');
  });

  it('fire timers by themselves when their time has come, unless the clock is moved by hand', async () => {
    const soon = sequence('soon', timer('wait', 'PT0.2S'));
    await client.processes.deploy(soon);
    const { instance_id: byHand } = await client.instances.start('soon');
    const running = await startTestServer({ database });
    try {
      const other = await running.client();
      await other.processes.deploy(soon);
      const { instance_id: instanceId } = await other.instances.start('soon');
      const instance = await eventually(
        () => other.instances.get(instanceId),
        ({ status }) => status === 'completed',
      );
      const tookMs = Date.parse(instance.end_time ?? '') - Date.parse(instance.start_time);
      expect(tookMs).toBeGreaterThanOrEqual(200);
    } finally {
      await running.stop();
    }
    expect((await client.instances.get(byHand)).status).toBe('active');
    await api.post('/clock', { advance: 'PT1S' });
    expect((await client.instances.get(byHand)).status).toBe('completed');
  });

  it('refuse to turn the clock back', async () => {
    const answer = await api.post('/clock', { now: '2001-01-01T00:00:00Z' });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('show an instance as it was after every event', async () => {
    const { instanceId, taskId } = await startOne();
    await client.instances.setVariables(instanceId, { variables: { a: 1 } });
    await client.instances.setVariables(instanceId, { variables: { a: 2 } });
    await client.tasks.complete(taskId, { variables: { b: 3 } });
    const { events } = await client.instances.journal(instanceId, { limit: 200 });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    const sets = events.filter(({ type }) => type === 'variablesSet').map(({ seq }) => seq);
    const states = await Promise.all(sets.map((seq) => client.instances.state(instanceId, seq)));
    expect(states.map(({ seq, status, variables }) => [seq, status, variables])).toEqual([
      [sets[0], 'active', { a: 1 }],
      [sets[1], 'active', { a: 2 }],
      [sets[2], 'active', { a: 2, b: 3 }],
    ]);
    const [before, , last] = states;
    expect(before?.active_elements).toMatchObject([{ element_id: 'approve', type: 'userTask' }]);
    expect(last?.seq).toBeLessThan(events.length);
    expect(await client.instances.state(instanceId)).toMatchObject({
      seq: events.length,
      status: 'completed',
      variables: { a: 2, b: 3 },
      active_elements: [],
    });
    const page = await client.instances.journal(instanceId, { limit: 4 });
    const rest = await client.instances.journal(instanceId, { limit: 200, cursor: page.next_cursor ?? '' });
    expect([...page.events, ...rest.events]).toEqual(events);
    const beyond = await api.get(`/instances/${instanceId}/state?at_seq=${events.length + 1}`);
    expect([beyond.status, codeOf(beyond)]).toEqual([400, 'INVALID_QUERY']);
  });

  it('page through lists without losing or repeating anything', async () => {
    await client.processes.deploy(sequence('paged', userTask('ask')));
    const started = await Promise.all(
      Array.from({ length: 23 }, () =>
        client.instances.start('paged').then(({ instance_id }) => instance_id),
      ),
    );
    const instances: string[] = [];
    const tasks: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.instances.list({ process_id: 'paged', limit: 5, ...(cursor && { cursor }) });
      instances.push(...page.instances.map(({ instance_id }) => instance_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    do {
      const page = await client.tasks.list({ process_id: 'paged', limit: 7, ...(cursor && { cursor }) });
      tasks.push(...page.tasks.map(({ instance_id }) => instance_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(instances).toEqual([...started].sort().reverse());
    expect([...tasks].sort()).toEqual([...started].sort());
  });

  it('show an instance only below its own process', async () => {
    const { instanceId } = await startOne();
    await client.processes.deploy(sequence('stranger', userTask('ask')));
    expect((await api.get(`/processes/one-task/instances/${instanceId}`)).status).toBe(200);
    const answer = await api.get(`/processes/stranger/instances/${instanceId}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
