import type { Transaction } from './database.ts';

export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  readonly status: 'active' | 'suspended' | 'deleting' | 'deleted';
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revision: number;
}

interface TenantRecord {
  readonly tenant_id: string;
  readonly name: string;
  readonly status: Tenant['status'];
  readonly created_by: string;
  readonly created_at: Date;
  readonly revision: number;
}

const shown = 'tenant_id, name, status, created_by, created_at, revision';

function tenant(row: TenantRecord): Tenant {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    status: row.status,
    createdBy: row.created_by,
    createdAt: row.created_at,
    revision: row.revision,
  };
}

/** Null when there is one already. */
export async function insertTenant(
  transaction: Transaction,
  { tenantId, name, createdBy }: Pick<Tenant, 'tenantId' | 'name' | 'createdBy'>,
): Promise<Tenant | null> {
  const [row] = await transaction.query<TenantRecord>(
    `INSERT INTO wbpm_tenants (tenant_id, name, created_by) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING ${shown}`,
    [tenantId, name, createdBy],
  );
  return row === undefined ? null : tenant(row);
}

export async function findTenant(transaction: Transaction, tenantId: string): Promise<Tenant | null> {
  const [row] = await transaction.query<TenantRecord>(
    `SELECT ${shown} FROM wbpm_tenants WHERE tenant_id = $1`,
    [tenantId],
  );
  return row === undefined ? null : tenant(row);
}

/** Of all tenants: asked by the platform, in the runtime's scope. */
export async function listTenants(
  transaction: Transaction,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Tenant[]> {
  const rows = await transaction.query<TenantRecord>(
    `SELECT ${shown} FROM wbpm_tenants WHERE $1::text IS NULL OR tenant_id > $1 ORDER BY tenant_id LIMIT $2`,
    [page.after, page.limit],
  );
  return rows.map(tenant);
}

/** Of all tenants, in the runtime's scope. */
export async function tenantsToErase(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.query<{ tenant_id: string }>(
    `SELECT tenant_id FROM wbpm_tenants WHERE status = 'deleting' ORDER BY tenant_id`,
  );
  return rows.map(({ tenant_id: tenantId }) => tenantId);
}

/** What is undefined stays. Null when there is no such tenant of that revision; any revision when it is null. */
export async function updateTenant(
  transaction: Transaction,
  tenantId: string,
  change: { readonly name?: string | undefined; readonly status?: Tenant['status'] | undefined },
  revision: number | null,
): Promise<Tenant | null> {
  const [row] = await transaction.query<TenantRecord>(
    `UPDATE wbpm_tenants SET name = coalesce($2, name), status = coalesce($3, status), revision = revision + 1
     WHERE tenant_id = $1 AND ($4::int IS NULL OR revision = $4) RETURNING ${shown}`,
    [tenantId, change.name ?? null, change.status ?? null, revision],
  );
  return row === undefined ? null : tenant(row);
}
