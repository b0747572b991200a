import { byPosition } from './by-position.ts';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { PublishedMessage } from './effect.ts';
import { deleteExpiredIds } from './message-ids.ts';
import { isSuspendedStart } from './start-subscriptions.ts';

export interface BufferedMessage {
  readonly tenantId: string;
  readonly id: string;
  readonly message: PublishedMessage;
}

/** Keeps a message until somebody waits for it; false when one with its id is kept already. */
export async function insertBuffered(
  transaction: Transaction,
  { tenantId, id, message }: BufferedMessage,
  expiresAt: Date,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO wbpm_buffered_messages
       (tenant_id, buffered_id, message_id, name, correlation_key, payload, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6::json, $7)
     ON CONFLICT DO NOTHING RETURNING buffered_id`,
    [
      tenantId,
      id,
      message.messageId,
      message.name,
      message.correlationKey,
      JSON.stringify(message),
      expiresAt,
    ],
  );
  return rows.length > 0;
}

/** What a new subscription may be waiting for. */
export interface BufferedLookup {
  readonly tenantId: string;
  readonly name: string;
  readonly correlationKey: string | null;
}

export interface FoundBuffered extends BufferedLookup {
  readonly messages: readonly BufferedMessage[];
}

const mostFound = 50;

/** The oldest messages kept for each of the names and correlation keys. */
export async function findBuffered(
  transaction: Transaction,
  lookups: readonly BufferedLookup[],
  now: Date,
): Promise<FoundBuffered[]> {
  const rows = await transaction.query<{ position: number; buffered_id: string; payload: PublishedMessage }>(
    `SELECT w.position::int AS position, m.buffered_id, m.payload
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w (tenant_id, name, correlation_key, position)
     CROSS JOIN LATERAL (
       SELECT b.buffered_id, b.payload FROM wbpm_buffered_messages b
       WHERE w.correlation_key IS NULL AND b.tenant_id = w.tenant_id AND md5(b.name) = md5(w.name) AND b.name = w.name
         AND b.expires_at > $4
       ORDER BY b.buffered_id LIMIT ${mostFound}
     ) m
     UNION ALL
     SELECT w.position::int AS position, m.buffered_id, m.payload
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w (tenant_id, name, correlation_key, position)
     CROSS JOIN LATERAL (
       SELECT b.buffered_id, b.payload FROM wbpm_buffered_messages b
       WHERE b.tenant_id = w.tenant_id AND md5(b.name) = md5(w.name) AND b.name = w.name
         AND md5(b.correlation_key) = md5(w.correlation_key) AND b.correlation_key = w.correlation_key
         AND b.expires_at > $4
       ORDER BY b.buffered_id LIMIT ${mostFound}
     ) m`,
    [
      ...columns(
        lookups,
        (lookup) => lookup.tenantId,
        (lookup) => lookup.name,
        (lookup) => lookup.correlationKey,
      ),
      now,
    ],
  );
  const found = byPosition(rows);
  return lookups.map((lookup, index) => ({
    ...lookup,
    messages: (found.get(index + 1) ?? []).map((row) => ({
      tenantId: lookup.tenantId,
      id: row.buffered_id,
      // Written by this program and never changed from outside.
      message: row.payload,
    })),
  }));
}

/**
 * Messages kept although somebody waits for their name, or a process starts by it: a node died before it
 * could tell, or there were more of them than one look takes up.
 */
export async function keptButAwaited(transaction: Transaction, limit: number): Promise<BufferedMessage[]> {
  const rows = await transaction.query<{
    tenant_id: string;
    buffered_id: string;
    payload: PublishedMessage;
  }>(
    `SELECT b.tenant_id, b.buffered_id, b.payload FROM wbpm_buffered_messages b
     WHERE EXISTS (
       SELECT FROM wbpm_event_subscriptions s
       WHERE s.tenant_id = b.tenant_id AND s.kind = 'message' AND s.is_active
         AND md5(s.name) = md5(b.name) AND s.name = b.name
         AND md5(coalesce(s.correlation_key, '')) = md5('') AND s.correlation_key IS NULL)
       OR EXISTS (
       SELECT FROM wbpm_event_subscriptions s
       WHERE s.tenant_id = b.tenant_id AND s.kind = 'message' AND s.is_active
         AND md5(s.name) = md5(b.name) AND s.name = b.name
         AND md5(coalesce(s.correlation_key, '')) = md5(b.correlation_key) AND s.correlation_key = b.correlation_key)
       OR EXISTS (
       SELECT FROM wbpm_start_subscriptions s
       WHERE s.tenant_id = b.tenant_id AND s.kind = 'message' AND md5(s.name) = md5(b.name) AND s.name = b.name
         AND NOT ${isSuspendedStart})
     ORDER BY b.buffered_id LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, id: row.buffered_id, message: row.payload }));
}

/** Nobody has waited for them in time. */
export async function deleteExpired(transaction: Transaction, now: Date): Promise<void> {
  await transaction.query('DELETE FROM wbpm_buffered_messages WHERE expires_at <= $1', [now]);
  await deleteExpiredIds(transaction, now);
}
