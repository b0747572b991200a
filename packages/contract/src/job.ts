import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, longTextSchema, shortTextSchema } from './text.ts';

/** Bounds of a lease: long enough to work in, short enough to pass on. */
export const jobLimits = {
  minLockMs: 1000,
  maxLockMs: 86_400_000,
  maxJobs: 500,
  maxWaitMs: 30_000,
  maxRetries: 100,
} as const;

const lockMsSchema = z.int().min(jobLimits.minLockMs).max(jobLimits.maxLockMs);

/** Body of `POST /jobs/activate`. */
export const activateJobsSchema = z
  .object({
    type: shortTextSchema,
    worker: shortTextSchema,
    max_jobs: z.int().min(1).max(jobLimits.maxJobs).default(1),
    lock_duration_ms: lockMsSchema.default(300_000),
    /** How long to wait for a first job when there is none. */
    wait_ms: z.int().min(0).max(jobLimits.maxWaitMs).default(0),
    /** Names of the variables wanted; all without it. */
    fetch_variables: z.array(shortTextSchema).max(1000).optional(),
  })
  .meta({ id: 'ActivateJobs' });
export type ActivateJobs = z.input<typeof activateJobsSchema>;

/** Shown once a lease; a call with an older token is refused. */
const lockTokenSchema = z.string().regex(/^\d{1,19}$/, 'Expected the lock_token of the activation');

export const jobSchema = z
  .object({
    job_id: z.string(),
    lock_token: z.string(),
    type: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    element_id: z.string(),
    variables: jsonObjectSchema,
    headers: z.record(z.string(), z.string()),
    retries: z.int(),
    locked_until: instantSchema,
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;

export const activatedJobsSchema = z.object({ jobs: z.array(jobSchema) }).meta({ id: 'ActivatedJobs' });
export type ActivatedJobs = z.infer<typeof activatedJobsSchema>;

export const completeJobSchema = z
  .object({ lock_token: lockTokenSchema, variables: jsonObjectSchema.default({}) })
  .meta({ id: 'CompleteJob' });
export type CompleteJob = z.input<typeof completeJobSchema>;

export const failJobSchema = z
  .object({
    lock_token: lockTokenSchema,
    message: longTextSchema,
    /** Attempts left; one fewer than before without it. At 0 an incident opens. */
    retries: z.int().min(0).max(jobLimits.maxRetries).optional(),
    retry_after_ms: z.int().min(0).max(jobLimits.maxLockMs).optional(),
  })
  .meta({ id: 'FailJob' });
export type FailJob = z.infer<typeof failJobSchema>;

/** A business error the process may catch. */
export const jobErrorSchema = z
  .object({
    lock_token: lockTokenSchema,
    error_code: shortTextSchema,
    message: longTextSchema.optional(),
    variables: jsonObjectSchema.optional(),
  })
  .meta({ id: 'JobError' });
export type JobError = z.infer<typeof jobErrorSchema>;

export const extendJobSchema = z
  .object({ lock_token: lockTokenSchema, duration_ms: lockMsSchema })
  .meta({ id: 'ExtendJob' });
export type ExtendJob = z.infer<typeof extendJobSchema>;

/** Answer to complete, fail, error and extend. */
export const changedJobSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(['completed', 'failed', 'error', 'locked']),
    retries: z.int().optional(),
    locked_until: instantSchema.optional(),
  })
  .meta({ id: 'ChangedJob' });
export type ChangedJob = z.infer<typeof changedJobSchema>;

/**
 * `available`: the next worker gets it; `waiting`: for its next attempt; `locked`: leased; `failed`: no
 * attempt is left; `suspended`: it rests with its instance.
 */
export const jobStatusSchema = z.enum(['available', 'waiting', 'locked', 'failed', 'suspended']);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** A job as operators see it: without the token that is its worker's. */
export const jobSummarySchema = z
  .object({
    job_id: z.string(),
    type: z.string(),
    status: jobStatusSchema,
    instance_id: z.string(),
    process_id: z.string(),
    element_id: z.string(),
    /** Attempts left. */
    retries: z.int(),
    worker: z.string().nullable(),
    locked_until: instantSchema.nullable(),
    due_at: instantSchema,
    created_at: instantSchema,
  })
  .meta({ id: 'JobSummary' });
export type JobSummary = z.infer<typeof jobSummarySchema>;

export const jobListSchema = z
  .object({ jobs: z.array(jobSummarySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'JobList' });
export type JobList = z.infer<typeof jobListSchema>;

/** Query of `GET /jobs`. */
export const jobQuerySchema = pageQuerySchema.extend({
  type: shortTextSchema.optional(),
  instance_id: shortTextSchema.optional(),
  status: jobStatusSchema.optional(),
});
export type JobQuery = z.infer<typeof jobQuerySchema>;
