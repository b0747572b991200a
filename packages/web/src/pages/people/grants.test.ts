import type { Role } from '@wbpm/contract';
import { expect, it } from 'vitest';
import { knownPermissions, mayGive, roleHint } from './grants.ts';

const role = (permissions: readonly string[], builtIn = false): Role => ({
  role_id: 'r',
  name: 'R',
  permissions: [...permissions],
  built_in: builtIn,
  revision: 1,
});

it('lets nobody give what they have not', () => {
  expect(mayGive(role(['task_read']), ['task_read', 'task_claim'])).toBe(true);
  expect(mayGive(role(['task_read', 'user_create']), ['task_read'])).toBe(false);
});

it('knows the permissions of all roles and of the giver, each once', () => {
  expect(
    knownPermissions([role(['task_read']), role(['task_read', 'job_read'])], ['workflow_execute']),
  ).toEqual(['task_read', 'job_read', 'workflow_execute']);
});

it('says how much a role amounts to', () => {
  expect(roleHint(role(['task_read'], true))).toBe('Built in, 1 permission');
  expect(roleHint(role([]))).toBe('0 permissions');
});
