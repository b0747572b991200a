import { allPermissions, builtInRoles, expandPermissions, implied } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { Refusal } from '../access/refusal.ts';
import type { Transaction } from '../store/database.ts';
import { groupsOfIds } from '../store/groups.ts';
import { listTenantRoles } from '../store/tenant-roles.ts';

/** What somebody is given, or has been. */
export interface Grant {
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  readonly permissions?: readonly string[];
}

/**
 * Refuses to give what does not exist (422) or what the giver does not have (403): else whoever may manage users
 * could make themselves anything.
 */
export async function requireGrantable(
  transaction: Transaction,
  principal: Principal,
  grant: Grant,
): Promise<void> {
  const { roles = [], groups = [], permissions = [] } = grant;
  const [tenantRoles, known] = await Promise.all([
    permissionsByTenantRole(transaction, principal.tenantId),
    groupsOfIds(transaction, principal.tenantId, groups),
  ]);
  requireKnown('roles', roles, (role) => builtInRoles.has(role) || tenantRoles.has(role));
  requireKnown('groups', groups, (group) => known.some(({ groupId }) => groupId === group));
  requireKnown(
    'permissions',
    permissions,
    (permission) => allPermissions.includes(permission) || implied.has(permission),
  );
  const allRoles = [...roles, ...known.flatMap((group) => group.roles)];
  requireHeld(principal, expandPermissions(allRoles, permissions, tenantRoles));
}

/** Refuses to change somebody or something that amounts to more than the caller has. */
export async function requireMayManage(
  transaction: Transaction,
  principal: Principal,
  { roles = [], groups = [], permissions = [] }: Grant,
): Promise<void> {
  const [tenantRoles, known] = await Promise.all([
    permissionsByTenantRole(transaction, principal.tenantId),
    groupsOfIds(transaction, principal.tenantId, groups),
  ]);
  const allRoles = [...roles, ...known.flatMap((group) => group.roles)];
  requireHeld(principal, expandPermissions(allRoles, permissions, tenantRoles));
}

async function permissionsByTenantRole(
  transaction: Transaction,
  tenantId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const roles = await listTenantRoles(transaction, tenantId);
  return new Map(roles.map(({ roleId, permissions }) => [roleId, permissions]));
}

function requireKnown(what: string, names: readonly string[], isKnown: (name: string) => boolean): void {
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined) return;
  const message = `Expected ${what} that exist, but found '${unknown}'`;
  throw new Refusal('VALIDATION_FAILED', message, {
    findings: [{ code: 'VALIDATION_FAILED', pointer: `/${what}`, message }],
  });
}

function requireHeld({ permissions, userId }: Principal, wanted: ReadonlySet<string>): void {
  for (const permission of wanted) {
    if (permissions.has(permission)) continue;
    const message = `Expected to have the permission ${permission} that this is about, but user ${userId} lacks it`;
    throw new Refusal('FORBIDDEN', message);
  }
}
