import type { ActivatedJobs, Job } from '@wbpm/contract';
import { type JsonObject, visibleVariables } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { isSpent, type LeasedJob, leaseJobs } from '../store/job-leases.ts';
import type { UseCase } from '../use-case.ts';

export interface JobsWanted {
  readonly type: string;
  readonly worker: string;
  readonly limit: number;
  readonly lockMs: number;
  /** How long to wait for a first job; 0 answers at once. */
  readonly waitMs: number;
  readonly fetchVariables: readonly string[] | null;
}

/** Another node may have created a job of which this one hears nothing. */
const pollMs = 500;

/** Leases jobs to a worker, waiting for a first one if asked. `aborted` ends the wait with the request. */
export async function activateJobs(
  useCase: UseCase,
  wanted: JobsWanted,
  aborted: AbortSignal,
): Promise<ActivatedJobs> {
  const { principal, runtime } = useCase;
  requirePermission(principal, 'job', 'activate');
  const deadline = performance.now() + wanted.waitMs;
  for (;;) {
    const leased = await leaseLive(useCase, wanted);
    const leftMs = deadline - performance.now();
    if (leased.length > 0 || leftMs <= 0 || aborted.aborted) {
      const jobs = await Promise.all(leased.map((job) => wireJob(useCase, job, wanted.fetchVariables)));
      return { jobs: jobs.filter((job) => job !== null) };
    }
    await runtime.jobCreated(principal.tenantId, wanted.type, Math.min(leftMs, pollMs), aborted);
  }
}

/** What is leased with no attempt left is no work for anybody: it becomes an incident, and the next is looked at. */
async function leaseLive(useCase: UseCase, wanted: JobsWanted): Promise<LeasedJob[]> {
  for (;;) {
    const leased = await lease(useCase, wanted);
    const spent = leased.filter(isSpent);
    await Promise.all(spent.map((job) => useCase.runtime.failSpentJob(job)));
    if (spent.length === 0 || spent.length < leased.length) return leased.filter((job) => !isSpent(job));
  }
}

function lease({ database, runtime, principal }: UseCase, wanted: JobsWanted): Promise<LeasedJob[]> {
  const now = runtime.clock.now();
  return database.transaction({ kind: 'runtime' }, (transaction) =>
    leaseJobs(transaction, {
      tenantId: principal.tenantId,
      type: wanted.type,
      worker: `${principal.userId}/${wanted.worker}`,
      limit: wanted.limit,
      now: new Date(now),
      until: new Date(now + wanted.lockMs),
    }),
  );
}

async function wireJob(
  { runtime }: UseCase,
  job: LeasedJob,
  fetchVariables: readonly string[] | null,
): Promise<Job | null> {
  const stored = await runtime.load({ tenantId: job.tenantId, instanceId: job.instanceId });
  if (stored === null || !stored.state.elements.has(job.jobId)) return null;
  return {
    job_id: job.jobId,
    lock_token: String(job.lockToken),
    type: job.type,
    instance_id: job.instanceId,
    process_id: job.processId,
    element_id: job.elementId,
    variables: pick(visibleVariables(stored.state, job.jobId), fetchVariables),
    headers: { ...job.headers },
    retries: job.retries - job.lostLeases,
    locked_until: job.lockedUntil.toISOString(),
  };
}

function pick(variables: JsonObject, names: readonly string[] | null): JsonObject {
  if (names === null) return variables;
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(variables, name) ? [[name, variables[name] ?? null]] : [])),
  );
}
