import type { LeasedJob } from '../store/job-leases.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';

/** Opens the incident of a job whose lease has run out as often as it may be tried. */
export async function failSpentJob(
  execute: (request: CommandRequest) => Promise<CommandOutcome>,
  { tenantId, instanceId, jobId, lockToken, lostLeases }: LeasedJob,
): Promise<void> {
  const times = lostLeases === 1 ? 'once' : `${lostLeases} times`;
  await execute({
    tenantId,
    instanceId,
    actor: 'engine',
    fence: { jobId, lockToken },
    respond: () => ({}),
    command: {
      type: 'failJob',
      elementInstanceId: jobId,
      message: `Expected an answer from the worker, but its lease ran out ${times}`,
      retries: 0,
      retryAfterMs: 0,
    },
  });
}
