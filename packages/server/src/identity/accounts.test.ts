import type {
  ApiKeyWithSecret,
  Group,
  Me,
  Role,
  RoleList,
  User,
  UserList,
  UserWithPassword,
} from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, goodPassword, logInAs, startServerWithAccounts } from '../testing/accounts.ts';
import { type Api, codeOf, connectApi, dataOf } from '../testing/api.ts';
import { type TestServer, testStores } from '../testing/test-server.ts';

const admin = { tenantId: 'default', userId: 'root', roles: ['admin'] };

describe.each(testStores)('who may what on %s', (database) => {
  let server: TestServer;
  let administrator: Api;
  beforeAll(async () => {
    server = await startServerWithAccounts(database);
    administrator = await server.api(admin);
  });
  afterAll(() => server.stop());

  const patch = (path: string, body: object, headers: Record<string, string> = {}) =>
    administrator.call('PATCH', path, { body, headers });

  describe('users', () => {
    it('are listed by their ids, page by page, and found by role, group, status and what they are called', async () => {
      await administrator.post('/groups', { group_id: 'clerks' });
      const people = [
        { user_id: 'ada', name: 'Ada Byron', roles: ['user', 'operator'] },
        { user_id: 'bob', name: 'Robert Brown', groups: ['clerks'] },
        { user_id: 'cem', name: 'Cem Ada' },
      ];
      for (const person of people) dataOf(await administrator.post('/users', person));
      dataOf(await patch('/users/cem', { status: 'disabled' }));
      const ids = async (query: string) =>
        dataOf<UserList>(await administrator.get(`/users${query}`)).users.map(({ user_id }) => user_id);
      expect(await ids('')).toEqual(['ada', 'admin', 'bob', 'cem']);
      expect(await ids('?role=operator')).toEqual(['ada']);
      expect(await ids('?group=clerks')).toEqual(['bob']);
      expect(await ids('?status=disabled')).toEqual(['cem']);
      expect(await ids('?search=ADA')).toEqual(['ada', 'cem']);
      expect(await ids('?search=%25')).toEqual([]);
      const first = dataOf<UserList>(await administrator.get('/users?limit=2'));
      expect(first.users).toHaveLength(2);
      expect(await ids(`?limit=2&cursor=${first.next_cursor}`)).toEqual(['bob', 'cem']);
    });

    it('tell their initial password once, also when the same request comes again', async () => {
      const body = { user_id: 'dot', name: 'Dot' };
      const first = dataOf<UserWithPassword>(await administrator.post('/users', body, 'same-key'));
      const again = await administrator.post('/users', body, 'same-key');
      expect(first.initial_password).not.toBeNull();
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(dataOf(again)).toEqual({ ...first, initial_password: null });
      expect((await administrator.post('/users', body)).status).toBe(409);
    });

    it('are changed in the revision that was seen, or not at all', async () => {
      const seen = await administrator.get('/users/dot');
      expect(seen.headers.get('etag')).toBe('"1"');
      const changed = await patch('/users/dot', { name: 'Dorothy' }, { 'if-match': '"1"' });
      expect(changed.headers.get('etag')).toBe('"2"');
      expect(dataOf<User>(changed)).toMatchObject({ name: 'Dorothy', email: null, revision: 2 });
      const late = await patch('/users/dot', { name: 'Doris' }, { 'if-match': '"1"' });
      expect(late.status).toBe(412);
      expect(codeOf(late)).toBe('STALE_VERSION');
      expect((await patch('/users/dot', { name: 'D' }, { 'if-match': 'W/"2"' })).status).toBe(400);
      expect((await patch('/users/nobody', { name: 'D' }, { 'if-match': '"1"' })).status).toBe(404);
    });

    it.each([
      [{ user_id: 'a b', name: 'x' }, '/user_id'],
      [{ user_id: 'key:x', name: 'x' }, '/user_id'],
      [{ user_id: 'x', name: '' }, '/name'],
      [{ user_id: 'x', name: 'x', email: 'nonsense' }, '/email'],
      [{ user_id: 'x', name: 'x', roles: ['nonsense'] }, '/roles'],
      [{ user_id: 'x', name: 'x', groups: ['nonsense'] }, '/groups'],
    ])('are not made of %j', async (body, pointer) => {
      const answer = await administrator.post('/users', body);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ pointer: expect.stringContaining(pointer) }] });
    });

    it('have no members a body could set beside those it may', async () => {
      const body = {
        user_id: 'eve',
        name: 'Eve',
        must_change_password: false,
        status: 'active',
        revision: 9,
      };
      const eve = dataOf<UserWithPassword>(
        await administrator.post('/users', { ...body, tenant_id: 'other' }),
      );
      expect(eve).toMatchObject({ must_change_password: true, revision: 1 });
      expect(
        dataOf(await patch('/users/eve', { created_by: 'x', revision: 7, tenant_id: 'other' })),
      ).toMatchObject({
        created_by: 'root',
        revision: 2,
      });
    });

    it('are out at once when they are disabled, and cannot come back', async () => {
      const fay = await addUser(server, administrator, { user_id: 'fay' });
      expect((await fay.get('/tasks')).status).toBe(200);
      dataOf(await patch('/users/fay', { status: 'disabled' }));
      expect((await fay.get('/tasks')).status).toBe(401);
      const back = await connectApi(server.url, null).post('/auth/login', {
        username: 'fay',
        password: goodPassword,
      });
      expect(back.status).toBe(401);
    });

    it('are out at once when they are deleted', async () => {
      const gus = await addUser(server, administrator, { user_id: 'gus' });
      dataOf(await administrator.call('DELETE', '/users/gus'));
      expect((await gus.get('/me')).status).toBe(401);
      expect((await administrator.get('/users/gus')).status).toBe(404);
    });

    it('may from the next request on what their groups and roles say', async () => {
      const hal = await addUser(server, administrator, { user_id: 'hal', roles: [] });
      expect((await hal.get('/incidents')).status).toBe(403);
      dataOf(await administrator.post('/groups', { group_id: 'night shift', roles: ['operator'] }));
      dataOf(await administrator.call('PUT', '/groups/night%20shift/members/hal'));
      expect((await hal.get('/incidents')).status).toBe(200);
      expect(dataOf<Me>(await hal.get('/me')).groups).toEqual(['night shift']);
      dataOf(await administrator.call('DELETE', '/groups/night%20shift/members/hal'));
      expect((await hal.get('/incidents')).status).toBe(403);
    });
  });

  describe('groups', () => {
    it('are made, changed, listed and deleted', async () => {
      const made = dataOf<Group>(await administrator.post('/groups', { group_id: 'sales', name: 'Sales' }));
      expect(made).toMatchObject({ group_id: 'sales', roles: [], members: 0, revision: 1 });
      expect((await administrator.post('/groups', { group_id: 'sales' })).status).toBe(409);
      const changed = await patch('/groups/sales', { roles: ['user'] }, { 'if-match': '"1"' });
      expect(dataOf<Group>(changed)).toMatchObject({ name: 'Sales', roles: ['user'], revision: 2 });
      expect((await patch('/groups/sales', { name: 'S' }, { 'if-match': '"1"' })).status).toBe(412);
      expect((await patch('/groups/sales', { roles: ['nonsense'] })).status).toBe(422);
      expect((await administrator.get('/groups/sales')).headers.get('etag')).toBe('"2"');
      expect(dataOf(await administrator.get('/groups?limit=1'))).toMatchObject({
        next_cursor: expect.any(String),
      });
      expect((await administrator.call('PUT', '/groups/sales/members/nobody')).status).toBe(404);
      expect((await administrator.call('PUT', '/groups/nowhere/members/ada')).status).toBe(404);
      dataOf(await administrator.call('DELETE', '/groups/sales'));
      expect((await administrator.get('/groups/sales')).status).toBe(404);
    });

    it('cannot be called what a process could not name', async () => {
      for (const id of ['a,b', ' a', 'a ', '', 'x'.repeat(129), 'a\nb']) {
        expect((await administrator.post('/groups', { group_id: id })).status).toBe(422);
      }
    });
  });

  describe('roles', () => {
    it('of the tenant count as soon as they are made, and no more when they are deleted', async () => {
      const body = { role_id: 'auditor', name: 'Auditor', permissions: ['instance_read', 'incident_read'] };
      expect(dataOf<Role>(await administrator.post('/roles', body))).toMatchObject({
        built_in: false,
        revision: 1,
      });
      const ivy = await addUser(server, administrator, { user_id: 'ivy', roles: ['auditor'] });
      expect((await ivy.get('/incidents')).status).toBe(200);
      expect((await ivy.get('/jobs')).status).toBe(403);
      dataOf(await patch('/roles/auditor', { permissions: ['job_read'] }, { 'if-match': '"1"' }));
      expect((await ivy.get('/incidents')).status).toBe(403);
      expect((await ivy.get('/jobs')).status).toBe(200);
      const outside = await server.api({ userId: 'olga', roles: ['auditor'] });
      expect((await outside.get('/jobs')).status).toBe(200);
      dataOf(await administrator.call('DELETE', '/roles/auditor'));
      expect((await ivy.get('/jobs')).status).toBe(403);
      expect((await outside.get('/jobs')).status).toBe(403);
    });

    it('that every tenant has are listed and cannot be changed', async () => {
      const { roles } = dataOf<RoleList>(await administrator.get('/roles'));
      expect(roles.filter(({ built_in }) => built_in).map(({ role_id }) => role_id)).toEqual([
        'user',
        'operator',
        'admin',
        'platform_admin',
      ]);
      expect((await administrator.post('/roles', { role_id: 'admin', permissions: [] })).status).toBe(409);
      expect((await patch('/roles/user', { permissions: [] })).status).toBe(409);
      expect((await administrator.call('DELETE', '/roles/user')).status).toBe(409);
      expect((await patch('/roles/nonsense', { name: 'x' })).status).toBe(404);
      const unknown = { role_id: 'odd', permissions: ['fly_high'] };
      expect((await administrator.post('/roles', unknown)).status).toBe(422);
    });
  });

  describe('nobody', () => {
    let manager: Api;
    beforeAll(async () => {
      const permissions = [
        ...['user_create', 'user_read', 'user_update', 'user_delete'],
        ...['group_create', 'group_read', 'group_update', 'group_delete'],
        ...['role_create', 'role_update', 'role_delete', 'api_key_create', 'task_read'],
      ];
      dataOf(await administrator.post('/roles', { role_id: 'people', permissions }));
      manager = await addUser(server, administrator, { user_id: 'mia', roles: ['people'] });
      dataOf(await administrator.post('/users', { user_id: 'boss', name: 'Boss', roles: ['admin'] }));
      dataOf(await administrator.post('/groups', { group_id: 'bosses', roles: ['admin'] }));
      dataOf(await administrator.post('/roles', { role_id: 'mighty', permissions: ['process_delete'] }));
    });

    it.each<[string, string, string, object | undefined]>([
      [
        'gives a role with more than they have',
        'POST',
        '/users',
        { user_id: 'n', name: 'N', roles: ['operator'] },
      ],
      [
        'puts a new user into a group with more',
        'POST',
        '/users',
        { user_id: 'n', name: 'N', roles: [], groups: ['bosses'] },
      ],
      ['makes somebody mightier than themselves', 'PATCH', '/users/ada', { roles: ['admin'] }],
      ['puts somebody into a group with more', 'PUT', '/groups/bosses/members/mia', undefined],
      ['gives a group a role with more', 'PATCH', '/groups/clerks', { roles: ['admin'] }],
      ['makes a group with a role with more', 'POST', '/groups', { group_id: 'g', roles: ['admin'] }],
      ['makes a role with more', 'POST', '/roles', { role_id: 'r', permissions: ['process_delete'] }],
      ['changes a role with more', 'PATCH', '/roles/mighty', { permissions: ['task_read'] }],
      ['deletes a role with more', 'DELETE', '/roles/mighty', undefined],
      ['makes a key with more', 'POST', '/api-keys', { name: 'k', permissions: ['process_delete'] }],
      [
        'makes a key with permissions that stand for more',
        'POST',
        '/api-keys',
        { name: 'k', permissions: ['workflow_execute'] },
      ],
      ['resets the password of somebody with more', 'POST', '/users/boss/reset-password', undefined],
      ['disables somebody with more', 'PATCH', '/users/boss', { status: 'disabled' }],
      ['renames somebody with more', 'PATCH', '/users/boss', { email: 'mia@example.org' }],
      ['deletes somebody with more', 'DELETE', '/users/boss', undefined],
      ['deletes a group with more', 'DELETE', '/groups/bosses', undefined],
    ])('%s', async (_what, method, path, body) => {
      const answer = await manager.call(method, path, body === undefined ? {} : { body });
      expect(answer.status).toBe(403);
    });

    it('changes what they are themselves, or deletes themselves', async () => {
      for (const body of [{ roles: ['people', 'user'] }, { status: 'disabled' }, { groups: [] }]) {
        expect((await manager.call('PATCH', '/users/mia', { body })).status).toBe(409);
      }
      expect((await manager.call('DELETE', '/users/mia')).status).toBe(409);
      expect((await manager.call('PATCH', '/users/mia', { body: { name: 'Mia' } })).status).toBe(200);
    });

    it('sees or changes anything of this without the permission', async () => {
      const user = await server.api({ userId: 'una', roles: ['user'] });
      const asked = await Promise.all([
        ...[
          '/users',
          '/users/ada',
          '/groups',
          '/groups/clerks',
          '/roles',
          '/api-keys',
          '/tenants',
          '/tenants/x',
        ].map((path) => user.get(path)),
        user.post('/users', { user_id: 'n', name: 'N' }),
        user.post('/groups', { group_id: 'n' }),
        user.post('/roles', { role_id: 'n', permissions: [] }),
        user.post('/api-keys', { name: 'n', permissions: ['task_read'] }),
        user.post('/tenants', { tenant_id: 'n', name: 'N' }),
        user.post('/tenants/x/suspend'),
        user.post('/tenants/x/resume'),
        user.post('/users/ada/reset-password'),
        ...['/users/ada', '/groups/clerks', '/roles/mighty', '/groups/clerks/members/ada'].map((path) =>
          user.call('DELETE', path),
        ),
        user.call('PUT', '/groups/clerks/members/ada'),
        ...['/users/ada', '/groups/clerks', '/roles/mighty', '/tenants/x'].map((path) =>
          user.call('PATCH', path, { body: { name: 'x' } }),
        ),
        user.call('DELETE', '/api-keys/0190a0a0-0000-7000-8000-000000000000'),
      ]);
      expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 403));
    });
  });

  describe('an API key', () => {
    const wanted = { name: 'ci', permissions: ['process_create', 'process_read'], expires_in_days: 1 };

    it('is told once, may what it was made for, and is a user of its own', async () => {
      const made = dataOf<ApiKeyWithSecret>(await administrator.post('/api-keys', wanted, 'key-once'));
      expect(made.key).toMatch(/^wbpm_key\.default\.[\w-]{43}$/);
      expect(dataOf(await administrator.post('/api-keys', wanted, 'key-once'))).toMatchObject({ key: null });
      expect((await administrator.post('/api-keys', wanted)).status).toBe(409);
      const machine = connectApi(server.url, made.key);
      expect(dataOf<Me>(await machine.get('/me'))).toMatchObject({
        user_id: 'key:ci',
        known_by: 'api_key',
        permissions: ['process_create', 'process_read'],
        has_password: false,
      });
      expect((await machine.get('/processes')).status).toBe(200);
      expect((await machine.get('/tasks')).status).toBe(403);
      expect(dataOf(await administrator.get('/api-keys'))).toMatchObject({
        api_keys: [{ name: 'ci', created_by: 'root', used_at: expect.any(String) }],
      });
      dataOf(await administrator.call('DELETE', `/api-keys/${made.key_id}`));
      expect((await machine.get('/processes')).status).toBe(401);
      expect((await administrator.call('DELETE', `/api-keys/${made.key_id}`)).status).toBe(404);
    });

    it('makes no other key', async () => {
      const body = { name: 'mother', permissions: ['api_key_create', 'task_read'] };
      const { key } = dataOf<ApiKeyWithSecret>(await administrator.post('/api-keys', body));
      const child = { name: 'child', permissions: ['task_read'] };
      expect((await connectApi(server.url, key).post('/api-keys', child)).status).toBe(403);
    });

    it.each([
      ['without permissions', { name: 'x', permissions: [] }],
      ['with one that does not exist', { name: 'x', permissions: ['fly_high'] }],
      ['for ever', { name: 'x', permissions: ['task_read'], expires_in_days: 400 }],
      ['with a name that could be of a person', { name: 'x y', permissions: ['task_read'] }],
    ])('is not made %s', async (_what, body) => {
      expect((await administrator.post('/api-keys', body)).status).toBe(422);
    });

    it.each([
      ['with another secret', 'wbpm_key.default.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      ['of another tenant', 'wbpm_key.other.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      ['that is a session', 'wbpm_session.default.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
      ['that is cut off', 'wbpm_key.default.aaaa'],
    ])('%s lets nobody in', async (_what, key) => {
      expect((await connectApi(server.url, key).get('/me')).status).toBe(401);
    });
  });

  it('never was a defect', () => expect(server.errors()).toEqual([]));

  it('lets the same person in twice', async () => {
    const twice = await Promise.all([1, 2].map(() => logInAs(server, 'hal', goodPassword)));
    expect(twice[0]?.tokens.access_token).not.toBe(twice[1]?.tokens.access_token);
  });
});
