import type {
  ActivatedJobs,
  ActivateJobs,
  ChangedJob,
  CompleteJob,
  ExtendJob,
  FailJob,
  JobError,
  JobList,
  JobQuery,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls of a worker, and the list for those who watch the work. */
export interface JobCalls {
  list(query?: Partial<JobQuery>, options?: CallOptions): Promise<JobList>;
  activate(request: ActivateJobs, options?: CallOptions): Promise<ActivatedJobs>;
  complete(id: string, request: CompleteJob, options?: CallOptions): Promise<ChangedJob>;
  fail(id: string, request: FailJob, options?: CallOptions): Promise<ChangedJob>;
  /** Reports a business error the process may catch. */
  error(id: string, request: JobError, options?: CallOptions): Promise<ChangedJob>;
  extend(id: string, request: ExtendJob, options?: CallOptions): Promise<ChangedJob>;
}

export function jobCalls(sender: Sender): JobCalls {
  const post = <Answer>(path: string, value: unknown, options?: CallOptions) =>
    sender.data<Answer>({ method: 'POST', path, body: { type: 'json', value }, options });
  return {
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/jobs`, query, options }),
    activate: (request, options) => post(apiPath`/jobs/activate`, request, options),
    complete: (id, request, options) => post(apiPath`/jobs/${id}/complete`, request, options),
    fail: (id, request, options) => post(apiPath`/jobs/${id}/fail`, request, options),
    error: (id, request, options) => post(apiPath`/jobs/${id}/error`, request, options),
    extend: (id, request, options) => post(apiPath`/jobs/${id}/extend`, request, options),
  };
}
