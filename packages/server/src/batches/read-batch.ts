import {
  type BatchDetail,
  type BatchList,
  type BatchQuery,
  type BatchSummary,
  batchLimits,
  type CreateBatch,
} from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { keyAfter, keyParts, pageOf } from '../processes/page.ts';
import { type Batch, batchFailures, findBatch, listBatches } from '../store/batches.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';

export async function listAllBatches(useCase: UseCase, query: BatchQuery): Promise<BatchList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'instance', 'read');
  const before = keyAfter(query, keyParts.id);
  const rows = await read(database, principal.tenantId, (transaction) =>
    listBatches(transaction, principal.tenantId, query.status ?? null, {
      before: before?.[0] ?? null,
      limit: query.limit + 1,
    }),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireBatch, (row) => [row.batchId]);
  return { batches: items, next_cursor };
}

/** How far a batch has come, and what was refused. */
export async function readBatch({ principal, database }: UseCase, id: string): Promise<BatchDetail> {
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const batchId = requireId('batch', id);
  const [found, failures] = await read(database, tenantId, (transaction) =>
    Promise.all([
      findBatch(transaction, tenantId, batchId),
      batchFailures(transaction, tenantId, batchId, batchLimits.failures),
    ]),
  );
  if (found === null) throw notFound('batch', id);
  return {
    ...wireBatch(found),
    parameters: found.parameters,
    failures: failures.map(({ instanceId, code, message }) => ({ instance_id: instanceId, code, message })),
  };
}

/** What was asked for. Stored by this program as it was parsed, and never changed. */
export function commandOf({ operation, filter, parameters, reason }: Batch): CreateBatch {
  const stored: object = { operation, filter, parameters, ...(reason === null ? {} : { reason }) };
  return stored as CreateBatch;
}

function wireBatch(batch: Batch): BatchSummary {
  const { batchId, total, open, failed } = batch;
  return {
    id: batchId,
    batch_id: batchId,
    operation: commandOf(batch).operation,
    filter: batch.filter,
    reason: batch.reason,
    status: batch.status,
    total,
    done: total - open - failed,
    failed,
    created_by: batch.createdBy,
    created_at: batch.createdAt.toISOString(),
    ended_at: batch.endedAt?.toISOString() ?? null,
  };
}
