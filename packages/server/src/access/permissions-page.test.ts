import { expect, it } from 'vitest';
import { actionsByResource, expandPermissions, type Permission } from './permissions.ts';

/** What each permission allows. */
const meanings: Readonly<Record<Permission, string>> = {
  process_create: 'deploy processes, and have a text read as one without keeping it',
  process_read: 'see processes with their versions and drawings',
  process_start: 'start instances, also by evaluating conditional start events',
  process_suspend: 'suspend and resume a process, so that it starts nothing',
  process_delete: 'delete a process, its instances too when asked to',
  instance_read: 'see instances with their variables, history, past states and batches',
  instance_update:
    'set variables, trigger waiting elements, modify and migrate instances, one by one or in batches',
  instance_suspend: 'suspend and resume instances',
  instance_cancel: 'cancel instances',
  task_read: 'see the tasks one has or could claim',
  task_claim: 'claim such tasks and give them back',
  task_assign: 'see every task and give it to anybody',
  task_complete: 'complete such tasks, end them with a business error, escalate them',
  job_read: 'see jobs',
  job_activate: 'take jobs as a worker',
  job_complete: 'complete, fail and extend the jobs taken',
  incident_read: 'see incidents',
  incident_resolve: 'try again what failed, one by one or in batches',
  decision_create: 'deploy decisions',
  decision_read: 'see decisions',
  decision_execute: 'evaluate decisions',
  message_publish: 'publish messages',
  signal_publish: 'broadcast signals',
  clock_read: 'read the clock of a server with ENABLE_TEST_CLOCK',
  clock_update: 'set that clock',
  user_create: 'create users with an account here',
  user_read: 'see users',
  user_update: 'change, disable and unlock users, and reset their passwords',
  user_delete: 'delete users',
  group_create: 'create groups',
  group_read: 'see groups',
  group_update: 'change groups and who is in them',
  group_delete: 'delete groups',
  role_create: "create roles of the tenant's own",
  role_read: 'see roles',
  role_update: 'change such roles',
  role_delete: 'delete such roles',
  api_key_create: 'create keys for machines',
  api_key_read: 'see which keys there are',
  api_key_delete: 'revoke keys',
  tenant_create: 'create tenants, with a first administrator each',
  tenant_read: 'see which tenants there are',
  tenant_update: 'rename tenants',
  tenant_suspend: 'suspend and resume tenants',
  tenant_export: 'take out everything of a tenant',
  tenant_delete: 'delete a tenant with everything it has',
};

const roles = ['user', 'operator', 'admin', 'platform_admin'] as const;

function page(): string {
  const columns = [
    ...roles.map((role) => ({ name: `\`${role}\``, has: expandPermissions([role], []) })),
    { name: '`workflow_execute`', has: expandPermissions([], ['workflow_execute']) },
  ];
  const permissions = Object.entries(actionsByResource).flatMap(([resource, actions]) =>
    actions.map((action) => `${resource}_${action}` as Permission),
  );
  const rows = permissions.map((permission) => [
    `\`${permission}\``,
    meanings[permission],
    ...columns.map(({ has }) => (has.has(permission) ? 'yes' : '')),
  ]);
  return `${introduction}\n${table([['permission', 'allows to', ...columns.map(({ name }) => name)], ...rows])}`;
}

const introduction = `# Permissions

A permission is called \`{resource}_{action}\`. What a caller may do is what the roles and the permissions of the
[token](authentication.md) amount to; a role nobody knows gives nothing. Each is asked for where the thing is done, so
that it holds on every way there, batches that do it later included. What a caller lacks is answered with 403 and
named. Everything is within the tenant of the token; what belongs to another is not found (404).

A tenant can have roles of its own beside these (\`/api/v1/roles\`). Nobody can give what they do not have: not a role,
not a group with roles, not a permission of an API key; and nobody can change users, groups and roles that amount
to more than they have themselves. \`tenant_*\` permissions count in the tenant \`default\` alone, whatever a token of
another says: administrators of one tenant are nobody in another.

\`workflow_execute\` is a permission that stands for others. Without a token in \`AUTH_MODE=dev\` a caller has what
\`user\`, \`operator\` and \`workflow_execute\` amount to.

This page is written by a test (\`npx vitest run permissions-page -u\`).
`;

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}

it('every permission stands in docs/permissions.md, with the roles that have it', async () => {
  await expect(page()).toMatchFileSnapshot('../../../../docs/permissions.md');
});
