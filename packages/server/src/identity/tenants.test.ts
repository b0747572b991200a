import type { CreatedTenant, Me, Tenant, TenantList } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addUser,
  choosePassword,
  goodPassword,
  logInAs,
  startServerWithAccounts,
} from '../testing/accounts.ts';
import { type Api, connectApi, dataOf } from '../testing/api.ts';
import { eventually } from '../testing/eventually.ts';
import { type TestServer, testStores } from '../testing/test-server.ts';

describe.each(testStores)('tenants on %s', (database) => {
  let server: TestServer;
  let platform: Api;
  beforeAll(async () => {
    server = await startServerWithAccounts(database);
    platform = await server.api({ userId: 'root', roles: ['platform_admin'] });
  });
  afterAll(() => server.stop());

  it('are created with an administrator, who can do everything in it and nothing outside', async () => {
    const body = { tenant_id: 'acme', name: 'Acme', administrator: 'alice' };
    const made = dataOf<CreatedTenant>(await platform.post('/tenants', body));
    expect(made).toMatchObject({
      tenant_id: 'acme',
      status: 'active',
      administrator: 'alice',
      created_by: 'root',
    });
    const alice = await choosePassword(server, 'alice', made.initial_password ?? '', 'acme');
    const me = dataOf<Me>(await alice.get('/me'));
    expect(me).toMatchObject({ tenant_id: 'acme', roles: ['admin'] });
    expect(me.permissions.filter((permission) => permission.startsWith('tenant_'))).toEqual([]);
    expect((await alice.get('/tenants')).status).toBe(403);
    expect((await alice.get('/users/admin')).status).toBe(404);
    await addUser(server, alice, { user_id: 'admin' }, 'acme');
    expect(dataOf(await alice.get('/users'))).toMatchObject({
      users: [{ user_id: 'admin' }, { user_id: 'alice' }],
    });
  });

  it('give nobody the platform, whatever their roles and tokens say', async () => {
    const alice = await logInAs(server, 'alice', goodPassword, 'acme');
    const grant = { user_id: 'mallory', name: 'M', roles: ['platform_admin'] };
    expect((await alice.post('/users', grant)).status).toBe(403);
    const role = { role_id: 'platform', permissions: ['tenant_delete'] };
    expect((await alice.post('/roles', role)).status).toBe(403);
    const forged = await server.api({
      tenantId: 'acme',
      userId: 'mallory',
      roles: ['platform_admin'],
      permissions: ['tenant_read', 'tenant_suspend'],
    });
    expect((await forged.get('/tenants')).status).toBe(403);
    expect((await forged.post('/tenants/default/suspend')).status).toBe(403);
  });

  it('are there once', async () => {
    const body = { tenant_id: 'acme', name: 'Again' };
    expect((await platform.post('/tenants', body)).status).toBe(409);
    for (const id of ['a b', '', 'x'.repeat(65), '../x', 'a.b']) {
      expect((await platform.post('/tenants', { ...body, tenant_id: id })).status).toBe(422);
    }
  });

  it('are listed and renamed by the platform, which does not see into them', async () => {
    dataOf(await platform.post('/tenants', { tenant_id: 'beta', name: 'Beta' }));
    const { tenants } = dataOf<TenantList>(await platform.get('/tenants'));
    expect(tenants.map(({ tenant_id }) => tenant_id)).toEqual(['acme', 'beta', 'default']);
    const first = dataOf<TenantList>(await platform.get('/tenants?limit=1'));
    expect(dataOf(await platform.get(`/tenants?limit=1&cursor=${first.next_cursor}`))).toMatchObject({
      tenants: [{ tenant_id: 'beta' }],
    });
    const headers = { 'if-match': '"1"' };
    const rename = () => platform.call('PATCH', '/tenants/beta', { body: { name: 'Better' }, headers });
    expect(dataOf(await rename())).toMatchObject({ name: 'Better', revision: 2 });
    expect((await rename()).status).toBe(412);
    expect((await platform.get('/tenants/beta')).headers.get('etag')).toBe('"2"');
    expect((await platform.get('/tenants/gamma')).status).toBe(404);
    expect((await platform.call('PATCH', '/tenants/gamma', { body: { name: 'x' } })).status).toBe(404);
    expect((await platform.get('/users')).status).toBe(403);
    expect((await platform.get('/instances')).status).toBe(403);
  });

  it('let nobody in while they are suspended, whatever they come with', async () => {
    const alice = await logInAs(server, 'alice', goodPassword, 'acme');
    const key = { name: 'ci', permissions: ['task_read'] };
    const machine = connectApi(server.url, dataOf<{ key: string }>(await alice.post('/api-keys', key)).key);
    const outside = await server.api({ tenantId: 'acme', userId: 'olga' });
    const callers = [alice, machine, outside];
    const statuses = () => Promise.all(callers.map(async (caller) => (await caller.get('/tasks')).status));
    expect(await statuses()).toEqual([200, 200, 200]);
    dataOf(await platform.post('/tenants/acme/suspend'));
    expect(await statuses()).toEqual([403, 403, 403]);
    const login = { tenant_id: 'acme', username: 'alice', password: goodPassword };
    expect((await connectApi(server.url, null).post('/auth/login', login)).status).toBe(401);
    expect((await platform.get('/me')).status).toBe(200);
    dataOf(await platform.post('/tenants/acme/resume'));
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('can be resumed, so that of the platform is not suspended', async () => {
    expect((await platform.post('/tenants/default/suspend')).status).toBe(409);
  });

  describe('are taken out and deleted', () => {
    const process = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
      targetNamespace="t"><process id="order" isExecutable="true"><startEvent id="s"/><userTask id="u"/>
      <sequenceFlow id="f" sourceRef="s" targetRef="u"/></process></definitions>`;

    const fill = async (tenantId: string) => {
      const api = await server.api({ tenantId, userId: 'ina', roles: ['admin'] });
      dataOf(await api.call('POST', '/processes', { raw: process, contentType: 'application/xml' }));
      const large = 'L'.repeat(100_000);
      for (let count = 0; count < 3; count += 1) {
        dataOf(
          await api.post('/processes/order/instances', { variables: { note: `note of ${tenantId}`, large } }),
        );
      }
      return api;
    };

    it('whole, without secrets, and nothing of others', async () => {
      dataOf(await platform.post('/tenants', { tenant_id: 'gone', name: 'Gone' }));
      dataOf(await platform.post('/tenants', { tenant_id: 'kept', name: 'Kept' }));
      await fill('gone');
      await fill('kept');
      const answer = await platform.get('/tenants/gone/export');
      expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="gone.ndjson"');
      const lines = answer.text
        .trimEnd()
        .split('\n')
        .map((text): Record<string, unknown> => JSON.parse(text));
      expect(lines[0]).toEqual({ format: 'wbpm-tenant', version: 1, tenant_id: 'gone' });
      const rows = lines.filter((line) => 'table' in line);
      expect(lines.at(-1)).toEqual({ end: true, rows: rows.length });
      const tables = new Set(rows.map(({ table }) => table));
      for (const table of [
        'tenants',
        'users',
        'process_definitions',
        'process_instances',
        'tasks',
        'journal',
      ]) {
        expect(tables).toContain(`wbpm_${table}`);
      }
      const file = lines.find((line) => 'file' in line);
      expect(Buffer.from(String(file?.['content']), 'base64').toString()).toContain('LLLL');
      expect(answer.text).toContain('note of gone');
      expect(answer.text).not.toMatch(
        /note of kept|"tenant_id":"kept"|scrypt\$|"(password|token|refresh)_hash"/,
      );
    });

    it('once they are suspended and their id was told twice', async () => {
      const remove = (confirm: string) => platform.call('DELETE', '/tenants/gone', { body: { confirm } });
      expect((await remove('gone')).status).toBe(409);
      dataOf(await platform.post('/tenants/gone/suspend'));
      expect((await remove('kept')).status).toBe(422);
      expect(dataOf(await remove('gone'))).toMatchObject({ status: 'deleting' });
      expect((await remove('gone')).status).toBe(409);
    });

    it('for good, and nobody comes in with what they had', async () => {
      await eventually(
        async () => dataOf<Tenant>(await platform.get('/tenants/gone')),
        ({ name, status }) => name === 'gone' && status === 'deleted',
      );
      const rest = await platform.get('/tenants/gone/export');
      expect(rest.text.split('\n').filter((line) => line.includes('"table"'))).toHaveLength(1);
      const outside = await server.api({ tenantId: 'gone', userId: 'ina', roles: ['admin'] });
      expect((await outside.get('/processes')).status).toBe(403);
      expect((await platform.post('/tenants/gone/resume')).status).toBe(409);
      expect((await platform.post('/tenants', { tenant_id: 'gone', name: 'Again' })).status).toBe(409);
    });

    it('without a trace in others', async () => {
      const kept = await server.api({ tenantId: 'kept', userId: 'ina', roles: ['admin'] });
      const { instances } = dataOf<{ instances: { instance_id: string }[] }>(await kept.get('/instances'));
      expect(instances).toHaveLength(3);
      const { variables } = dataOf<{ variables: Record<string, string> }>(
        await kept.get(`/instances/${instances[0]?.instance_id}`),
      );
      expect(variables['large']).toHaveLength(100_000);
    });

    it('by nobody but the platform', async () => {
      const stranger = await server.api({
        tenantId: 'kept',
        userId: 'ina',
        roles: ['admin', 'platform_admin'],
      });
      expect((await stranger.get('/tenants/kept/export')).status).toBe(403);
      const body = { confirm: 'kept' };
      expect((await stranger.call('DELETE', '/tenants/kept', { body })).status).toBe(403);
      expect((await platform.get('/tenants/nowhere/export')).status).toBe(404);
      expect(
        (await platform.call('DELETE', '/tenants/nowhere', { body: { confirm: 'nowhere' } })).status,
      ).toBe(404);
    });
  });

  it('never were a defect', () => expect(server.errors()).toEqual([]));
});
