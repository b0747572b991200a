import type { JsonObject } from '@wbpm/engine';
import { conditions } from './conditions.ts';
import type { Parameter, Transaction } from './database.ts';

export type BatchStatus = 'running' | 'paused' | 'completed' | 'cancelled';

/** What was asked for, as it came over the wire: kept as JSON and read by those who carry it out. */
export interface BatchRequest {
  readonly operation: string;
  readonly filter: object;
  readonly parameters: object;
  readonly reason: string | null;
}

export interface NewBatch extends BatchRequest {
  readonly tenantId: string;
  readonly batchId: string;
  readonly total: number;
  readonly createdBy: string;
  readonly permissions: readonly string[];
  readonly createdAt: Date;
}

/** A batch and how far it has come. What is neither open nor failed is done. */
export interface Batch extends NewBatch {
  readonly filter: JsonObject;
  readonly parameters: JsonObject;
  readonly status: BatchStatus;
  readonly endedAt: Date | null;
  readonly open: number;
  readonly failed: number;
}

export interface BatchFailure {
  readonly instanceId: string;
  readonly code: string;
  readonly message: string;
}

interface BatchRecord {
  readonly tenant_id: string;
  readonly batch_id: string;
  readonly operation: string;
  readonly filter: JsonObject;
  readonly parameters: JsonObject;
  readonly reason: string | null;
  readonly status: BatchStatus;
  readonly total: number;
  readonly created_by: string;
  readonly permissions: readonly string[];
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly open: number;
  readonly failed: number;
}

const stored = `b.tenant_id, b.batch_id, b.operation, b.filter, b.parameters, b.reason, b.status, b.total,
  b.created_by, b.permissions, b.created_at, b.ended_at`;

const counted = `(SELECT count(*)::int FROM wbpm_batch_instances r
    WHERE r.tenant_id = b.tenant_id AND r.batch_id = b.batch_id AND r.code IS NULL) AS open,
  (SELECT count(*)::int FROM wbpm_batch_instances r
    WHERE r.tenant_id = b.tenant_id AND r.batch_id = b.batch_id AND r.code IS NOT NULL) AS failed`;

function batch(row: BatchRecord): Batch {
  return {
    tenantId: row.tenant_id,
    batchId: row.batch_id,
    operation: row.operation,
    filter: row.filter,
    parameters: row.parameters,
    reason: row.reason,
    status: row.status,
    total: row.total,
    createdBy: row.created_by,
    permissions: row.permissions,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    open: row.open,
    failed: row.failed,
  };
}

/** Adds a batch whose instances are there already; one without any is complete. */
export async function insertBatch(transaction: Transaction, added: NewBatch): Promise<void> {
  await transaction.query(
    `INSERT INTO wbpm_batches (tenant_id, batch_id, operation, filter, parameters, reason, status, total, created_by,
                               permissions, created_at, ended_at)
     VALUES ($1, $2, $3, $4::json, $5::json, $6, $7, $8, $9, $10::text[], $11, $12)`,
    [
      added.tenantId,
      added.batchId,
      added.operation,
      JSON.stringify(added.filter),
      JSON.stringify(added.parameters),
      added.reason,
      added.total === 0 ? 'completed' : 'running',
      added.total,
      added.createdBy,
      added.permissions,
      added.createdAt,
      added.total === 0 ? added.createdAt : null,
    ],
  );
}

export async function findBatch(
  transaction: Transaction,
  tenantId: string,
  batchId: string,
): Promise<Batch | null> {
  const [row] = await transaction.query<BatchRecord>(
    `SELECT ${stored}, ${counted} FROM wbpm_batches b WHERE b.tenant_id = $1 AND b.batch_id = $2`,
    [tenantId, batchId],
  );
  return row === undefined ? null : batch(row);
}

/** The next of the running batches of all tenants, in the order of their ids. */
export async function nextRunningBatch(
  transaction: Transaction,
  after: string | null,
): Promise<Batch | null> {
  const [row] = await transaction.query<BatchRecord>(
    `SELECT ${stored}, 0 AS open, 0 AS failed FROM wbpm_batches b
     WHERE b.status = 'running' AND ($1::uuid IS NULL OR b.batch_id > $1) ORDER BY b.batch_id LIMIT 1`,
    [after],
  );
  return row === undefined ? null : batch(row);
}

/** Newest first; `before` is the id of the last batch of the page before. */
export async function listBatches(
  transaction: Transaction,
  tenantId: string,
  status: BatchStatus | null,
  page: { readonly before: string | null; readonly limit: number },
): Promise<Batch[]> {
  const filters = conditions();
  filters.and('b.tenant_id = ?', tenantId);
  if (status !== null) filters.and('b.status = ?', status);
  if (page.before !== null) filters.and('b.batch_id < ?', page.before);
  const rows = await transaction.query<BatchRecord>(
    `SELECT ${stored}, ${counted} FROM wbpm_batches b WHERE ${filters.where}
     ORDER BY b.batch_id DESC LIMIT ${filters.parameter(page.limit)}`,
    filters.parameters,
  );
  return rows.map(batch);
}

export async function batchFailures(
  transaction: Transaction,
  tenantId: string,
  batchId: string,
  limit: number,
): Promise<BatchFailure[]> {
  const rows = await transaction.query<{ instance_id: string; code: string; message: string }>(
    `SELECT instance_id, code, message FROM wbpm_batch_instances
     WHERE tenant_id = $1 AND batch_id = $2 AND code IS NOT NULL ORDER BY instance_id LIMIT $3`,
    [tenantId, batchId, limit],
  );
  return rows.map((row) => ({ instanceId: row.instance_id, code: row.code, message: row.message }));
}

/** Changes the status if it is one of `from`; false when it is another by now. */
export async function changeBatchStatus(
  transaction: Transaction,
  { tenantId, batchId }: Pick<Batch, 'tenantId' | 'batchId'>,
  from: readonly BatchStatus[],
  to: BatchStatus,
  now: Date,
): Promise<boolean> {
  const parameters: Parameter[] = [tenantId, batchId, from, to, now];
  const rows = await transaction.query(
    `UPDATE wbpm_batches
     SET status = $4, ended_at = CASE WHEN $4 IN ('completed', 'cancelled') THEN $5::timestamptz END
     WHERE tenant_id = $1 AND batch_id = $2 AND status = ANY($3::text[])
     RETURNING batch_id`,
    parameters,
  );
  return rows.length > 0;
}
