import type { ChangeRole, CreateRole, DeletedRole, RoleList, Role as WireRole } from '@wbpm/contract';
import { builtInRoles, isOfPlatform } from '../access/permissions.ts';
import { platformTenant } from '../access/principal.ts';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import type { Transaction } from '../store/database.ts';
import { read } from '../store/read.ts';
import {
  deleteTenantRole,
  insertTenantRole,
  listTenantRoles,
  mostTenantRoles,
  type TenantRole,
  updateTenantRole,
} from '../store/tenant-roles.ts';
import { requireGrantable, requireMayManage } from './grant.ts';
import { changeIdentity, exists, type IdentityCase, notChanged } from './identity-case.ts';

/** Built-in ones first. */
export async function listRoles({ database, principal }: IdentityCase): Promise<RoleList> {
  requirePermission(principal, 'role', 'read');
  const { tenantId } = principal;
  const own = await read(database, tenantId, (transaction) => listTenantRoles(transaction, tenantId));
  const builtIn = [...builtInRoles]
    .filter(([, permissions]) => tenantId === platformTenant || !permissions.every(isOfPlatform))
    .map(([roleId, permissions]) => ({
      role_id: roleId,
      name: roleId,
      permissions: [...permissions],
      built_in: true,
      revision: 0,
    }));
  return { roles: [...builtIn, ...own.map(wireRole)] };
}

export function createRole(
  useCase: IdentityCase,
  { role_id: roleId, name = roleId, permissions }: CreateRole,
): Promise<Executed<WireRole>> {
  const { principal } = useCase;
  requirePermission(principal, 'role', 'create');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireGrantable(transaction, principal, { permissions });
    const roles = await listTenantRoles(transaction, tenantId);
    if (roles.length >= mostTenantRoles) {
      const message = `Expected at most ${mostTenantRoles} roles of a tenant's own, but found as many`;
      throw new Refusal('LIMIT_EXCEEDED', message);
    }
    const isNew = !builtInRoles.has(roleId);
    const role = { roleId, name, permissions };
    if (!isNew || !(await insertTenantRole(transaction, tenantId, role, principal.userId))) {
      throw exists('role', roleId);
    }
    return wireRole(await requireRole(transaction, tenantId, roleId));
  });
}

export function changeRole(
  useCase: IdentityCase,
  roleId: string,
  change: ChangeRole,
  revision: number | null,
): Promise<Executed<WireRole>> {
  const { principal } = useCase;
  requirePermission(principal, 'role', 'update');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    const { permissions = [] } = change;
    await requireMayManage(transaction, principal, await requireRole(transaction, tenantId, roleId));
    await requireGrantable(transaction, principal, { permissions });
    const changed = await updateTenantRole(transaction, tenantId, roleId, change, revision);
    const after = await requireRole(transaction, tenantId, roleId);
    if (!changed) throw notChanged('role', roleId, after);
    return wireRole(after);
  });
}

export function removeRole(useCase: IdentityCase, roleId: string): Promise<Executed<DeletedRole>> {
  const { principal } = useCase;
  requirePermission(principal, 'role', 'delete');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireMayManage(transaction, principal, await requireRole(transaction, tenantId, roleId));
    await deleteTenantRole(transaction, tenantId, roleId);
    return { role_id: roleId, deleted: true as const };
  });
}

/** Built-in ones are the same for everybody: nobody changes them. */
async function requireRole(transaction: Transaction, tenantId: string, roleId: string): Promise<TenantRole> {
  if (builtInRoles.has(roleId)) {
    throw new Refusal('CONFLICT', `Expected a role of the tenant's own, but '${roleId}' is built in`);
  }
  const role = (await listTenantRoles(transaction, tenantId)).find((each) => each.roleId === roleId);
  if (role === undefined) throw notFound('role', roleId);
  return role;
}

function wireRole({ roleId, name, permissions, revision }: TenantRole): WireRole {
  return { role_id: roleId, name, permissions: [...permissions], built_in: false, revision };
}
