import type { Transaction } from './database.ts';

export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly groups: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

interface ApiKeyRecord {
  readonly key_id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly groups: readonly string[];
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly used_at: Date | null;
}

const shown = 'key_id, name, permissions, groups, created_by, created_at, expires_at, used_at';

function apiKey(row: ApiKeyRecord): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    permissions: row.permissions,
    groups: row.groups,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}

export interface NewApiKey extends Pick<ApiKey, 'keyId' | 'name' | 'permissions' | 'groups' | 'createdBy'> {
  readonly tokenHash: string;
  readonly days: number;
}

/** Null when there is one of that name already. */
export async function insertApiKey(
  transaction: Transaction,
  tenantId: string,
  key: NewApiKey,
): Promise<ApiKey | null> {
  const [row] = await transaction.query<ApiKeyRecord>(
    `INSERT INTO wbpm_api_keys (tenant_id, key_id, name, token_hash, permissions, groups, created_by, expires_at)
     VALUES ($1, $2::uuid, $3, $4, $5::text[], $6::text[], $7, now() + $8::int * interval '1 day')
     ON CONFLICT DO NOTHING RETURNING ${shown}`,
    [tenantId, key.keyId, key.name, key.tokenHash, key.permissions, key.groups, key.createdBy, key.days],
  );
  return row === undefined ? null : apiKey(row);
}

/** Null when nobody has such a key or its time is over. Notes that it is used, once a minute. */
export async function findApiKey(
  transaction: Transaction,
  tenantId: string,
  tokenHash: string,
): Promise<ApiKey | null> {
  const [row] = await transaction.query<ApiKeyRecord>(
    `WITH touched AS (
       UPDATE wbpm_api_keys SET used_at = now()
       WHERE tenant_id = $1 AND token_hash = $2 AND expires_at > now()
         AND coalesce(used_at < now() - interval '1 minute', true)
     )
     SELECT ${shown} FROM wbpm_api_keys WHERE tenant_id = $1 AND token_hash = $2 AND expires_at > now()`,
    [tenantId, tokenHash],
  );
  return row === undefined ? null : apiKey(row);
}

export async function listApiKeys(
  transaction: Transaction,
  tenantId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<ApiKey[]> {
  const rows = await transaction.query<ApiKeyRecord>(
    `SELECT ${shown} FROM wbpm_api_keys
     WHERE tenant_id = $1 AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3`,
    [tenantId, page.after, page.limit],
  );
  return rows.map(apiKey);
}

export async function deleteApiKey(
  transaction: Transaction,
  tenantId: string,
  keyId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM wbpm_api_keys WHERE tenant_id = $1 AND key_id = $2::uuid RETURNING key_id',
    [tenantId, keyId],
  );
  return rows.length > 0;
}
