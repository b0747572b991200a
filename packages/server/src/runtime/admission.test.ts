import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';
import type { CommandRequest } from './command-outcome.ts';

const none = () => 0;

/** A host on a clock of its own that answers so many commands a second. */
function host(limits: Partial<ConstructorParameters<typeof Admission>[0]> = {}) {
  const clock = { ms: 0 };
  const refusals: string[] = [];
  const admission = new Admission(
    { waitTargetMs: 2000, leastWaiting: 16, maxWaiting: 20_000, maxWaitingPerInstance: 1000, ...limits },
    (reason) => refusals.push(reason),
    () => clock.ms,
  );
  const accepted: CommandRequest[] = [];
  const offer = (request: CommandRequest, times: number, atInstance = none): number => {
    let count = 0;
    for (let index = 0; index < times; index += 1) {
      if (admission.enter(request, atInstance) !== null) continue;
      accepted.push(request);
      count += 1;
    }
    return count;
  };
  /** `ms` pass, then `count` are answered together. */
  async function answer(ms: number, count: number): Promise<void> {
    clock.ms += ms;
    for (const request of accepted.splice(0, count)) admission.leave(request);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { admission, refusals, offer, answer, clock };
}

function start(tenantId: string): CommandRequest {
  return {
    tenantId,
    instanceId: 'i',
    actor: 'ada',
    command: { type: 'setVariables', variables: {} },
    respond: () => ({}),
  };
}

describe('the admission of commands', () => {
  it('takes a burst of a thousand after a rest', async () => {
    const { offer, answer, clock } = host();
    offer(start('t'), 1);
    await answer(5, 1);
    clock.ms += 60_000;
    expect(offer(start('t'), 1000)).toBe(1000);
  });

  it('lets as many wait as are answered within the target', async () => {
    const { admission, offer, answer } = host();
    for (let second = 0; second < 20; second += 1) {
      offer(start('t'), 1000);
      await answer(500, 50);
      await answer(500, 50);
    }
    expect(admission.limit).toBeGreaterThan(150);
    expect(admission.limit).toBeLessThan(250);
    expect(admission.waiting).toBeLessThan(250);
  });

  it('lets more wait again when it goes faster', async () => {
    const { admission, offer, answer } = host();
    for (let round = 0; round < 20; round += 1) {
      offer(start('t'), 1000);
      await answer(1000, 20);
    }
    expect(admission.limit).toBeLessThan(60);
    for (let round = 0; round < 40; round += 1) {
      offer(start('t'), 5000);
      await answer(100, 5000);
    }
    expect(admission.limit).toBeGreaterThan(4000);
  });

  it('takes hardly anything while nothing is answered at all', async () => {
    const { offer, answer, clock, admission } = host();
    offer(start('t'), 200);
    await answer(100, 100);
    clock.ms += 10_000;
    expect(offer(start('t'), 100)).toBe(0);
    expect(admission.enter(start('t'), none)?.retryAfterSeconds).toBeGreaterThanOrEqual(5);
  });

  it('refuses the tenant that floods before it refuses others, and tells it so', async () => {
    const { admission, offer, answer, refusals } = host();
    offer(start('calm'), 10);
    for (let round = 0; round < 50; round += 1) {
      offer(start('flood'), 1000);
      expect(offer(start('calm'), 2)).toBe(2);
      await answer(100, 20);
    }
    expect(new Set(refusals)).toEqual(new Set(['tenant']));
    offer(start('flood'), 1000);
    expect(admission.enter(start('flood'), none)?.ofTenant).toBe(true);
  });

  it('never refuses what follows from what has happened or was done', () => {
    const { offer, refusals } = host({ maxWaiting: 50 });
    offer(start('t'), 1000);
    refusals.length = 0;
    const fence = { jobId: 'j', lockToken: 1 };
    expect(offer({ ...start('t'), fence }, 500)).toBe(500);
    expect(offer({ ...start('t'), consumes: { from: 'outbox', id: 'o' } }, 500)).toBe(500);
    expect(offer({ ...start('t'), command: { type: 'fireTimer', subscriptionId: 's' } }, 500)).toBe(500);
    expect(refusals).toEqual([]);
  });

  it('bounds what waits for a single instance', () => {
    const { offer, refusals } = host({ maxWaitingPerInstance: 100 });
    expect(offer(start('t'), 200, () => 99)).toBe(200);
    expect(offer(start('t'), 1, () => 100)).toBe(0);
    expect(refusals).toEqual(['instance']);
  });
});
