import type { BulkTasks, BulkTasksResult } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import type { UseCase } from '../use-case.ts';
import { assignTask, claimTask, completeTask, unclaimTask } from './change-task.ts';

/** Does the work, or answers why it is refused. Throws for a defect. */
export type Attempt = (
  useCase: UseCase,
  work: (useCase: UseCase) => Promise<Executed<object>>,
) => Promise<Executed<object> | Refusal>;

/**
 * Does the same to each of the tasks, all at once, so that they share group commits. What one is refused for is no
 * obstacle to the others. With an idempotency key each task has a key of its own made from it: a request that comes
 * again finds what was done and tries again what was refused.
 */
export async function changeManyTasks(
  useCase: UseCase,
  request: BulkTasks,
  attempt: Attempt,
): Promise<Executed<BulkTasksResult>> {
  requirePermission(useCase.principal, 'task', permissions[request.operation]);
  const { replayed } = await takeKey(useCase);
  const results = await Promise.all(
    request.task_ids.map(async (taskId): Promise<BulkTasksResult['results'][number]> => {
      const done = await attempt(ofTask(useCase, taskId), (own) => change(own, taskId, request));
      if (!(done instanceof Refusal)) return { task_id: taskId, ok: true };
      return { task_id: taskId, ok: false, code: done.code, message: done.message };
    }),
  );
  const succeeded = results.filter(({ ok }) => ok).length;
  return { response: { results, succeeded, failed: results.length - succeeded }, replayed };
}

const permissions = { claim: 'claim', unclaim: 'claim', assign: 'assign', complete: 'complete' } as const;

/** The key of the whole request is taken first, so that another request with it is refused as a whole. */
async function takeKey({
  database,
  principal: { tenantId },
  idempotency,
}: UseCase): Promise<{ readonly replayed: boolean }> {
  if (idempotency === undefined) return { replayed: false };
  return database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, () => Promise.resolve({})),
  );
}

function ofTask(useCase: UseCase, taskId: string): UseCase {
  const { idempotency } = useCase;
  if (idempotency === undefined) return useCase;
  return { ...useCase, idempotency: { ...idempotency, key: `${idempotency.key}#${taskId}` } };
}

function change(useCase: UseCase, taskId: string, request: BulkTasks): Promise<Executed<object>> {
  switch (request.operation) {
    case 'claim':
      return claimTask(useCase, taskId);
    case 'unclaim':
      return unclaimTask(useCase, taskId);
    case 'assign':
      return assignTask(useCase, taskId, request.assignee);
    case 'complete':
      return completeTask(useCase, taskId, request.variables);
  }
}
