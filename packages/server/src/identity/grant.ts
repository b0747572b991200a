import { allPermissions, builtInRoles, expandPermissions, implied } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { invalidField, Refusal } from '../access/refusal.ts';
import type { Transaction } from '../store/database.ts';
import { groupsOfIds } from '../store/groups.ts';
import { permissionsByTenantRole } from '../store/tenant-roles.ts';

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
  const { held, tenantRoles, known } = await amountOf(transaction, principal, grant);
  requireKnown('roles', roles, (role) => builtInRoles.has(role) || tenantRoles.has(role));
  requireKnown('groups', groups, (group) => known.has(group));
  requireKnown(
    'permissions',
    permissions,
    (permission) => allPermissions.includes(permission) || implied.has(permission),
  );
  requireHeld(principal, held);
}

/** Refuses to change somebody or something that amounts to more than the caller has. */
export async function requireMayManage(
  transaction: Transaction,
  principal: Principal,
  grant: Grant,
): Promise<void> {
  const { held } = await amountOf(transaction, principal, grant);
  requireHeld(principal, held);
}

/** All a grant comes to, and what of it the tenant knows. */
async function amountOf(
  transaction: Transaction,
  { tenantId }: Principal,
  { roles = [], groups = [], permissions = [] }: Grant,
): Promise<{
  readonly held: ReadonlySet<string>;
  readonly tenantRoles: ReadonlyMap<string, readonly string[]>;
  readonly known: ReadonlySet<string>;
}> {
  const [tenantRoles, found] = await Promise.all([
    permissionsByTenantRole(transaction, tenantId),
    groupsOfIds(transaction, tenantId, groups),
  ]);
  const allRoles = [...roles, ...found.flatMap((group) => group.roles)];
  const held = expandPermissions(allRoles, permissions, tenantRoles);
  return { held, tenantRoles, known: new Set(found.map(({ groupId }) => groupId)) };
}

function requireKnown(what: string, names: readonly string[], isKnown: (name: string) => boolean): void {
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined) return;
  throw invalidField(`/${what}`, `Expected ${what} that exist, but found '${unknown}'`);
}

function requireHeld({ permissions, userId }: Principal, wanted: ReadonlySet<string>): void {
  for (const permission of wanted) {
    if (permissions.has(permission)) continue;
    const message = `Expected to have the permission ${permission} that this is about, but user ${userId} lacks it`;
    throw new Refusal('FORBIDDEN', message);
  }
}
