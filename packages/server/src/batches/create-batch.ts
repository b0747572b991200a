import { type BatchPlan, batchLimits, type ChangedBatch, type CreateBatch } from '@wbpm/contract';
import { limitExceeded } from '../access/refusal.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import { migrationRequest } from '../processes/migrate-instance.ts';
import { insertBatchInstances } from '../store/batch-instances.ts';
import { insertBatch } from '../store/batches.ts';
import type { Transaction } from '../store/database.ts';
import type { UseCase } from '../use-case.ts';
import { requireBatchPermission } from './batch-permission.ts';
import { selectionOf } from './batch-selection.ts';
import { planBatch } from './plan-batch.ts';

/** Fixes which instances the operation is for, and leaves them to the nodes; or says what that would come to. */
export async function createBatch(
  useCase: UseCase,
  batch: CreateBatch,
): Promise<Executed<ChangedBatch | BatchPlan>> {
  const { principal, database, idempotency } = useCase;
  requireBatchPermission(principal, batch.operation);
  if (batch.dry_run === true) return { response: await planBatch(useCase, batch), replayed: false };
  // What is wrong for every instance is refused once, before there is a batch.
  if (batch.operation === 'migrate') await migrationRequest(useCase, batch.parameters);
  const { tenantId } = principal;
  return database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () => storeBatch(transaction, useCase, batch)),
  );
}

/** The same inside a transaction of the caller, who has checked the permission. */
export async function storeBatch(
  transaction: Transaction,
  { principal, runtime }: UseCase,
  { operation, filter, parameters, reason }: CreateBatch,
): Promise<ChangedBatch> {
  const { tenantId, userId, permissions } = principal;
  const batchId = runtime.newId();
  const most = batchLimits.instances;
  const total = await insertBatchInstances(
    transaction,
    { tenantId, batchId },
    selectionOf(operation, filter),
    most + 1,
  );
  if (total > most) {
    const message = `Expected at most ${most} instances in a batch, but found more`;
    throw limitExceeded(message, most);
  }
  await insertBatch(transaction, {
    tenantId,
    batchId,
    operation,
    filter,
    parameters,
    reason: reason ?? null,
    total,
    createdBy: userId,
    permissions: [...permissions],
    createdAt: new Date(runtime.clock.now()),
  });
  return { id: batchId, batch_id: batchId, total, status: total === 0 ? 'completed' : 'running' };
}
