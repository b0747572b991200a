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
} as const satisfies Record<string, readonly string[]>;

export type Resource = keyof typeof actionsByResource;
export type ActionOn<Of extends Resource> = (typeof actionsByResource)[Of][number];
export type Permission = { [Of in Resource]: `${Of}_${ActionOn<Of>}` }[Resource];

const everything: readonly string[] = Object.entries(actionsByResource).flatMap(([resource, actions]) =>
  actions.map((action) => `${resource}_${action}`),
);

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
];

const permissionsByRole: ReadonlyMap<string, readonly string[]> = new Map([
  ['user', user],
  ['operator', operator],
  ['admin', everything],
]);

/** Permissions that stand for others. */
const implied: ReadonlyMap<string, readonly string[]> = new Map([
  ['workflow_execute', [...user, 'job_activate', 'job_complete', 'message_publish', 'signal_publish']],
]);

/** What a caller with these roles and granted permissions may do. Unknown roles give nothing. */
export function expandPermissions(roles: readonly string[], granted: readonly string[]): ReadonlySet<string> {
  const permissions = new Set(granted);
  for (const role of roles) {
    for (const permission of permissionsByRole.get(role) ?? []) permissions.add(permission);
  }
  for (const permission of granted) {
    for (const further of implied.get(permission) ?? []) permissions.add(further);
  }
  return permissions;
}
