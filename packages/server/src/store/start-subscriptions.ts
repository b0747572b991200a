import type { Repeat } from '@wbpm/engine';
import { byPosition } from './by-position.ts';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

/** What starts an instance of the newest version of a process. */
export interface StartSubscription {
  readonly tenantId: string;
  readonly processId: string;
  readonly definitionId: string;
  readonly version: number;
  readonly elementId: string;
  readonly triggerIndex: number;
  readonly kind: 'message' | 'signal' | 'timer' | 'conditional';
  readonly name: string | null;
  readonly nextDueAt: number | null;
  readonly repeat: Repeat | null;
}

interface StartRecord {
  readonly tenant_id: string;
  readonly process_id: string;
  readonly definition_id: string;
  readonly version: number;
  readonly element_id: string;
  readonly trigger_index: number;
  readonly kind: StartSubscription['kind'];
  readonly name: string | null;
  readonly next_due_at: Date | null;
  readonly repeat: Repeat | null;
}

const shown = `tenant_id, process_id, definition_id, version, element_id, trigger_index, kind, name, next_due_at, repeat`;

/** Of a start subscription called `s`: its definition is suspended. */
export const isSuspendedStart = `EXISTS (
  SELECT FROM wbpm_process_definitions d
  WHERE d.tenant_id = s.tenant_id AND d.definition_id = s.definition_id AND d.is_suspended)`;

function startSubscription(row: StartRecord): StartSubscription {
  return {
    tenantId: row.tenant_id,
    processId: row.process_id,
    definitionId: row.definition_id,
    version: row.version,
    elementId: row.element_id,
    triggerIndex: row.trigger_index,
    kind: row.kind,
    name: row.name,
    nextDueAt: row.next_due_at?.getTime() ?? null,
    repeat: row.repeat,
  };
}

/** What started the process before no longer does. */
export async function replaceStartSubscriptions(
  transaction: Transaction,
  tenantId: string,
  processId: string,
  rows: readonly StartSubscription[],
): Promise<void> {
  await transaction.query('DELETE FROM wbpm_start_subscriptions WHERE tenant_id = $1 AND process_id = $2', [
    tenantId,
    processId,
  ]);
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO wbpm_start_subscriptions (${shown})
     SELECT tenant_id, process_id, definition_id, version, element_id, trigger_index, kind, name, next_due_at,
            repeat::json
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::int[], $7::text[], $8::text[],
                 $9::timestamptz[], $10::text[])
       AS row (${shown})`,
    columns(
      rows,
      (row) => row.tenantId,
      (row) => row.processId,
      (row) => row.definitionId,
      (row) => row.version,
      (row) => row.elementId,
      (row) => row.triggerIndex,
      (row) => row.kind,
      (row) => row.name,
      { times: (row) => row.nextDueAt },
      (row) => (row.repeat === null ? null : JSON.stringify(row.repeat)),
    ),
  );
}

/** The definitions no longer start by events. */
export async function deleteStartSubscriptions(
  transaction: Transaction,
  tenantId: string,
  definitionIds: readonly string[],
): Promise<void> {
  await transaction.query(
    'DELETE FROM wbpm_start_subscriptions WHERE tenant_id = $1 AND definition_id = ANY($2::uuid[])',
    [tenantId, definitionIds],
  );
}

/** A message of that name, and what it starts in the order of the process ids. */
export interface StartedByMessage {
  readonly tenantId: string;
  readonly name: string;
  readonly starts: readonly StartSubscription[];
}

/** What messages of the names start; a name that starts nothing is missing from the answer. */
export async function startedByMessages(
  transaction: Transaction,
  messages: readonly { readonly tenantId: string; readonly name: string }[],
): Promise<StartedByMessage[]> {
  const rows = await transaction.query<StartRecord & { readonly position: number }>(
    `SELECT s.*, w.position::int AS position
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (wanted_tenant_id, wanted_name, position)
     CROSS JOIN LATERAL (
       SELECT ${shown} FROM wbpm_start_subscriptions s
       WHERE tenant_id = wanted_tenant_id AND kind = 'message' AND md5(name) = md5(wanted_name) AND name = wanted_name
         AND NOT ${isSuspendedStart}
     ) s
     ORDER BY w.position, s.process_id, s.element_id`,
    columns(
      messages,
      (message) => message.tenantId,
      (message) => message.name,
    ),
  );
  return [...byPosition(rows)].flatMap(([position, ofName]) => {
    const message = messages[position - 1];
    return message === undefined ? [] : [{ ...message, starts: ofName.map(startSubscription) }];
  });
}

/** Names of the messages that start the process. */
export async function messagesStarting(
  transaction: Transaction,
  tenantId: string,
  processId: string,
): Promise<string[]> {
  const rows = await transaction.query<{ name: string }>(
    `SELECT DISTINCT name FROM wbpm_start_subscriptions s
     WHERE tenant_id = $1 AND process_id = $2 AND kind = 'message' AND NOT ${isSuspendedStart}`,
    [tenantId, processId],
  );
  return rows.map(({ name }) => name);
}

/** The same for a signal, but for events an instance waits at: that instance hears it. */
export async function startedBySignal(
  transaction: Transaction,
  tenantId: string,
  name: string,
): Promise<StartSubscription[]> {
  const rows = await transaction.query<StartRecord>(
    `SELECT ${shown} FROM wbpm_start_subscriptions s
     WHERE tenant_id = $1 AND kind = 'signal' AND md5(name) = md5($2) AND name = $2 AND NOT ${isSuspendedStart}
       AND NOT EXISTS (
         SELECT FROM wbpm_event_subscriptions e
         JOIN wbpm_process_instances i ON i.tenant_id = e.tenant_id AND i.instance_id = e.instance_id
         WHERE e.tenant_id = s.tenant_id AND e.kind = 'signal' AND e.is_active
           AND md5(e.name) = md5($2) AND e.name = $2 AND i.process_id = s.process_id
           AND e.element_id = s.element_id AND e.trigger_index = s.trigger_index)
     ORDER BY process_id, element_id`,
    [tenantId, name],
  );
  return rows.map(startSubscription);
}

/**
 * Lets the instance that has waited longest for the trigger of a start timer have it now, as far as one
 * waits; answers which of the timers have found one.
 */
export async function fireForWaiting(
  transaction: Transaction,
  timers: readonly StartSubscription[],
  now: Date,
): Promise<readonly StartSubscription[]> {
  const rows = await transaction.query<{ position: number }>(
    `WITH waiting AS (
       SELECT w.position, t.tenant_id, t.timer_id
       FROM unnest($1::text[], $2::text[], $3::text[], $4::int[])
         WITH ORDINALITY AS w (tenant_id, process_id, element_id, trigger_index, position)
       CROSS JOIN LATERAL (
         SELECT p.tenant_id, p.timer_id FROM wbpm_process_timers p
         JOIN wbpm_process_instances i ON i.tenant_id = p.tenant_id AND i.instance_id = p.instance_id
         WHERE p.tenant_id = w.tenant_id AND i.process_id = w.process_id AND p.is_active
           AND p.element_id = w.element_id AND p.trigger_index = w.trigger_index
         ORDER BY p.timer_id LIMIT 1
       ) t
     ), moved AS (
       UPDATE wbpm_process_timers p SET target_date = least(p.target_date, $5)
       FROM waiting WHERE p.tenant_id = waiting.tenant_id AND p.timer_id = waiting.timer_id
     )
     SELECT position::int AS position FROM waiting`,
    [
      ...columns(
        timers,
        (timer) => timer.tenantId,
        (timer) => timer.processId,
        (timer) => timer.elementId,
        (timer) => timer.triggerIndex,
      ),
      now,
    ],
  );
  return rows.flatMap(({ position }) => timers[position - 1] ?? []);
}

export async function startedByConditions(
  transaction: Transaction,
  tenantId: string,
): Promise<StartSubscription[]> {
  const rows = await transaction.query<StartRecord>(
    `SELECT ${shown} FROM wbpm_start_subscriptions s
     WHERE tenant_id = $1 AND kind = 'conditional' AND NOT ${isSuspendedStart}
     ORDER BY process_id, element_id`,
    [tenantId],
  );
  return rows.map(startSubscription);
}

/** A start timer that is due. One of a suspended definition lets its time pass. */
export interface DueStartTimer extends StartSubscription {
  readonly isSuspended: boolean;
}

/** Locks the start timers that are due, earliest first, until the end of the transaction. */
export async function lockDueStartTimers(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<DueStartTimer[]> {
  const rows = await transaction.query<StartRecord & { readonly is_suspended: boolean }>(
    `SELECT ${shown}, ${isSuspendedStart} AS is_suspended FROM wbpm_start_subscriptions s WHERE next_due_at <= $1
     ORDER BY next_due_at LIMIT $2 FOR UPDATE OF s SKIP LOCKED`,
    [now, limit],
  );
  return rows.map((row) => ({ ...startSubscription(row), isSuspended: row.is_suspended }));
}

/** When each of the timers is due next; null: never again. */
export async function rescheduleStartTimers(
  transaction: Transaction,
  rows: readonly StartSubscription[],
): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_start_subscriptions s SET next_due_at = row.next_due_at, repeat = row.repeat::json
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::text[])
       AS row (tenant_id, process_id, element_id, trigger_index, next_due_at, repeat)
     WHERE s.tenant_id = row.tenant_id AND s.process_id = row.process_id AND s.element_id = row.element_id
       AND s.trigger_index = row.trigger_index`,
    columns(
      rows,
      (row) => row.tenantId,
      (row) => row.processId,
      (row) => row.elementId,
      (row) => row.triggerIndex,
      { times: (row) => row.nextDueAt },
      (row) => (row.repeat === null ? null : JSON.stringify(row.repeat)),
    ),
  );
}

export async function nextStartDueAt(transaction: Transaction): Promise<number | null> {
  const [row] = await transaction.query<{ next_due_at: Date | null }>(
    'SELECT min(next_due_at) AS next_due_at FROM wbpm_start_subscriptions WHERE next_due_at IS NOT NULL',
  );
  return row?.next_due_at?.getTime() ?? null;
}
