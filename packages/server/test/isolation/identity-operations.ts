import type { Entries } from './entries.ts';
import { ownName } from './plain.ts';

const claimed = 'whom the caller says to be, before anybody knows it';
const unknownGrants = { '/groups/0': 422, '/roles/0': 422 } as const;
/** Administrators of a tenant may not so much as ask. */
const ofPlatform = { forbidden: true } as const;

/** Who may come in. */
export const identityOperations: Entries = {
  'GET /api/v1/auth/methods': { needs: 'open', ids: {} },
  'POST /api/v1/auth/login': { needs: 'open', ids: {}, plain: { '/tenant_id': claimed } },
  'POST /api/v1/auth/refresh': { needs: 'open', ids: {} },
  'POST /api/v1/auth/logout': { needs: 'open', ids: {} },
  'GET /api/v1/me': { needs: 'signed-in', ids: {} },
  'POST /api/v1/me/password': { needs: 'signed-in', ids: {} },
  'GET /api/v1/me/sessions': { needs: 'signed-in', ids: {} },
  'DELETE /api/v1/me/sessions/{id}': { needs: 'signed-in', ids: { '{id}': 'session' } },
  'GET /api/v1/users': {
    needs: 'user_read',
    ids: { '?cursor': 'accountCursor', '?group': 'group', '?role': 'role', '?search': 'account' },
  },
  'POST /api/v1/users': {
    needs: 'user_create',
    ids: { '/groups/0': 'group', '/roles/0': 'role' },
    plain: { '/user_id': ownName },
    refusedWith: unknownGrants,
    body: { user_id: 'new', name: 'New' },
  },
  'GET /api/v1/users/{id}': { needs: 'user_read', ids: { '{id}': 'account' } },
  'PATCH /api/v1/users/{id}': {
    needs: 'user_update',
    ids: { '{id}': 'account', '/groups/0': 'group', '/roles/0': 'role' },
    refusedWith: unknownGrants,
    body: { name: 'Taken' },
  },
  'DELETE /api/v1/users/{id}': { needs: 'user_delete', ids: { '{id}': 'account' } },
  'POST /api/v1/users/{id}/reset-password': { needs: 'user_update', ids: { '{id}': 'account' } },
  'GET /api/v1/groups': { needs: 'group_read', ids: { '?cursor': 'groupCursor' } },
  'POST /api/v1/groups': {
    needs: 'group_create',
    ids: { '/roles/0': 'role' },
    plain: { '/group_id': ownName },
    refusedWith: unknownGrants,
    body: { group_id: 'new' },
  },
  'GET /api/v1/groups/{id}': { needs: 'group_read', ids: { '{id}': 'group' } },
  'PATCH /api/v1/groups/{id}': {
    needs: 'group_update',
    ids: { '{id}': 'group', '/roles/0': 'role' },
    refusedWith: unknownGrants,
    body: { name: 'Taken' },
  },
  'DELETE /api/v1/groups/{id}': { needs: 'group_delete', ids: { '{id}': 'group' } },
  'PUT /api/v1/groups/{id}/members/{user_id}': {
    needs: 'group_update',
    ids: { '{id}': 'group', '{user_id}': 'account' },
  },
  'DELETE /api/v1/groups/{id}/members/{user_id}': {
    needs: 'group_update',
    ids: { '{id}': 'group', '{user_id}': 'account' },
  },
  'GET /api/v1/roles': { needs: 'role_read', ids: {} },
  'POST /api/v1/roles': {
    needs: 'role_create',
    ids: {},
    plain: { '/role_id': ownName },
    body: { role_id: 'new', permissions: ['task_read'] },
  },
  'PATCH /api/v1/roles/{id}': { needs: 'role_update', ids: { '{id}': 'role' }, body: { name: 'Taken' } },
  'DELETE /api/v1/roles/{id}': { needs: 'role_delete', ids: { '{id}': 'role' } },
  'GET /api/v1/api-keys': { needs: 'api_key_read', ids: { '?cursor': 'apiKeyCursor' } },
  'POST /api/v1/api-keys': {
    needs: 'api_key_create',
    ids: {},
    body: { name: 'new', permissions: ['task_read'] },
  },
  'DELETE /api/v1/api-keys/{id}': { needs: 'api_key_delete', ids: { '{id}': 'apiKey' } },
  'GET /api/v1/tenants': { needs: 'tenant_read', ids: { '?cursor': 'tenantCursor' }, ...ofPlatform },
  'POST /api/v1/tenants': {
    needs: 'tenant_create',
    ids: { '/tenant_id': 'tenant' },
    body: { name: 'Taken' },
    ...ofPlatform,
  },
  'GET /api/v1/tenants/{tenant_id}': {
    needs: 'tenant_read',
    ids: { '{tenant_id}': 'tenant' },
    ...ofPlatform,
  },
  'PATCH /api/v1/tenants/{tenant_id}': {
    needs: 'tenant_update',
    ids: { '{tenant_id}': 'tenant' },
    body: { name: 'Taken' },
    ...ofPlatform,
  },
  'POST /api/v1/tenants/{tenant_id}/suspend': {
    needs: 'tenant_suspend',
    ids: { '{tenant_id}': 'tenant' },
    ...ofPlatform,
  },
  'POST /api/v1/tenants/{tenant_id}/resume': {
    needs: 'tenant_suspend',
    ids: { '{tenant_id}': 'tenant' },
    ...ofPlatform,
  },
  'DELETE /api/v1/tenants/{tenant_id}': {
    needs: 'tenant_delete',
    ids: { '{tenant_id}': 'tenant', '/confirm': 'tenant' },
    ...ofPlatform,
  },
  'GET /api/v1/tenants/{tenant_id}/export': {
    needs: 'tenant_export',
    ids: { '{tenant_id}': 'tenant' },
    ...ofPlatform,
  },
};
