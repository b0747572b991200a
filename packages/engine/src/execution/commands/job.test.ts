import { describe, expect, test } from 'vitest';
import type { JobDefinition } from '../../model/event-definition.ts';
import {
  end,
  inside,
  mapped,
  parallel,
  processOf,
  sequence,
  serviceTask,
  start,
  subProcess,
  userTask,
} from '../../testing/model.ts';
import { type Run, run, startedAt } from '../../testing/run.ts';
import type { Command } from '../command.ts';

const paying = (job: Partial<JobDefinition> = {}) => run(sequence(serviceTask('pay', job)));

describe('completing a job', () => {
  test('writes what the worker brought, under its own names', () => {
    const instance = paying();
    instance.completeJob('pay', { result: 1, receipt: 2 });
    expect(instance.variables).toEqual({ result: 1, receipt: 2 });
  });

  test('keeps the variable `result` under the result variable too', () => {
    const instance = paying({ resultVariable: 'paid' });
    instance.completeJob('pay', { result: null });
    expect(instance.variables).toEqual({ result: null, paid: null });
  });

  test('without `result` sets no result variable', () => {
    const instance = paying({ resultVariable: 'paid' });
    instance.completeJob('pay', { receipt: 2 });
    expect(instance.variables).toEqual({ receipt: 2 });
  });

  test('resolves the incident of its retries', () => {
    const instance = paying();
    instance.failJob('pay', { retries: 0 });
    instance.completeJob('pay');
    expect(instance.incidents).toEqual([]);
    expect(instance.eventsOf('incidentResolved')).toHaveLength(1);
    expect(instance.status).toBe('completed');
  });
});

describe('failing a job', () => {
  test('takes one attempt and leaves the job due again later', () => {
    const instance = paying();
    const events = instance.failJob('pay', { message: 'no money', retryAfterMs: 500 });
    expect(events).toMatchObject([
      { type: 'jobFailed', retries: 2, message: 'no money', retryAt: startedAt + 500 },
    ]);
    expect(instance.one('pay').wait).toMatchObject({ kind: 'job', retries: 2 });
    expect(instance.incidents).toEqual([]);
  });

  test('may say how many attempts are left', () => {
    const instance = paying();
    instance.failJob('pay', { retries: 9 });
    expect(instance.one('pay').wait).toMatchObject({ retries: 9 });
  });

  test('waits as the model says unless the worker says otherwise', () => {
    const instance = paying({ retryWaitsMs: [60_000] });
    const how = { retryAfterMs: null, backOff: { firstMs: 1000, longestMs: 1000, spread: 0 } };
    expect(instance.failJob('pay', how)).toMatchObject([{ retryAt: startedAt + 60_000 }]);
    expect(instance.failJob('pay', { ...how, retryAfterMs: 5 })).toMatchObject([{ retryAt: startedAt + 5 }]);
  });

  test('counts the leases that ran out before as attempts', () => {
    const instance = paying();
    instance.failJob('pay', { lostLeases: 1 });
    expect(instance.one('pay').wait).toMatchObject({ retries: 1 });
    instance.failJob('pay', { lostLeases: 1, message: 'gone' });
    expect(instance.incident('pay')).toMatchObject({ code: 'JOB_RETRIES_EXHAUSTED', message: 'gone' });
  });

  test('for the last time is an incident', () => {
    const instance = paying({ retries: 2 });
    instance.failJob('pay');
    instance.failJob('pay', { message: 'no money' });
    expect(instance.incident('pay')).toMatchObject({ code: 'JOB_RETRIES_EXHAUSTED', message: 'no money' });
    expect(instance.one('pay')).toMatchObject({ status: 'active', wait: { retries: 0 } });
  });

  test('again with an open incident raises no second one, and never less than no attempt is left', () => {
    const instance = paying();
    instance.failJob('pay', { retries: 0 });
    instance.failJob('pay', { retries: -5 });
    expect(instance.incidents).toHaveLength(1);
    expect(instance.one('pay').wait).toMatchObject({ retries: 0 });
  });
});

describe('a business error', () => {
  const fork = processOf(
    [
      start(),
      parallel('fork'),
      userTask('a'),
      mapped(subProcess('sub'), { inputs: { own: '1' } }),
      ...inside('sub', start('s'), serviceTask('pay'), end('e')),
    ],
    'start > fork > a',
    'fork > sub',
    's > pay > e',
  );

  test('that nobody catches ends the instance as failed', () => {
    const instance = run(fork);
    instance.execute(throwError(instance, 'pay', { why: 'no money', own: 2 }));
    expect(instance.status).toBe('failed');
    expect(instance.state.endedAt).toBe(startedAt);
    expect(instance.live).toEqual([]);
    expect(instance.terminated.toSorted()).toEqual(['a', 'pay', 'sub']);
    expect(instance.events.at(-1)).toMatchObject({
      type: 'instanceFailed',
      errorCode: 'BROKE',
      message: 'sorry',
    });
    expect(instance.variables).toEqual({ why: 'no money' });
  });

  test('resolves the incidents it ends', () => {
    const instance = run(fork);
    instance.failJob('pay', { retries: 0 });
    instance.execute(throwError(instance, 'pay', {}));
    expect(instance.incidents).toEqual([]);
  });
});

test.each(['completeJob', 'failJob', 'throwJobError'] as const)(
  '%s of what is no open job is rejected',
  (type) => {
    const instance = run(sequence(serviceTask('pay'), userTask('a')));
    const done = instance.one('pay').id;
    instance.completeJob('pay');
    for (const id of [done, 'unknown', instance.one('a').id]) {
      const command: Command = {
        type,
        elementInstanceId: id,
        variables: {},
        message: 'x',
        retries: null,
        retryAfterMs: 0,
        errorCode: 'x',
      };
      expect(instance.refused(command)).toEqual({
        code: 'JOB_NOT_ACTIVE',
        message: `Expected job ${id} to be active, but it is completed or was withdrawn`,
      });
    }
  },
);

function throwError(
  instance: Run,
  elementId: string,
  variables: Readonly<Record<string, string | number>>,
): Command {
  const elementInstanceId = instance.one(elementId).id;
  return { type: 'throwJobError', elementInstanceId, errorCode: 'BROKE', message: 'sorry', variables };
}
