import type { Transaction } from './database.ts';

/** A role a tenant made for itself. */
export interface TenantRole {
  readonly roleId: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly revision: number;
}

interface RoleRecord {
  readonly role_id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly revision: number;
}

/** So many a tenant can have: they are all read when somebody comes in. */
export const mostTenantRoles = 200;

function tenantRole(row: RoleRecord): TenantRole {
  return { roleId: row.role_id, name: row.name, permissions: row.permissions, revision: row.revision };
}

export async function listTenantRoles(transaction: Transaction, tenantId: string): Promise<TenantRole[]> {
  const rows = await transaction.query<RoleRecord>(
    'SELECT role_id, name, permissions, revision FROM wbpm_roles WHERE tenant_id = $1 ORDER BY role_id',
    [tenantId],
  );
  return rows.map(tenantRole);
}

/** What each of them lets its bearers do. */
export async function permissionsByTenantRole(
  transaction: Transaction,
  tenantId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const roles = await listTenantRoles(transaction, tenantId);
  return new Map(roles.map(({ roleId, permissions }) => [roleId, permissions]));
}

/** False when there is one of that id already. */
export async function insertTenantRole(
  transaction: Transaction,
  tenantId: string,
  { roleId, name, permissions }: Pick<TenantRole, 'roleId' | 'name' | 'permissions'>,
  createdBy: string,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO wbpm_roles (tenant_id, role_id, name, permissions, created_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING role_id`,
    [tenantId, roleId, name, permissions, createdBy],
  );
  return rows.length > 0;
}

/** What is undefined stays. False when there is no such role of that revision; any revision when it is null. */
export async function updateTenantRole(
  transaction: Transaction,
  tenantId: string,
  roleId: string,
  change: { readonly name?: string | undefined; readonly permissions?: readonly string[] | undefined },
  revision: number | null,
): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE wbpm_roles SET name = coalesce($3, name), permissions = coalesce($4::text[], permissions),
            revision = revision + 1
     WHERE tenant_id = $1 AND role_id = $2 AND ($5::int IS NULL OR revision = $5) RETURNING role_id`,
    [tenantId, roleId, change.name ?? null, change.permissions ?? null, revision],
  );
  return rows.length > 0;
}

/** Whoever has the role has nothing of it any more. */
export async function deleteTenantRole(
  transaction: Transaction,
  tenantId: string,
  roleId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM wbpm_roles WHERE tenant_id = $1 AND role_id = $2 RETURNING role_id',
    [tenantId, roleId],
  );
  return rows.length > 0;
}
