import { describe, expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../store/database.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { type JobHandler, type ReadyJob, workOn } from './job-work.ts';

const clock = { now: () => Date.now(), synchronise() {} };
const jobFor = (leaseMs: number): ReadyJob => ({
  tenantId: 't',
  jobId: 'j',
  instanceId: 'i',
  processId: 'p',
  elementId: 'e',
  type: 'work',
  lockToken: 4,
  lostLeases: 1,
  headers: {},
  retries: 3,
  lockedUntil: new Date(Date.now() + leaseMs),
  variables: {},
});

async function sent(
  handler: JobHandler,
  { leaseMs = 10_000, failures = 0 } = {},
): Promise<{ readonly commands: CommandRequest[]; readonly tries: number }> {
  const commands: CommandRequest[] = [];
  let tries = 0;
  await workOn(jobFor(leaseMs), handler, {
    clock,
    backOff: () => ({ firstMs: 1, longestMs: 2, spread: 0 }),
    execute(request): Promise<CommandOutcome> {
      tries += 1;
      if (tries <= failures) return Promise.reject(new DatabaseUnavailableError('away'));
      commands.push(request);
      return Promise.resolve({ kind: 'committed', response: {}, replayed: false });
    },
  });
  return { commands, tries };
}

describe('work on a job', () => {
  it('ends with its completion, under the lease it began with', async () => {
    const { commands } = await sent(() => Promise.resolve({ a: 1 }));
    expect(commands).toMatchObject([
      {
        fence: { jobId: 'j', lockToken: 4 },
        command: { type: 'completeJob', elementInstanceId: 'j', variables: { a: 1 } },
      },
    ]);
  });

  it('ends with its failure, which counts the leases lost before', async () => {
    const { commands } = await sent(() => Promise.reject(new Error('no luck')));
    expect(commands).toMatchObject([
      { command: { type: 'failJob', message: 'no luck', retries: null, retryAfterMs: null, lostLeases: 1 } },
    ]);
  });

  it('is not done again because the store was away', async () => {
    let runs = 0;
    const { commands, tries } = await sent(
      () => {
        runs += 1;
        return Promise.resolve({});
      },
      { failures: 2 },
    );
    expect([runs, tries, commands.length]).toEqual([1, 3, 1]);
  });

  it('is over with its lease when the store stays away', async () => {
    await expect(sent(() => Promise.resolve({}), { leaseMs: 300, failures: 99 })).rejects.toThrow(
      DatabaseUnavailableError,
    );
  });

  it('is over with its lease when the handler hangs', async () => {
    const { commands } = await sent(() => new Promise(() => {}), { leaseMs: 50 });
    expect(commands).toEqual([]);
  });
});
