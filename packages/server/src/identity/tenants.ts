import type { ChangeTenant, CreatedTenant, TenantList, Tenant as WireTenant } from '@wbpm/contract';
import { platformTenant } from '../access/principal.ts';
import { invalidField, Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import { keyAfter, keyParts, type Page, pageOf } from '../processes/page.ts';
import { read, snapshot } from '../store/read.ts';
import { findTenant, insertTenant, listTenants, type Tenant, updateTenant } from '../store/tenants.ts';
import { insertUser } from '../store/users.ts';
import { changeIdentity, exists, type IdentityCase, notChanged, withSecret } from './identity-case.ts';
import { hashPassword, makeUpPassword } from './password.ts';

/** Those of the platform look after tenants without seeing into them: these permissions count in its tenant only. */

export async function listAllTenants(
  { database, principal }: IdentityCase,
  query: Page,
): Promise<TenantList> {
  requirePermission(principal, 'tenant', 'read');
  const after = keyAfter(query, keyParts.text)?.[0] ?? null;
  const rows = await snapshot(database, { kind: 'runtime' }, (transaction) =>
    listTenants(transaction, { after, limit: query.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireTenant, ({ tenantId }) => [tenantId]);
  return { tenants: items, next_cursor };
}

export async function readTenant(
  { database, principal }: IdentityCase,
  tenantId: string,
): Promise<WireTenant> {
  requirePermission(principal, 'tenant', 'read');
  const tenant = await read(database, tenantId, (transaction) => findTenant(transaction, tenantId));
  if (tenant === null) throw notFound('tenant', tenantId);
  return wireTenant(tenant);
}

/** A tenant and its first administrator, whose password is told once. */
export async function createTenant(
  useCase: IdentityCase,
  {
    tenant_id: tenantId,
    name,
    administrator,
  }: Readonly<Record<'tenant_id' | 'name' | 'administrator', string>>,
): Promise<Executed<CreatedTenant>> {
  const { principal } = useCase;
  requirePermission(principal, 'tenant', 'create');
  const createdBy = principal.userId;
  const password = makeUpPassword();
  const passwordHash = await hashPassword(password);
  const created = changeIdentity(useCase, tenantId, async (transaction) => {
    const tenant = await insertTenant(transaction, { tenantId, name, createdBy });
    if (tenant === null) throw exists('tenant', tenantId);
    const user = { userId: administrator, name: administrator, email: null, roles: ['admin'], createdBy };
    if (!(await insertUser(transaction, tenantId, { ...user, passwordHash })))
      throw exists('user', administrator);
    return { ...wireTenant(tenant), administrator };
  });
  return withSecret(created, (told) => ({ initial_password: told }), password);
}

export function renameTenant(
  useCase: IdentityCase,
  tenantId: string,
  { name }: ChangeTenant,
  revision: number | null,
): Promise<Executed<WireTenant>> {
  requirePermission(useCase.principal, 'tenant', 'update');
  return changeIdentity(useCase, tenantId, async (transaction) => {
    const tenant = await updateTenant(transaction, tenantId, { name }, revision);
    if (tenant === null) throw notChanged('tenant', tenantId, await findTenant(transaction, tenantId));
    return wireTenant(tenant);
  });
}

/**
 * From now on nobody of the tenant is let in, whatever they come with. What its instances wait for is kept, and what
 * goes on by itself goes on: timers, messages between instances, work inside the server.
 */
export function suspendTenant(useCase: IdentityCase, tenantId: string): Promise<Executed<WireTenant>> {
  requirePermission(useCase.principal, 'tenant', 'suspend');
  if (tenantId === platformTenant) {
    const message = `Expected a tenant that somebody could resume, but nobody could resume '${tenantId}'`;
    throw new Refusal('CONFLICT', message);
  }
  return switchTenant(useCase, tenantId, 'suspended');
}

/** Everything the tenant has goes, from now on and for good; the answer does not wait for it. */
export async function deleteTenant(
  useCase: IdentityCase & { readonly erase: () => void },
  tenantId: string,
  { confirm }: { readonly confirm: string },
): Promise<Executed<WireTenant>> {
  requirePermission(useCase.principal, 'tenant', 'delete');
  if (confirm !== tenantId) {
    throw invalidField('/confirm', `Expected the id of the tenant once more, but found '${confirm}'`);
  }
  const deleting = await changeIdentity(useCase, tenantId, async (transaction) => {
    const tenant = await findTenant(transaction, tenantId);
    if (tenant === null) throw notFound('tenant', tenantId);
    if (tenant.status !== 'suspended') {
      throw new Refusal('CONFLICT', `Expected the tenant to be suspended, but it is ${tenant.status}`);
    }
    const changed = await updateTenant(transaction, tenantId, { status: 'deleting' }, tenant.revision);
    if (changed === null) throw notChanged('tenant', tenantId, tenant);
    return wireTenant(changed);
  });
  useCase.erase();
  return deleting;
}

export function resumeTenant(useCase: IdentityCase, tenantId: string): Promise<Executed<WireTenant>> {
  requirePermission(useCase.principal, 'tenant', 'suspend');
  return switchTenant(useCase, tenantId, 'active');
}

/** What is being deleted comes back no more. */
function switchTenant(
  useCase: IdentityCase,
  tenantId: string,
  status: 'active' | 'suspended',
): Promise<Executed<WireTenant>> {
  return changeIdentity(useCase, tenantId, async (transaction) => {
    const tenant = await findTenant(transaction, tenantId);
    if (tenant === null) throw notFound('tenant', tenantId);
    if (tenant.status === 'deleting' || tenant.status === 'deleted') {
      throw new Refusal('CONFLICT', `Expected a tenant that is there, but it is ${tenant.status}`);
    }
    const changed = await updateTenant(transaction, tenantId, { status }, tenant.revision);
    if (changed === null) throw notChanged('tenant', tenantId, tenant);
    return wireTenant(changed);
  });
}

function wireTenant(tenant: Tenant): WireTenant {
  return {
    tenant_id: tenant.tenantId,
    name: tenant.name,
    status: tenant.status,
    created_by: tenant.createdBy,
    created_at: tenant.createdAt.toISOString(),
    revision: tenant.revision,
  };
}
