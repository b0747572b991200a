import { columns, jsonTexts } from './columns.ts';
import type { Transaction } from './database.ts';
import { type Outgoing, targetOf } from './effect.ts';
import type { Consumed } from './instance-change.ts';
import { type ChangedRow, tenantOf, type Write } from './row-writer.ts';

const insertSql = `INSERT INTO wbpm_outbox (tenant_id, outbox_id, kind, target_instance_id, payload, locked_until)
  SELECT tenant_id, outbox_id, kind, target_instance_id, payload::json, locked_until
  FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], ${jsonTexts(5)}, $6::timestamptz[])
    AS row (tenant_id, outbox_id, kind, target_instance_id, payload, locked_until)`;

/** Effects of the changes, and what the changes take. */
export function writeOutbox(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.outbox,
      insertSql,
      tenantOf,
      { ids: ({ row }) => row.id },
      ({ row }) => row.effect.kind,
      { ids: ({ row }) => targetOf(row.effect) },
      { json: ({ row }) => JSON.stringify(row.effect) },
      { times: ({ row }) => row.lockedUntil },
    ),
    write(
      (change) => change.consumes.filter(({ from }) => from === 'outbox'),
      `DELETE FROM wbpm_outbox o USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, outbox_id)
       WHERE o.tenant_id = row.tenant_id AND o.outbox_id = row.outbox_id`,
      tenantOf,
      { ids: ({ row }) => row.id },
    ),
    write(
      (change) => change.consumes.filter(({ from }) => from === 'bufferedMessages'),
      `DELETE FROM wbpm_buffered_messages m USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, buffered_id)
       WHERE m.tenant_id = row.tenant_id AND m.buffered_id = row.buffered_id`,
      tenantOf,
      { ids: ({ row }) => row.id },
    ),
    write(
      (change) => change.consumes.filter(({ from }) => from === 'batchInstances'),
      `DELETE FROM wbpm_batch_instances r USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, batch_instance_id)
       WHERE r.tenant_id = row.tenant_id AND r.batch_instance_id = row.batch_instance_id`,
      tenantOf,
      { ids: ({ row }) => row.id },
    ),
  ];
}

/** Adds effects that no instance wrote: of a broadcast, of a start timer, of a call of the API. */
export async function insertOutgoing(transaction: Transaction, rows: readonly Outgoing[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    insertSql,
    columns(
      rows,
      (row) => row.tenantId,
      { ids: (row) => row.id },
      (row) => row.effect.kind,
      { ids: (row) => targetOf(row.effect) },
      { json: (row) => JSON.stringify(row.effect) },
      { times: (row) => row.lockedUntil },
    ),
  );
}

/** Locks what changes are about to take; returns what is gone. */
export async function lockConsumed(
  transaction: Transaction,
  rows: readonly ChangedRow<Consumed>[],
): Promise<readonly ChangedRow<Consumed>[]> {
  const gone = await Promise.all([
    lockRows(transaction, rows, 'outbox', 'wbpm_outbox', 'outbox_id'),
    lockRows(transaction, rows, 'bufferedMessages', 'wbpm_buffered_messages', 'buffered_id'),
    lockRows(transaction, rows, 'batchInstances', 'wbpm_batch_instances', 'batch_instance_id'),
  ]);
  return gone.flat();
}

async function lockRows(
  transaction: Transaction,
  rows: readonly ChangedRow<Consumed>[],
  from: Consumed['from'],
  table: string,
  id: string,
): Promise<readonly ChangedRow<Consumed>[]> {
  const wanted = rows.filter(({ row }) => row.from === from);
  if (wanted.length === 0) return [];
  const found = await transaction.query<{ id: string }>(
    `SELECT t.${id} AS id FROM ${table} t
     JOIN unnest($1::text[], $2::uuid[]) AS row (tenant_id, ${id}) USING (tenant_id, ${id})
     ORDER BY t.tenant_id, t.${id}
     FOR UPDATE OF t`,
    columns(
      wanted,
      ({ change }) => change.tenantId,
      ({ row }) => row.id,
    ),
  );
  const locked = new Set(found.map((row) => row.id));
  // Two changes of one batch cannot both take a row: the first has it.
  return wanted.filter(({ row }) => !locked.delete(row.id));
}
