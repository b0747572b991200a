import type { Role } from '@wbpm/contract';

export const cannotGive = 'Has more permissions than you, so you cannot give or take it.';

/** Whether a role amounts to nothing its giver has not: the server refuses the rest. */
export function mayGive(role: Role, mine: readonly string[]): boolean {
  return role.permissions.every((permission) => mine.includes(permission));
}

/** Every permission there is to give, as far as roles and the giver know. */
export function knownPermissions(roles: readonly Role[], mine: readonly string[]): readonly string[] {
  return [...new Set([...roles.flatMap((role) => role.permissions), ...mine])];
}

/** "Built in, 14 permissions". */
export function roleHint(role: Role): string {
  const count = role.permissions.length;
  const permissions = `${count} ${count === 1 ? 'permission' : 'permissions'}`;
  return role.built_in ? `Built in, ${permissions}` : permissions;
}
