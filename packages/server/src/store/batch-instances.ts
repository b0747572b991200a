import { columns } from './columns.ts';
import { type Conditions, conditions } from './conditions.ts';
import type { Transaction } from './database.ts';
import type { InstanceKey } from './load-instances.ts';

/** Which instances; what is null does not narrow them down. */
export interface InstanceSelection {
  readonly statuses: readonly ('active' | 'suspended')[];
  readonly processId: string | null;
  readonly definitionId: string | null;
  readonly version: number | null;
  readonly businessKey: string | null;
  readonly hasIncident: boolean | null;
  /** Epoch ms. */
  readonly startedBefore: number | null;
  /** A token stands at this element. */
  readonly elementId: string | null;
  readonly instanceIds: readonly string[] | null;
}

function matching(tenantId: string, selection: InstanceSelection): Conditions {
  const filters = conditions();
  filters.and('i.tenant_id = ?', tenantId);
  filters.and('i.status = ANY(?::text[])', selection.statuses);
  if (selection.processId !== null) filters.and('i.process_id = ?', selection.processId);
  if (selection.definitionId !== null) filters.and('i.process_definition_id = ?', selection.definitionId);
  if (selection.version !== null) filters.and('i.version = ?', selection.version);
  if (selection.businessKey !== null) filters.and('i.business_key = ?', selection.businessKey);
  if (selection.hasIncident !== null) filters.and('(i.open_incidents > 0) = ?', selection.hasIncident);
  if (selection.startedBefore !== null)
    filters.and('i.start_time < to_timestamp(?::float8 / 1000)', selection.startedBefore);
  if (selection.elementId !== null) {
    filters.and(
      `EXISTS (SELECT FROM wbpm_element_instances e
        WHERE e.tenant_id = i.tenant_id AND e.instance_id = i.instance_id AND e.element_id = ?)`,
      selection.elementId,
    );
  }
  if (selection.instanceIds !== null) filters.and('i.instance_id = ANY(?::uuid[])', selection.instanceIds);
  return filters;
}

/** Fixes which instances a batch has, oldest first; answers how many there are, `limit` at most. */
export async function insertBatchInstances(
  transaction: Transaction,
  { tenantId, batchId }: { readonly tenantId: string; readonly batchId: string },
  selection: InstanceSelection,
  limit: number,
): Promise<number> {
  const filters = matching(tenantId, selection);
  const [row] = await transaction.query<{ total: number }>(
    `WITH chosen AS (
       INSERT INTO wbpm_batch_instances (tenant_id, batch_id, instance_id)
       SELECT i.tenant_id, ${filters.parameter(batchId)}::uuid, i.instance_id FROM wbpm_process_instances i
       WHERE ${filters.where} ORDER BY i.instance_id LIMIT ${filters.parameter(limit)}
       RETURNING instance_id
     )
     SELECT count(*)::int AS total FROM chosen`,
    filters.parameters,
  );
  return row?.total ?? 0;
}

export async function countInstances(
  transaction: Transaction,
  tenantId: string,
  selection: InstanceSelection,
  limit: number,
): Promise<number> {
  const filters = matching(tenantId, selection);
  const [row] = await transaction.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (
       SELECT FROM wbpm_process_instances i WHERE ${filters.where} LIMIT ${filters.parameter(limit)}) AS chosen`,
    filters.parameters,
  );
  return row?.total ?? 0;
}

/** The first of them, oldest first. */
export async function firstInstances(
  transaction: Transaction,
  tenantId: string,
  selection: InstanceSelection,
  limit: number,
): Promise<InstanceKey[]> {
  const filters = matching(tenantId, selection);
  const rows = await transaction.query<{ instance_id: string }>(
    `SELECT i.instance_id FROM wbpm_process_instances i
     WHERE ${filters.where} ORDER BY i.instance_id LIMIT ${filters.parameter(limit)}`,
    filters.parameters,
  );
  return rows.map((row) => ({ tenantId, instanceId: row.instance_id }));
}

/** An instance whose turn it is, leased. */
export interface BatchInstance extends InstanceKey {
  readonly id: string;
}

/** Why the command of an instance was refused. */
export interface RefusedInstance extends BatchInstance {
  readonly code: string;
  readonly message: string;
}

/** Leases what no node is at work on to one, as long as the batch runs. */
export async function leaseBatchInstances(
  transaction: Transaction,
  { tenantId, batchId }: { readonly tenantId: string; readonly batchId: string },
  lease: { readonly worker: string; readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<BatchInstance[]> {
  const rows = await transaction.query<{ batch_instance_id: string; instance_id: string }>(
    `WITH next AS (
       SELECT r.tenant_id, r.batch_instance_id FROM wbpm_batch_instances r
       WHERE r.tenant_id = $1 AND r.batch_id = $2 AND r.code IS NULL
         AND (r.locked_until IS NULL OR r.locked_until <= $3)
         AND EXISTS (SELECT FROM wbpm_batches b
           WHERE b.tenant_id = $1 AND b.batch_id = $2 AND b.status = 'running')
       ORDER BY r.instance_id LIMIT $5
       FOR UPDATE OF r SKIP LOCKED
     )
     UPDATE wbpm_batch_instances r SET locked_until = $4, worker = $6
     FROM next WHERE r.tenant_id = next.tenant_id AND r.batch_instance_id = next.batch_instance_id
     RETURNING r.batch_instance_id, r.instance_id`,
    [tenantId, batchId, lease.now, lease.until, lease.limit, lease.worker],
  );
  return rows.map((row) => ({ tenantId, id: row.batch_instance_id, instanceId: row.instance_id }));
}

/** Keeps what was refused; one that was done after all is gone already. */
export async function keepRefused(
  transaction: Transaction,
  refused: readonly RefusedInstance[],
): Promise<void> {
  if (refused.length === 0) return;
  await transaction.query(
    `UPDATE wbpm_batch_instances r SET code = row.code, message = row.message, locked_until = NULL
     FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[])
       AS row (tenant_id, batch_instance_id, code, message)
     WHERE r.tenant_id = row.tenant_id AND r.batch_instance_id = row.batch_instance_id`,
    columns(
      refused,
      (row) => row.tenantId,
      (row) => row.id,
      (row) => row.code,
      (row) => row.message,
    ),
  );
}

/** Takes out instances for which there was nothing to do. */
export async function deleteBatchInstances(
  transaction: Transaction,
  rows: readonly BatchInstance[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `DELETE FROM wbpm_batch_instances r USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, batch_instance_id)
     WHERE r.tenant_id = row.tenant_id AND r.batch_instance_id = row.batch_instance_id`,
    columns(
      rows,
      (row) => row.tenantId,
      (row) => row.id,
    ),
  );
}

/** A batch with nothing left to do has ended. */
export async function completeBatch(
  transaction: Transaction,
  { tenantId, batchId }: { readonly tenantId: string; readonly batchId: string },
  now: Date,
): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_batches b SET status = 'completed', ended_at = $3
     WHERE b.tenant_id = $1 AND b.batch_id = $2 AND b.status = 'running'
       AND NOT EXISTS (SELECT FROM wbpm_batch_instances r
         WHERE r.tenant_id = $1 AND r.batch_id = $2 AND r.code IS NULL)`,
    [tenantId, batchId, now],
  );
}
