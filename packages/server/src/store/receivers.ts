import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { EffectOf, PublishedMessage, VariableMatch } from './effect.ts';

export interface Receiver {
  readonly subscriptionId: string;
  readonly instanceId: string;
}

/** A message that looks for its receiver. `excluded`: subscriptions that did not take it. */
export interface ReceiverLookup {
  readonly lookupId: string;
  readonly tenantId: string;
  readonly message: PublishedMessage;
  readonly excluded: readonly string[];
}

/**
 * One receiver for each message that has any: in the sender's conversation if there is one (BPMN leaves
 * open which of several is meant), else the one that has waited longest.
 */
export async function findReceivers(
  transaction: Transaction,
  lookups: readonly ReceiverLookup[],
): Promise<(Receiver & { readonly lookupId: string })[]> {
  const rows = await transaction.query<{ lookup_id: string; subscription_id: string; instance_id: string }>(
    `SELECT w.lookup_id, r.subscription_id, r.instance_id
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[],
                 $9::uuid[], $10::uuid[], $11::text[], $12::text[])
       AS w (lookup_id, tenant_id, name, correlation_key, instance_id, business_key, correlation, conversation_id,
             sender_id, sender_parent_id, sender_business_key, excluded)
     CROSS JOIN LATERAL (
       SELECT s.subscription_id, s.instance_id
       FROM (
         -- Apart, so that the key is looked up whatever the planner knows of the table: it grows fast in a storm.
         SELECT u.tenant_id, u.subscription_id, u.instance_id FROM wbpm_event_subscriptions u
         WHERE u.tenant_id = w.tenant_id AND u.kind = 'message' AND u.is_active
           AND md5(u.name) = md5(w.name) AND u.name = w.name
           AND md5(coalesce(u.correlation_key, '')) = md5('') AND u.correlation_key IS NULL
         UNION ALL
         SELECT k.tenant_id, k.subscription_id, k.instance_id FROM wbpm_event_subscriptions k
         WHERE k.tenant_id = w.tenant_id AND k.kind = 'message' AND k.is_active
           AND md5(k.name) = md5(w.name) AND k.name = w.name
           AND md5(coalesce(k.correlation_key, '')) = md5(w.correlation_key) AND k.correlation_key = w.correlation_key
       ) s
       JOIN wbpm_process_instances i ON i.tenant_id = s.tenant_id AND i.instance_id = s.instance_id
       WHERE (w.instance_id IS NULL OR s.instance_id = w.instance_id)
         AND (w.business_key IS NULL OR i.business_key = w.business_key)
         AND NOT EXISTS (
           SELECT FROM json_array_elements_text(w.excluded::json) AS e (id) WHERE e.id::uuid = s.subscription_id)
         AND NOT EXISTS (
           SELECT FROM json_to_recordset(w.correlation::json) AS c (name text, type text, text text, number float8)
           WHERE NOT EXISTS (
             SELECT FROM wbpm_variables v
             WHERE v.tenant_id = s.tenant_id AND v.instance_id = s.instance_id AND v.scope_id = s.instance_id
               AND v.name = c.name AND v.value_sha256 IS NULL AND json_typeof(v.value) = c.type
               AND (c.number IS NULL OR v.number_value = c.number)
               AND (c.text IS NULL OR (v.text_value = left(c.text, 256) AND v.value #>> '{}' = c.text))))
       ORDER BY (coalesce(i.conversation_id, i.instance_id) = w.conversation_id
                 OR i.business_key = w.sender_business_key
                 OR i.instance_id = w.sender_parent_id
                 OR i.parent_instance_id = w.sender_id) IS TRUE DESC,
                s.subscription_id
       LIMIT 1
     ) r`,
    columns(
      lookups,
      ({ lookupId }) => lookupId,
      ({ tenantId }) => tenantId,
      ({ message }) => message.name,
      ({ message }) => message.correlationKey,
      ({ message }) => message.instanceId,
      ({ message }) => message.businessKey,
      ({ message }) => JSON.stringify(message.correlation.map(comparable)),
      ({ message }) => message.sender?.conversationId ?? null,
      ({ message }) => message.sender?.instanceId ?? null,
      ({ message }) => message.sender?.parentInstanceId ?? null,
      ({ message }) => message.sender?.businessKey ?? null,
      ({ excluded }) => JSON.stringify(excluded),
    ),
  );
  return rows.map((row) => ({
    lookupId: row.lookup_id,
    subscriptionId: row.subscription_id,
    instanceId: row.instance_id,
  }));
}

/** The value as the typed columns of variables hold it. */
function comparable({ name, value }: VariableMatch): object {
  const type = value === null ? 'null' : typeof value;
  return {
    name,
    type,
    text: typeof value === 'string' || typeof value === 'boolean' ? String(value) : null,
    number: typeof value === 'number' ? value : null,
  };
}

/**
 * Who waits for a signal, in the order of their ids: those opened until then and behind `after`. Its thrower
 * has had it already.
 */
export async function signalReceivers(
  transaction: Transaction,
  tenantId: string,
  signal: Pick<EffectOf<'signal'>, 'name' | 'instanceId' | 'sender'>,
  page: { readonly openedUntil: Date; readonly after: string | null; readonly limit: number },
): Promise<Receiver[]> {
  const rows = await transaction.query<{ subscription_id: string; instance_id: string }>(
    `SELECT subscription_id, instance_id FROM wbpm_event_subscriptions
     WHERE tenant_id = $1 AND kind = 'signal' AND is_active AND md5(name) = md5($2) AND name = $2
       AND ($3::uuid IS NULL OR instance_id = $3)
       AND created_at <= $4 AND ($5::uuid IS NULL OR subscription_id > $5)
       AND ($7::uuid IS NULL OR instance_id <> $7)
     ORDER BY subscription_id LIMIT $6`,
    [
      tenantId,
      signal.name,
      signal.instanceId,
      page.openedUntil,
      page.after,
      page.limit,
      signal.sender?.instanceId ?? null,
    ],
  );
  return rows.map((row) => ({ subscriptionId: row.subscription_id, instanceId: row.instance_id }));
}

export async function countSignalReceivers(
  transaction: Transaction,
  tenantId: string,
  signal: { readonly name: string; readonly instanceId: string | null },
): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM wbpm_event_subscriptions
     WHERE tenant_id = $1 AND kind = 'signal' AND is_active AND md5(name) = md5($2) AND name = $2
       AND ($3::uuid IS NULL OR instance_id = $3)`,
    [tenantId, signal.name, signal.instanceId],
  );
  return row?.count ?? 0;
}
