import type { ApiKey, Me, UserWithPassword } from '@wbpm/contract';
import { logInAs } from '../../src/testing/accounts.ts';
import { dataOf } from '../../src/testing/api.ts';
import type { TestServer } from '../../src/testing/test-server.ts';

/** A tenant of the tests. Everything it can give a name has one that begins with the prefix. */
export interface Tenant {
  readonly tenantId: string;
  readonly prefix: string;
}

export function administratorOf({ tenantId, prefix }: Tenant) {
  return { tenantId, userId: `${prefix}-admin`, roles: ['admin'] };
}

/** Somebody in a group with a role of the tenant's own, logged in, and a machine. */
export async function peopleOf(server: TestServer, tenant: Tenant) {
  const { tenantId, prefix } = tenant;
  const api = await server.api(administratorOf(tenant));
  const role = `${prefix.replaceAll('-', '_')}_role`;
  const group = `${prefix}-group`;
  const account = `${prefix}-person`;
  dataOf(await api.post('/roles', { role_id: role, name: `${prefix}-role`, permissions: ['task_read'] }));
  dataOf(await api.post('/groups', { group_id: group, name: `${prefix}-group-name`, roles: [role] }));
  const person = { user_id: account, name: `${prefix}-name`, email: `${prefix}@test.example` };
  const { initial_password: password } = dataOf<UserWithPassword>(
    await api.post('/users', { ...person, groups: [group], roles: [role] }),
  );
  const loggedIn = await logInAs(server, account, password ?? '', tenantId);
  const { session_id: session } = dataOf<Me>(await loggedIn.get('/me'));
  const machine = { name: `${prefix}-machine`, permissions: ['task_read'], groups: [group] };
  const { key_id: apiKey } = dataOf<ApiKey>(await api.post('/api-keys', machine));
  return {
    account: [account, `${prefix}-first`],
    group: [group],
    role: [role],
    session: [session ?? ''],
    apiKey: [apiKey],
  } as const;
}
