import type { JobList, JobQuery, JobSummary } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { keyAfter, keyParts, pageOf } from '../processes/page.ts';
import { listJobs, type StoredJob } from '../store/list-jobs.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';

export async function listAllJobs(useCase: UseCase, query: JobQuery): Promise<JobList> {
  const { principal, database, runtime } = useCase;
  requirePermission(principal, 'job', 'read');
  const before = keyAfter(query, keyParts.id);
  const instanceId = query.instance_id === undefined ? null : requireId('instance', query.instance_id);
  const rows = await read(database, principal.tenantId, (transaction) =>
    listJobs(
      transaction,
      principal.tenantId,
      { type: query.type ?? null, instanceId, status: query.status ?? null },
      new Date(runtime.clock.now()),
      { before: before?.[0] ?? null, limit: query.limit + 1 },
    ),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireSummary, (row) => [row.jobId]);
  return { jobs: items, next_cursor };
}

function wireSummary(job: StoredJob): JobSummary {
  return {
    job_id: job.jobId,
    type: job.type,
    status: job.status,
    instance_id: job.instanceId,
    process_id: job.processId,
    element_id: job.elementId,
    retries: Math.max(0, job.retries - job.lostLeases),
    worker: job.worker,
    locked_until: job.lockedUntil?.toISOString() ?? null,
    due_at: job.dueAt.toISOString(),
    created_at: job.createdAt.toISOString(),
  };
}
