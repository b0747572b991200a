import type {
  ApiKeyList,
  ApiKeyWithSecret,
  ChangeGroup,
  ChangeRole,
  ChangeUser,
  CreateApiKey,
  CreateGroup,
  CreateRole,
  CreateUser,
  DeletedGroup,
  DeletedRole,
  DeletedUser,
  Group,
  GroupList,
  Membership,
  PageRequest,
  RevokedApiKey,
  Role,
  RoleList,
  User,
  UserList,
  UserQuery,
  UserWithPassword,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import { type CallOptions, type ChangeOptions, type Sender, seen } from './send.ts';

/** Calls about users, groups, roles and keys of machines. */
export interface PeopleCalls {
  users(query?: Partial<UserQuery>, options?: CallOptions): Promise<UserList>;
  user(id: string, options?: CallOptions): Promise<User>;
  createUser(request: CreateUser, options?: CallOptions): Promise<UserWithPassword>;
  changeUser(id: string, request: ChangeUser, options?: ChangeOptions): Promise<User>;
  resetPassword(id: string, options?: CallOptions): Promise<UserWithPassword>;
  deleteUser(id: string, options?: CallOptions): Promise<DeletedUser>;
  groups(query?: PageRequest, options?: CallOptions): Promise<GroupList>;
  group(id: string, options?: CallOptions): Promise<Group>;
  createGroup(request: CreateGroup, options?: CallOptions): Promise<Group>;
  changeGroup(id: string, request: ChangeGroup, options?: ChangeOptions): Promise<Group>;
  deleteGroup(id: string, options?: CallOptions): Promise<DeletedGroup>;
  addMember(groupId: string, userId: string, options?: CallOptions): Promise<Membership>;
  removeMember(groupId: string, userId: string, options?: CallOptions): Promise<Membership>;
  roles(options?: CallOptions): Promise<RoleList>;
  createRole(request: CreateRole, options?: CallOptions): Promise<Role>;
  changeRole(id: string, request: ChangeRole, options?: ChangeOptions): Promise<Role>;
  deleteRole(id: string, options?: CallOptions): Promise<DeletedRole>;
  apiKeys(query?: PageRequest, options?: CallOptions): Promise<ApiKeyList>;
  createApiKey(request: CreateApiKey, options?: CallOptions): Promise<ApiKeyWithSecret>;
  revokeApiKey(id: string, options?: CallOptions): Promise<RevokedApiKey>;
}

export function peopleCalls(sender: Sender): PeopleCalls {
  const get = <Data>(path: string, query: PageRequest, options?: CallOptions) =>
    sender.data<Data>({ method: 'GET', path, query, options });
  const send = <Data>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    value: unknown,
    options?: CallOptions,
  ) => sender.data<Data>({ method, path, body: { type: 'json', value }, options });
  const patch = <Data>(path: string, value: unknown, options?: ChangeOptions) =>
    sender.data<Data>({ method: 'PATCH', path, body: { type: 'json', value }, ...seen(options) });
  return {
    users: (query = {}, options) => get(apiPath`/users`, query, options),
    user: (id, options) => get(apiPath`/users/${id}`, {}, options),
    createUser: (request, options) => send('POST', apiPath`/users`, request, options),
    changeUser: (id, request, options) => patch(apiPath`/users/${id}`, request, options),
    resetPassword: (id, options) => send('POST', apiPath`/users/${id}/reset-password`, {}, options),
    deleteUser: (id, options) => send('DELETE', apiPath`/users/${id}`, {}, options),
    groups: (query = {}, options) => get(apiPath`/groups`, query, options),
    group: (id, options) => get(apiPath`/groups/${id}`, {}, options),
    createGroup: (request, options) => send('POST', apiPath`/groups`, request, options),
    changeGroup: (id, request, options) => patch(apiPath`/groups/${id}`, request, options),
    deleteGroup: (id, options) => send('DELETE', apiPath`/groups/${id}`, {}, options),
    addMember: (groupId, userId, options) =>
      send('PUT', apiPath`/groups/${groupId}/members/${userId}`, {}, options),
    removeMember: (groupId, userId, options) =>
      send('DELETE', apiPath`/groups/${groupId}/members/${userId}`, {}, options),
    roles: (options) => get(apiPath`/roles`, {}, options),
    createRole: (request, options) => send('POST', apiPath`/roles`, request, options),
    changeRole: (id, request, options) => patch(apiPath`/roles/${id}`, request, options),
    deleteRole: (id, options) => send('DELETE', apiPath`/roles/${id}`, {}, options),
    apiKeys: (query = {}, options) => get(apiPath`/api-keys`, query, options),
    createApiKey: (request, options) => send('POST', apiPath`/api-keys`, request, options),
    revokeApiKey: (id, options) => send('DELETE', apiPath`/api-keys/${id}`, {}, options),
  };
}
