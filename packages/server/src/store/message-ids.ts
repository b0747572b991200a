import type { Transaction } from './database.ts';

/** Takes the id for a message until then; false while an earlier message has it. */
export async function takeMessageId(
  transaction: Transaction,
  { tenantId, messageId }: { readonly tenantId: string; readonly messageId: string },
  lives: { readonly now: Date; readonly until: Date },
): Promise<boolean> {
  const taken = await transaction.query(
    `INSERT INTO wbpm_message_ids AS known (tenant_id, message_id, expires_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, message_id) DO UPDATE SET expires_at = excluded.expires_at
       WHERE known.expires_at <= $4
     RETURNING message_id`,
    [tenantId, messageId, lives.until, lives.now],
  );
  return taken.length > 0;
}

export async function deleteExpiredIds(transaction: Transaction, now: Date): Promise<void> {
  await transaction.query('DELETE FROM wbpm_message_ids WHERE expires_at <= $1', [now]);
}
