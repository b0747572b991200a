import type { ChangedBatch } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import { type BatchStatus, changeBatchStatus, findBatch } from '../store/batches.ts';
import type { UseCase } from '../use-case.ts';
import { requireBatchPermission } from './batch-permission.ts';
import { commandOf } from './read-batch.ts';

/** Nothing more is begun; commands under way are finished. */
export function pauseBatch(useCase: UseCase, id: string): Promise<Executed<ChangedBatch>> {
  return steer(useCase, id, ['running'], 'paused');
}

export function resumeBatch(useCase: UseCase, id: string): Promise<Executed<ChangedBatch>> {
  return steer(useCase, id, ['paused'], 'running');
}

/** What is done stays done; what is not is left as it is. */
export function cancelBatch(useCase: UseCase, id: string): Promise<Executed<ChangedBatch>> {
  return steer(useCase, id, ['running', 'paused'], 'cancelled');
}

/** Whoever steers a batch needs the permission of its operation. */
async function steer(
  { principal, database, runtime, idempotency }: UseCase,
  id: string,
  from: readonly BatchStatus[],
  to: BatchStatus,
): Promise<Executed<ChangedBatch>> {
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const batchId = requireId('batch', id);
  const now = new Date(runtime.clock.now());
  return database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    const found = await findBatch(transaction, tenantId, batchId);
    if (found === null) throw notFound('batch', id);
    requireBatchPermission(principal, commandOf(found).operation);
    return answerOnce(transaction, tenantId, idempotency, async () => {
      if (!(await changeBatchStatus(transaction, found, from, to, now))) {
        throw new Refusal(
          'CONFLICT',
          `Expected batch ${batchId} to be ${from.join(' or ')}, but it is ${found.status}`,
        );
      }
      return { id: batchId, batch_id: batchId, total: found.total, status: to };
    });
  });
}
