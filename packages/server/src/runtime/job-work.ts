import type { BackOff, Command, JsonObject } from '@wbpm/engine';
import type { LeasedJob } from '../store/job-leases.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { isTemporary } from './temporary-failure.ts';
import { withinMs } from './within-ms.ts';

/** The work this node is asked to do for one service task. */
export interface Job {
  readonly jobId: string;
  readonly type: string;
  readonly tenantId: string;
  readonly instanceId: string;
  readonly elementId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: JsonObject;
}

/** Does the work and gives the variables to set. A failure is tried again as often as the job allows. */
export type JobHandler = (job: Job) => Promise<JsonObject>;

/** A job with what its handler sees. */
export type ReadyJob = LeasedJob & { readonly variables: JsonObject };

const answerAgainMs = 250;

/**
 * Does one job and answers for it. Resolves at the latest when its lease has run out: a handler that
 * hangs then holds no hand any more, and what it still brings comes too late.
 */
export async function workOn(
  job: ReadyJob,
  handler: JobHandler,
  dependencies: {
    readonly clock: Clock;
    readonly backOff: () => BackOff;
    readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  },
): Promise<void> {
  const { clock, backOff, execute } = dependencies;
  const leftMs = () => job.lockedUntil.getTime() - clock.now();
  const command = await withinMs(leftMs(), commandOf(job, handler, backOff));
  if (command === null) return;
  for (;;) {
    try {
      await execute({
        tenantId: job.tenantId,
        instanceId: job.instanceId,
        actor: `job:${job.type}`,
        fence: { jobId: job.jobId, lockToken: job.lockToken },
        respond: () => ({}),
        command,
      });
      return;
    } catch (error) {
      // The work is done and must not be done again because the store is away for a moment.
      if (!isTemporary(error) || leftMs() <= answerAgainMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, answerAgainMs));
    }
  }
}

async function commandOf(job: ReadyJob, handler: JobHandler, backOff: () => BackOff): Promise<Command> {
  const of = { elementInstanceId: job.jobId };
  try {
    return { type: 'completeJob', ...of, variables: await handler(job) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { lostLeases } = job;
    return {
      type: 'failJob',
      ...of,
      message,
      retries: null,
      retryAfterMs: null,
      backOff: backOff(),
      lostLeases,
    };
  }
}
