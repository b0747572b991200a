import type { ChangedJob } from '@wbpm/contract';
import type { Command, InstanceState, JsonObject } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { answerOnce } from '../processes/answer-once.ts';
import { type Executed, execute, leaseLost } from '../processes/execute.ts';
import type { JobFence } from '../store/instance-change.ts';
import { extendLease } from '../store/job-leases.ts';
import type { FoundJob } from '../store/jobs.ts';
import type { UseCase } from '../use-case.ts';

export function completeJob(
  useCase: UseCase,
  id: string,
  lockToken: string,
  variables: JsonObject,
): Promise<Executed<ChangedJob>> {
  return change(useCase, id, lockToken, 'completed', ({ jobId }) => ({
    type: 'completeJob',
    elementInstanceId: jobId,
    variables,
  }));
}

export function failJob(
  useCase: UseCase,
  id: string,
  lockToken: string,
  failure: {
    readonly message: string;
    readonly retries: number | null;
    readonly retryAfterMs: number | null;
  },
): Promise<Executed<ChangedJob>> {
  return change(useCase, id, lockToken, 'failed', ({ jobId, lostLeases }) => ({
    type: 'failJob',
    elementInstanceId: jobId,
    ...failure,
    backOff: useCase.runtime.backOff(),
    lostLeases,
  }));
}

/** A business error: the process may catch it. */
export function throwJobError(
  useCase: UseCase,
  id: string,
  lockToken: string,
  error: { readonly errorCode: string; readonly message: string | null; readonly variables: JsonObject },
): Promise<Executed<ChangedJob>> {
  return change(useCase, id, lockToken, 'error', ({ jobId }) => ({
    type: 'throwJobError',
    elementInstanceId: jobId,
    ...error,
  }));
}

export async function extendJob(
  useCase: UseCase,
  id: string,
  lockToken: string,
  durationMs: number,
): Promise<Executed<ChangedJob>> {
  const { database, runtime, principal, idempotency } = useCase;
  const { tenantId } = principal;
  const { job, fence } = await requireLease(useCase, id, lockToken);
  const until = new Date(runtime.clock.now() + durationMs);
  return database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async () => {
      const lockedUntil = await extendLease(transaction, tenantId, fence, until);
      if (lockedUntil === null) throw leaseLost();
      return { job_id: job.jobId, status: 'locked', locked_until: lockedUntil.toISOString() };
    }),
  );
}

async function change(
  useCase: UseCase,
  id: string,
  lockToken: string,
  status: ChangedJob['status'],
  command: (job: FoundJob) => Command,
): Promise<Executed<ChangedJob>> {
  const { job, fence } = await requireLease(useCase, id, lockToken);
  return execute(useCase, job.instanceId, command(job), (state) => wireChanged(job.jobId, status, state), {
    fence,
  });
}

/** A first look; the commit checks the lease again, in the same transaction as the change. */
async function requireLease(
  { runtime, principal }: UseCase,
  id: string,
  lockToken: string,
): Promise<{ readonly job: FoundJob; readonly fence: JobFence }> {
  requirePermission(principal, 'job', 'complete');
  const job = await runtime.job({ tenantId: principal.tenantId, id: requireId('job', id) });
  if (job === null) throw notFound('job', id);
  const fence = { jobId: job.jobId, lockToken: Number(lockToken) };
  if (job.lockToken !== fence.lockToken) throw leaseLost();
  return { job, fence };
}

function wireChanged(jobId: string, status: ChangedJob['status'], state: InstanceState): ChangedJob {
  const wait = state.elements.get(jobId)?.wait;
  return { job_id: jobId, status, ...(wait?.kind === 'job' ? { retries: wait.retries } : {}) };
}
