import type { Transaction } from './database.ts';

/** An id somebody gave a message, and what is kept under it. */
export interface TakenMessageId {
  readonly tenantId: string;
  readonly messageId: string;
  readonly bufferedId: string;
  /** Tells a request that comes again from another one; null: it cannot be told. */
  readonly request: string | null;
}

/**
 * Takes the id for a message until then. Answers which kept message has it: the given one, or the one that
 * the same request kept before; null while the message of another request has it.
 */
export async function takeMessageId(
  transaction: Transaction,
  { tenantId, messageId, bufferedId, request }: TakenMessageId,
  lives: { readonly now: Date; readonly until: Date },
): Promise<string | null> {
  const taken = await transaction.query(
    `INSERT INTO wbpm_message_ids AS known (tenant_id, message_id, expires_at, request, buffered_id)
     VALUES ($1, $2, $3, $5, $6)
     ON CONFLICT (tenant_id, message_id) DO UPDATE
       SET expires_at = excluded.expires_at, request = excluded.request, buffered_id = excluded.buffered_id
       WHERE known.expires_at <= $4
     RETURNING message_id`,
    [tenantId, messageId, lives.until, lives.now, request, bufferedId],
  );
  if (taken.length > 0) return bufferedId;
  const [own] = await transaction.query<{ buffered_id: string }>(
    'SELECT buffered_id FROM wbpm_message_ids WHERE tenant_id = $1 AND message_id = $2 AND request = $3',
    [tenantId, messageId, request],
  );
  return own?.buffered_id ?? null;
}

export async function deleteExpiredIds(transaction: Transaction, now: Date): Promise<void> {
  await transaction.query('DELETE FROM wbpm_message_ids WHERE expires_at <= $1', [now]);
}
