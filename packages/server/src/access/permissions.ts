/**
 * What can be done with each kind of resource. A permission is called `{resource}_{action}`; `docs/permissions.md`
 * says what each allows.
 */
export const actionsByResource = {
  process: ['create', 'read', 'start', 'suspend', 'delete'],
  instance: ['read', 'update', 'suspend', 'cancel'],
  task: ['read', 'claim', 'assign', 'complete'],
  job: ['read', 'activate', 'complete'],
  incident: ['read', 'resolve'],
  decision: ['create', 'read', 'execute'],
  message: ['publish'],
  signal: ['publish'],
  clock: ['read', 'update'],
  user: ['create', 'read', 'update', 'delete'],
  group: ['create', 'read', 'update', 'delete'],
  role: ['create', 'read', 'update', 'delete'],
  api_key: ['create', 'read', 'delete'],
  tenant: ['create', 'read', 'update', 'suspend', 'export', 'delete'],
} as const satisfies Record<string, readonly string[]>;

export type Resource = keyof typeof actionsByResource;
export type ActionOn<Of extends Resource> = (typeof actionsByResource)[Of][number];
export type Permission = { [Of in Resource]: `${Of}_${ActionOn<Of>}` }[Resource];

/** Every permission there is. */
export const allPermissions: readonly string[] = Object.entries(actionsByResource).flatMap(
  ([resource, actions]) => actions.map((action) => `${resource}_${action}`),
);

/** Whether it reaches beyond the caller's own tenant. */
export function isOfPlatform(permission: string): boolean {
  return permission.startsWith('tenant_');
}

const user: readonly Permission[] = [
  'process_create',
  'process_read',
  'process_start',
  'instance_read',
  'task_read',
  'task_claim',
  'task_complete',
  'incident_read',
  'decision_create',
  'decision_read',
  'decision_execute',
];

const operator: readonly Permission[] = [
  ...user,
  'process_suspend',
  'process_delete',
  'instance_update',
  'instance_suspend',
  'instance_cancel',
  'task_assign',
  'job_read',
  'job_activate',
  'job_complete',
  'incident_resolve',
  'message_publish',
  'signal_publish',
  'clock_read',
  'clock_update',
  'user_read',
  'group_read',
];

/** Roles every tenant has. */
export const builtInRoles: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['user', user],
  ['operator', operator],
  ['admin', allPermissions.filter((permission) => !isOfPlatform(permission))],
  ['platform_admin', allPermissions.filter(isOfPlatform)],
]);

/** Permissions that stand for others. */
export const implied: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['workflow_execute', [...user, 'job_activate', 'job_complete', 'message_publish', 'signal_publish']],
]);

/**
 * What a caller with these roles and granted permissions may do. A tenant's own roles count where no built-in one has
 * their name; unknown roles give nothing.
 */
export function expandPermissions(
  roles: readonly string[],
  granted: readonly string[],
  tenantRoles: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlySet<string> {
  const given = [
    ...granted,
    ...roles.flatMap((role) => builtInRoles.get(role) ?? tenantRoles.get(role) ?? []),
  ];
  return new Set(given.flatMap((permission) => [permission, ...(implied.get(permission) ?? [])]));
}
