import {
  activatedJobsSchema,
  activateJobsSchema,
  changedJobSchema,
  completeJobSchema,
  extendJobSchema,
  failJobSchema,
  jobErrorSchema,
  jobListSchema,
  jobQuerySchema,
} from '@wbpm/contract';
import { Refusal } from '../../access/refusal.ts';
import { activateJobs } from '../../jobs/activate-jobs.ts';
import { completeJob, extendJob, failJob, throwJobError } from '../../jobs/change-job.ts';
import { listAllJobs } from '../../jobs/list-jobs.ts';
import type { App } from '../app.ts';
import { limits } from '../limits.ts';
import { type Api, answer, change, useCaseOf } from './call.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['jobs'];

/** At most `maxWaiting` workers wait for a job at once: each holds a connection and asks now and then. */
export function registerJobRoutes(app: App, api: Api, maxWaiting: number): void {
  const waiting = new Set<AbortController>();
  // Workers wait up to half a minute for a job; a server that stops does not.
  app.addHook('preClose', (done) => {
    for (const worker of waiting) worker.abort();
    done();
  });

  app.get(
    '/api/v1/jobs',
    {
      schema: {
        tags,
        summary: 'What workers have to do, newest first',
        querystring: jobQuerySchema,
        response: answers(jobListSchema),
      },
    },
    (request) => answer(listAllJobs(useCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/jobs/activate',
    {
      config: { handlerMs: limits.waitingHandlerMs },
      schema: {
        tags,
        summary: 'Lease jobs of a type, waiting for a first one when asked',
        body: activateJobsSchema,
        response: answers(activatedJobsSchema),
      },
    },
    (request, reply) => {
      if (request.body.wait_ms > 0 && waiting.size >= maxWaiting) {
        api.metrics.recordRefused('workers');
        const message = `Expected at most ${maxWaiting} workers waiting for a job, but found more`;
        throw new Refusal('UNAVAILABLE', message, { retryAfterSeconds: 1 });
      }
      const gone = new AbortController();
      waiting.add(gone);
      reply.raw.once('close', () => {
        waiting.delete(gone);
        gone.abort();
      });
      const { body } = request;
      return answer(
        activateJobs(
          useCaseOf(request, api),
          {
            type: body.type,
            worker: body.worker,
            limit: body.max_jobs,
            lockMs: body.lock_duration_ms,
            waitMs: body.wait_ms,
            fetchVariables: body.fetch_variables ?? null,
          },
          gone.signal,
        ),
      );
    },
  );

  app.post(
    '/api/v1/jobs/:id/complete',
    {
      schema: {
        tags,
        summary: 'The work is done',
        params: idParams,
        body: completeJobSchema,
        response: answers(changedJobSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Job completed', (useCase) =>
        completeJob(useCase, request.params.id, request.body.lock_token, request.body.variables),
      ),
  );

  app.post(
    '/api/v1/jobs/:id/fail',
    {
      schema: {
        tags,
        summary: 'The attempt failed; without retries left an incident opens',
        params: idParams,
        body: failJobSchema,
        response: answers(changedJobSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Job failed', (useCase) =>
        failJob(useCase, request.params.id, request.body.lock_token, {
          message: request.body.message,
          retries: request.body.retries ?? null,
          retryAfterMs: request.body.retry_after_ms ?? null,
        }),
      ),
  );

  app.post(
    '/api/v1/jobs/:id/error',
    {
      schema: {
        tags,
        summary: 'A business error the process may catch',
        params: idParams,
        body: jobErrorSchema,
        response: answers(changedJobSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Error raised', (useCase) =>
        throwJobError(useCase, request.params.id, request.body.lock_token, {
          errorCode: request.body.error_code,
          message: request.body.message ?? null,
          variables: request.body.variables ?? {},
        }),
      ),
  );

  app.post(
    '/api/v1/jobs/:id/extend',
    {
      schema: {
        tags,
        summary: 'Hold the lease longer',
        params: idParams,
        body: extendJobSchema,
        response: answers(changedJobSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Lease extended', (useCase) =>
        extendJob(useCase, request.params.id, request.body.lock_token, request.body.duration_ms),
      ),
  );
}
