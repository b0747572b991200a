import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { oneTask, parallel, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { dmn, expressionDecision } from '../../src/testing/dmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const admin = { userId: 'root', roles: ['admin'] };

describe.each(testStores)('tenants and permissions on %s', (database) => {
  let server: TestServer;
  let acme: Client;
  let globex: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    acme = await server.client({ ...admin, tenantId: 'acme' });
    globex = await server.api({ ...admin, tenantId: 'globex' });
    await acme.processes.deploy(parallel('secret', userTask('ask'), serviceTask('work', 'secret')));
    await acme.decisions.deployXml(dmn(expressionDecision('secret', '1')));
  });
  afterAll(() => server.stop());

  it('need a token', async () => {
    const nobody = await server.api();
    for (const path of ['/processes', '/tasks', '/instances', '/incidents', '/decisions']) {
      const answer = await nobody.get(path);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('answer what belongs to another tenant exactly as what does not exist', async () => {
    const { instance_id: instanceId } = await acme.instances.start('secret');
    const { definition_id: definitionId } = await acme.processes.get('secret');
    const { definition_id: decisionId } = await acme.decisions.get('secret');
    const [task] = (await acme.tasks.list()).tasks;
    const [job] = (await acme.jobs.activate({ type: 'secret', worker: 'w' })).jobs;
    await acme.jobs.fail(job?.job_id ?? '', {
      lock_token: job?.lock_token ?? '',
      message: 'CANARY',
      retries: 0,
    });
    const [incident] = (await acme.incidents.list()).incidents;
    const taskId = task?.id ?? '';
    const jobId = job?.job_id ?? '';
    const incidentId = incident?.incident_id ?? '';
    const nothing = '01890000-0000-7000-8000-000000000000';
    const lock = { lock_token: job?.lock_token };

    const probes: [method: string, path: (id: string) => string, own: string, body?: unknown][] = [
      ['GET', (id) => `/processes/${id}`, 'secret'],
      ['GET', (id) => `/processes/${id}`, definitionId],
      ['GET', (id) => `/processes/${id}/versions`, definitionId],
      ['GET', (id) => `/processes/${id}/xml`, definitionId],
      ['GET', (id) => `/processes/${id}/instances`, definitionId],
      ['DELETE', (id) => `/processes/${id}?cascade=true`, definitionId],
      ['POST', (id) => `/processes/${id}/instances`, definitionId, {}],
      ['GET', (id) => `/instances/${id}`, instanceId],
      ['GET', (id) => `/instances/${id}/activities`, instanceId],
      ['GET', (id) => `/instances/${id}/journal`, instanceId],
      ['GET', (id) => `/instances/${id}/state`, instanceId],
      ['GET', (id) => `/instances/${id}/subscriptions`, instanceId],
      ['GET', (id) => `/instances/${id}/activities/${taskId}/variables`, instanceId],
      ['PATCH', (id) => `/instances/${id}/variables`, instanceId, { variables: { a: 1 } }],
      ['POST', (id) => `/instances/${id}/cancel`, instanceId, {}],
      ['POST', (id) => `/instances/${id}/suspend`, instanceId],
      ['POST', (id) => `/instances/${id}/resume`, instanceId],
      ['GET', (id) => `/tasks/${id}`, taskId],
      ['POST', (id) => `/tasks/${id}/claim`, taskId],
      ['POST', (id) => `/tasks/${id}/unclaim`, taskId],
      ['POST', (id) => `/tasks/${id}/assign`, taskId, { assignee: 'eve' }],
      ['POST', (id) => `/tasks/${id}/complete`, taskId, {}],
      ['POST', (id) => `/jobs/${id}/complete`, jobId, lock],
      ['POST', (id) => `/jobs/${id}/fail`, jobId, { ...lock, message: 'm' }],
      ['POST', (id) => `/jobs/${id}/error`, jobId, { ...lock, error_code: 'e' }],
      ['POST', (id) => `/jobs/${id}/extend`, jobId, { ...lock, duration_ms: 5000 }],
      ['POST', (id) => `/incidents/${id}/resolve`, incidentId, {}],
      ['GET', (id) => `/decisions/${id}`, 'secret'],
      ['GET', (id) => `/decisions/${id}`, decisionId],
      ['GET', (id) => `/decisions/${id}/versions`, decisionId],
      ['GET', (id) => `/decisions/${id}/xml`, decisionId],
      ['POST', (id) => `/decisions/${id}/evaluate`, 'secret', {}],
      ['POST', (id) => `/decisions/${id}/evaluate`, decisionId, {}],
    ];
    for (const [method, path, own, body] of probes) {
      const ask = async (id: string) => {
        const requestId = { 'x-request-id': 'same' };
        const answer = await globex.call(method, path(id), { headers: requestId, ...(body ? { body } : {}) });
        expect([method, path(id), answer.status]).toEqual([method, path(id), 404]);
        return answer.text.replaceAll(id, 'ID');
      };
      expect(await ask(own)).toBe(await ask(own === 'secret' ? 'nothing' : nothing));
    }
    expect(await acme.instances.get(instanceId)).toMatchObject({ status: 'active', variables: {} });
    expect((await acme.tasks.get(taskId)).assignee).toBeNull();
    expect((await acme.processes.get('secret')).status).toBe('active');
  });

  it('list nothing of another tenant', async () => {
    for (const path of [
      '/processes',
      '/decisions',
      '/instances',
      '/tasks',
      '/incidents',
      '/incidents?status=resolved',
      '/tasks?status=completed',
    ]) {
      const answer = await globex.get(path);
      expect(answer.body).toMatchObject({ data: { next_cursor: null } });
      expect(answer.text).not.toMatch(/secret|CANARY/);
    }
    const { body } = await globex.post('/jobs/activate', { type: 'secret', worker: 'w' });
    expect(body).toMatchObject({ data: { jobs: [] } });
  });

  it('keep the same key of two tenants apart', async () => {
    const other = await server.api({ ...admin, tenantId: 'acme' });
    const answers = await Promise.all([
      globex.post('/processes', oneTask, 'same-key'),
      other.post('/processes', oneTask, 'same-key'),
    ]);
    expect(answers.map(({ status, headers }) => [status, headers.get('idempotent-replayed')])).toEqual([
      [200, null],
      [200, null],
    ]);
  });

  it('let a user start and complete, but not cancel, suspend, assign or delete', async () => {
    const user = await server.api({ tenantId: 'acme', userId: 'ursula', roles: ['user'] });
    const { instance_id: instanceId } = await acme.instances.start('secret');
    const [task] = (await acme.tasks.list({ instance_id: instanceId })).tasks;
    expect((await user.post('/processes/secret/instances', {})).status).toBe(200);
    for (const [method, path, body] of [
      ['POST', `/instances/${instanceId}/cancel`, {}],
      ['POST', `/instances/${instanceId}/suspend`, undefined],
      ['POST', `/instances/${instanceId}/resume`, undefined],
      ['PATCH', `/instances/${instanceId}/variables`, { variables: {} }],
      ['POST', `/tasks/${task?.id}/assign`, { assignee: 'ursula' }],
      ['DELETE', '/processes/secret?cascade=true', undefined],
      ['POST', '/jobs/activate', { type: 'secret', worker: 'w' }],
    ] as const) {
      const answer = await user.call(method, path, body === undefined ? {} : { body });
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'FORBIDDEN']);
    }
    expect((await user.post(`/tasks/${task?.id}/complete`, {})).status).toBe(200);
  });

  it('show a task to its candidates and its assignee only', async () => {
    await acme.processes.deploy(
      parallel('groups', userTask('a', { candidate_groups: 'sales' }), userTask('b', { assignee: 'bob' })),
    );
    await acme.instances.start('groups');
    const names = async (userId: string, groups: string[]) => {
      const client = await server.client({ tenantId: 'acme', userId, groups, roles: ['user'] });
      return (await client.tasks.list({ process_id: 'groups' })).tasks.map(({ name }) => name);
    };
    expect(await names('sally', ['sales'])).toEqual(['a']);
    expect(await names('bob', [])).toEqual(['b']);
    expect(await names('eve', ['legal'])).toEqual([]);
    const tasks = (await acme.tasks.list({ process_id: 'groups' })).tasks;
    const taskId = tasks.find(({ name }) => name === 'a')?.id ?? '';
    const eve = await server.api({ tenantId: 'acme', userId: 'eve', groups: ['legal'], roles: ['user'] });
    for (const answer of [
      await eve.get(`/tasks/${taskId}`),
      await eve.post(`/tasks/${taskId}/claim`),
      await eve.post(`/tasks/${taskId}/complete`, {}),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('hand a task over between claim, unclaim and completion', async () => {
    await acme.processes.deploy(oneTask);
    const { instance_id: instanceId } = await acme.instances.start('one-task');
    const [task] = (await acme.tasks.list({ instance_id: instanceId })).tasks;
    const as = (userId: string) => server.api({ tenantId: 'acme', userId, roles: ['user'] });
    const [ada, bob] = [await as('ada'), await as('bob')];
    expect((await ada.post(`/tasks/${task?.id}/claim`)).body).toMatchObject({ data: { assignee: 'ada' } });
    expect((await ada.post(`/tasks/${task?.id}/claim`)).status).toBe(200);
    const refused = await bob.post(`/tasks/${task?.id}/complete`, {});
    expect([refused.status, codeOf(refused)]).toEqual([409, 'TASK_ASSIGNED_TO_OTHER']);
    expect((await ada.post(`/tasks/${task?.id}/unclaim`)).body).toMatchObject({ data: { assignee: null } });
    expect((await bob.post(`/tasks/${task?.id}/complete`, {})).body).toMatchObject({
      data: { status: 'completed', assignee: 'bob' },
    });
    expect(await acme.tasks.get(task?.id ?? '')).toMatchObject({ completed_by: 'bob', status: 'completed' });
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
