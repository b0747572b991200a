import { expect, it } from 'vitest';
import { permissionGroups } from './permissions.ts';

it('groups permissions by what they are about', () => {
  expect(permissionGroups(['api_key_read', 'task_claim', 'api_key_create', 'task_claim'])).toEqual([
    { resource: 'task', label: 'Tasks', permissions: [{ name: 'task_claim', label: 'Claim' }] },
    {
      resource: 'api_key',
      label: 'API keys',
      permissions: [
        { name: 'api_key_read', label: 'Read' },
        { name: 'api_key_create', label: 'Create' },
      ],
    },
  ]);
});

it('shows what it does not know last, in its own words', () => {
  expect(permissionGroups(['workflow_execute', 'user_read']).map((group) => group.label)).toEqual([
    'Users',
    'Workflow',
  ]);
});
