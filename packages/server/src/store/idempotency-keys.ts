import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { IdempotencyKeyRow } from './instance-change.ts';
import type { ChangedRow } from './row-writer.ts';

export interface StoredAnswer {
  readonly requestHash: string;
  readonly response: unknown;
}

/** Inserts the keys and returns those that were there before (or twice in this batch). */
export async function insertKeys(
  transaction: Transaction,
  rows: readonly ChangedRow<IdempotencyKeyRow>[],
): Promise<readonly ChangedRow<IdempotencyKeyRow>[]> {
  if (rows.length === 0) return [];
  const inserted = await transaction.query<{ position: number }>(
    `WITH input AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS row (tenant_id, user_id, key, request_hash, response, position)
     ), inserted AS (
       INSERT INTO wbpm_idempotency_keys (tenant_id, user_id, key, request_hash, response)
       SELECT tenant_id, user_id, key, request_hash, response::json FROM input
       ON CONFLICT DO NOTHING
       RETURNING tenant_id, user_id, key
     )
     SELECT min(position)::int AS position FROM input JOIN inserted USING (tenant_id, user_id, key)
     GROUP BY tenant_id, user_id, key`,
    columns(
      rows,
      ({ change }) => change.tenantId,
      ({ row }) => row.userId,
      ({ row }) => row.key,
      ({ row }) => row.requestHash,
      ({ row }) => row.response,
    ),
  );
  const ours = new Set(inserted.map(({ position }) => position - 1));
  return rows.filter((_row, index) => !ours.has(index));
}

export async function deleteKeys(
  transaction: Transaction,
  rows: readonly ChangedRow<IdempotencyKeyRow>[],
): Promise<void> {
  await transaction.query(
    `DELETE FROM wbpm_idempotency_keys k
     USING unnest($1::text[], $2::text[], $3::text[]) AS row (tenant_id, user_id, key)
       WHERE k.tenant_id = row.tenant_id AND k.user_id = row.user_id AND k.key = row.key`,
    columns(
      rows,
      ({ change }) => change.tenantId,
      ({ row }) => row.userId,
      ({ row }) => row.key,
    ),
  );
}

export async function findAnswer(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  key: string,
): Promise<StoredAnswer | null> {
  const [row] = await transaction.query<{ request_hash: string; response: unknown }>(
    `SELECT request_hash, response FROM wbpm_idempotency_keys
     WHERE tenant_id = $1 AND user_id = $2 AND key = $3`,
    [tenantId, userId, key],
  );
  return row === undefined ? null : { requestHash: row.request_hash, response: row.response };
}

/** Takes a key for a change that is about to be made; false when it was taken before. */
export async function claimKey(
  transaction: Transaction,
  tenantId: string,
  key: Omit<IdempotencyKeyRow, 'response'>,
): Promise<boolean> {
  const claimed = await transaction.query(
    `INSERT INTO wbpm_idempotency_keys (tenant_id, user_id, key, request_hash, response)
     VALUES ($1, $2, $3, $4, 'null') ON CONFLICT DO NOTHING RETURNING key`,
    [tenantId, key.userId, key.key, key.requestHash],
  );
  return claimed.length > 0;
}

export async function storeAnswer(
  transaction: Transaction,
  tenantId: string,
  key: Omit<IdempotencyKeyRow, 'response'>,
  response: object,
): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_idempotency_keys SET response = $4::json
     WHERE tenant_id = $1 AND user_id = $2 AND key = $3`,
    [tenantId, key.userId, key.key, JSON.stringify(response)],
  );
}
