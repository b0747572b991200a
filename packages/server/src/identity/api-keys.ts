import { randomUUID } from 'node:crypto';
import type { ApiKeyList, ApiKeyWithSecret, RevokedApiKey, ApiKey as WireApiKey } from '@wbpm/contract';
import { newCredential } from '../access/credential.ts';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import { keyAfter, keyParts, type Page, pageOf } from '../processes/page.ts';
import { type ApiKey, deleteApiKey, insertApiKey, listApiKeys } from '../store/api-keys.ts';
import { read } from '../store/read.ts';
import { requireGrantable } from './grant.ts';
import { changeIdentity, exists, type IdentityCase, withSecret } from './identity-case.ts';

export async function listAllApiKeys(
  { database, principal }: IdentityCase,
  query: Page,
): Promise<ApiKeyList> {
  requirePermission(principal, 'api_key', 'read');
  const { tenantId } = principal;
  const after = keyAfter(query, keyParts.text)?.[0] ?? null;
  const rows = await read(database, tenantId, (transaction) =>
    listApiKeys(transaction, tenantId, { after, limit: query.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireApiKey, ({ name }) => [name]);
  return { api_keys: items, next_cursor };
}

export interface NewKey {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly groups: readonly string[];
  readonly expires_in_days: number;
}

/** A key makes no keys: one that got lost could not be got rid of. */
export function createApiKey(useCase: IdentityCase, key: NewKey): Promise<Executed<ApiKeyWithSecret>> {
  const { principal } = useCase;
  requirePermission(principal, 'api_key', 'create');
  if (principal.knownBy === 'api_key') {
    throw new Refusal('FORBIDDEN', 'Expected a person to create the key, but the caller is a key itself');
  }
  const { tenantId, userId: createdBy } = principal;
  const { name, permissions, groups, expires_in_days: days } = key;
  const { hash: tokenHash, text } = newCredential('key', tenantId);
  const created = changeIdentity(useCase, tenantId, async (transaction) => {
    await requireGrantable(transaction, principal, { permissions });
    const keyId = randomUUID();
    const row = { keyId, name, permissions, groups, createdBy, tokenHash, days };
    const stored = await insertApiKey(transaction, tenantId, row);
    if (stored === null) throw exists('API key', name);
    return wireApiKey(stored);
  });
  return withSecret(created, (told) => ({ key: told }), text);
}

/** Whoever has the key is out at once. */
export function revokeApiKey(useCase: IdentityCase, id: string): Promise<Executed<RevokedApiKey>> {
  const { principal } = useCase;
  requirePermission(principal, 'api_key', 'delete');
  const { tenantId } = principal;
  const keyId = requireId('API key', id);
  return changeIdentity(useCase, tenantId, async (transaction) => {
    if (!(await deleteApiKey(transaction, tenantId, keyId))) throw notFound('API key', id);
    return { key_id: keyId, revoked: true as const };
  });
}

function wireApiKey(key: ApiKey): WireApiKey {
  return {
    key_id: key.keyId,
    name: key.name,
    permissions: [...key.permissions],
    groups: [...key.groups],
    created_by: key.createdBy,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt.toISOString(),
    used_at: key.usedAt?.toISOString() ?? null,
  };
}
