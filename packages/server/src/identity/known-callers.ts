import type { KnownCaller, KnownCallers, KnownTenant } from '../access/authenticate.ts';
import type { Credential } from '../access/credential.ts';
import { findApiKey } from '../store/api-keys.ts';
import type { Database, Transaction } from '../store/database.ts';
import { findSession } from '../store/sessions.ts';
import { permissionsByTenantRole } from '../store/tenant-roles.ts';
import { findTenant } from '../store/tenants.ts';

/** Callers by what the database knows of them. A session ends when it is not used for `idleMs`. */
export function knownCallers(database: Database, idleMs: number): KnownCallers {
  return {
    find: (credential, isUse) =>
      inTenant(database, credential.tenantId, async (transaction) => {
        const [caller, tenant] = await Promise.all([
          find(transaction, credential, { idleMs, isUse }),
          knownTenant(transaction, credential.tenantId),
        ]);
        return caller === null ? null : { ...caller, tenant };
      }),
    tenant: (tenantId) => inTenant(database, tenantId, (transaction) => knownTenant(transaction, tenantId)),
  };
}

/** Finding somebody notes that they were there, so this is no mere read. */
function inTenant<Result>(
  database: Database,
  tenantId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction({ kind: 'tenant', tenantId, byKey: true }, work);
}

async function find(
  transaction: Transaction,
  { kind, tenantId, hash }: Credential,
  session: { readonly idleMs: number; readonly isUse: boolean },
): Promise<KnownCaller | null> {
  switch (kind) {
    case 'session': {
      const bearer = await findSession(transaction, tenantId, hash, session);
      if (bearer === null) return null;
      const { userId, roles, groups, sessionId, mustChangePassword, expiresAt } = bearer;
      return {
        knownBy: 'session',
        identity: { tenantId, userId, roles, groups, permissions: [] },
        sessionId,
        mustChangePassword,
        expiresAt: expiresAt.getTime(),
      };
    }
    case 'key': {
      const key = await findApiKey(transaction, tenantId, hash);
      if (key === null) return null;
      const { name, groups, permissions, expiresAt } = key;
      return {
        knownBy: 'api_key',
        identity: { tenantId, userId: machineUser(name), roles: [], groups, permissions },
        sessionId: null,
        mustChangePassword: false,
        expiresAt: expiresAt.getTime(),
      };
    }
    case 'refresh':
      return null;
  }
}

/** Whom an API key acts for; no name of a person has a colon. */
function machineUser(keyName: string): string {
  return `key:${keyName}`;
}

async function knownTenant(transaction: Transaction, tenantId: string): Promise<KnownTenant> {
  const [tenant, roles] = await Promise.all([
    findTenant(transaction, tenantId),
    permissionsByTenantRole(transaction, tenantId),
  ]);
  return {
    isActive: tenant === null || tenant.status === 'active',
    roles,
  };
}
