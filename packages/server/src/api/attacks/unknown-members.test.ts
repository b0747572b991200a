import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addUser,
  choosePassword,
  goodPassword,
  logInAs,
  startServerWithAccounts,
} from '../../testing/accounts.ts';
import { type Api, connectApi, dataOf } from '../../testing/api.ts';
import { sequence, serviceTask, userTask } from '../../testing/definitions.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { bodiesOf } from './request-bodies.ts';

const canary = 'smuggled-7f3a';
/** What rows have and no body may set. */
const smuggled = {
  tenant_id: canary,
  tenantId: canary,
  created_by: canary,
  createdBy: canary,
  owner: canary,
  password: canary,
  password_hash: canary,
  lock_owner: canary,
  instance_id: canary,
  permissions_granted: [canary],
  known_by: canary,
  is_admin: true,
  revision: 4242,
  must_change_password: false,
  completed_by: canary,
  claimed_by: canary,
  assigned_by: canary,
  [canary]: { [canary]: canary },
};

let server: TestServer;
let administrator: Api;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await startServerWithAccounts('pglite', { ENABLE_API_DOCS: 'true', ENABLE_TEST_CLOCK: 'true' });
  administrator = await server.api({ userId: 'root', roles: ['admin', 'platform_admin'] });
  await addUser(server, administrator, { user_id: 'ann' });
  dataOf(await administrator.post('/groups', { group_id: 'clerks' }));
  dataOf(await administrator.post('/roles', { role_id: 'helper', permissions: ['task_read'] }));
  dataOf(await administrator.post('/processes', sequence('tasks', userTask('approve'))));
  dataOf(await administrator.post('/processes', sequence('work', serviceTask('do', 'a-job'))));
  const instance = dataOf<{ instance_id: string }>(
    await administrator.post('/processes/tasks/instances', {}),
  );
  const { tasks } = dataOf<{ tasks: { task_id: string }[] }>(await administrator.get('/tasks'));
  ids = { instance: instance.instance_id, task: tasks[0]?.task_id ?? '' };
});
afterAll(() => server.stop());

/** Bodies as they have to be, by operation, sent to what is there. All others are sent to ids nobody has. */
const bodies: Readonly<Record<string, object>> = {
  'POST /api/v1/users': { user_id: 'new', name: 'New' },
  'PATCH /api/v1/users/ann': { name: 'Ann' },
  'POST /api/v1/groups': { group_id: 'new' },
  'PATCH /api/v1/groups/clerks': { name: 'Clerks' },
  'POST /api/v1/roles': { role_id: 'new', permissions: ['task_read'] },
  'PATCH /api/v1/roles/helper': { name: 'Helper' },
  'POST /api/v1/tenants': { tenant_id: 'fresh', name: 'Fresh' },
  'PATCH /api/v1/tenants/fresh': { name: 'Fresher' },
  'POST /api/v1/processes/tasks/instances': { variables: { a: 1 }, business_key: 'k' },
  'PATCH /api/v1/instances/INSTANCE/variables': { variables: { b: 1 } },
  'POST /api/v1/tasks/TASK/assign': { assignee: 'ann' },
  'POST /api/v1/tasks/TASK/complete': { variables: {} },
  'POST /api/v1/messages': { message_name: 'm' },
  'POST /api/v1/signals': { signal_name: 's' },
  'POST /api/v1/parse': { definition: '<a/>' },
  'POST /api/v1/jobs/activate': { type: 'a-job', worker: 'w' },
};

const filled = (path: string): string =>
  path.replace('INSTANCE', ids['instance'] ?? '').replace('TASK', ids['task'] ?? '');

describe('members no body has', () => {
  it.each(Object.entries(bodies))('are no part of %s', async (operation, body) => {
    const [method = '', path = ''] = operation.split(' ');
    const answer = await administrator.call(method, filled(path), { body: { ...smuggled, ...body } });
    expect([200, 422]).toContain(answer.status);
    if (answer.status === 200) expect(answer.text).not.toContain(canary);
  });

  it('are refused or left out by every operation that takes a body', async () => {
    const document: unknown = (await administrator.call('GET', '/api/../openapi.json')).body;
    const operations = bodiesOf(document);
    expect(operations.length).toBeGreaterThan(30);
    for (const { method, path, open } of operations) {
      // A place for members of any name is where the values of a process are, never the body itself.
      expect([`${method} ${path}`, open]).toEqual([`${method} ${path}`, false]);
      const url = path.replaceAll(/\{[^}]+\}/g, '01890000-0000-7000-8000-000000000000');
      const answer = await administrator.call(method, url, { body: smuggled });
      expect([`${method} ${path}`, answer.status]).toEqual([
        `${method} ${path}`,
        expect.toBeOneOf([200, 401, 403, 404, 409, 422]),
      ]);
    }
  });

  it('are nowhere afterwards', async () => {
    await administrator.post('/tenants/fresh/suspend');
    for (const tenant of ['default', 'fresh']) {
      const everything = await administrator.get(`/tenants/${tenant}/export`);
      expect(everything.status).toBe(200);
      expect(everything.text).not.toContain(canary);
      expect(everything.text).not.toContain('4242');
    }
    expect(server.errors()).toEqual([]);
  });
});

describe('somebody who is nobody in particular', () => {
  it('makes themselves no more by what they send to where they may', async () => {
    const ann = await logInAs(server, 'ann', goodPassword);
    const more = { roles: ['admin'], permissions: ['user_create'], groups: ['clerks'], tenant_id: 'fresh' };
    const passwords = { current_password: goodPassword, new_password: 'quiet-lantern-orchard-31' };
    dataOf(await ann.post('/me/password', { ...passwords, ...more, user_id: 'root' }));
    expect(dataOf(await ann.get('/me'))).toMatchObject({ roles: ['user'], groups: [], tenant_id: 'default' });
    expect((await ann.call('PATCH', '/me', { body: more })).status).toBe(405);
    expect((await ann.call('PATCH', '/users/ann', { body: more })).status).toBe(403);
  });

  it('logs in with no more than they have', async () => {
    const created = dataOf<{ initial_password: string }>(
      await administrator.post('/users', { user_id: 'bob', name: 'Bob' }),
    );
    await choosePassword(server, 'bob', created.initial_password);
    const body = { username: 'bob', password: goodPassword, roles: ['admin'], must_change_password: false };
    const { access_token: token } = dataOf<{ access_token: string }>(
      await connectApi(server.url, null).post('/auth/login', body),
    );
    expect(dataOf(await connectApi(server.url, token).get('/me'))).toMatchObject({ roles: ['user'] });
  });
});
