import { describe, expect, test } from 'vitest';
import {
  end,
  exclusive,
  javascript,
  literal,
  parallel,
  processOf,
  sequence,
  serviceTask,
  start,
  task,
  timer,
  userTask,
} from '../testing/model.ts';
import { type Run, run, startedAt } from '../testing/run.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';

const busy = processOf(
  [
    start(),
    parallel('fork'),
    userTask('a'),
    serviceTask('b'),
    timer('c', 'duration', literal('PT1H')),
    exclusive('nowhere', 'missing'),
    end(),
  ],
  'start > fork > a > end',
  'fork > b > end',
  'fork > c > end',
  'fork > nowhere',
  {
    id: 'x',
    name: null,
    sourceId: 'nowhere',
    targetId: 'end',
    condition: { language: 'feel', source: 'false' },
  },
);

/** Every command but the one that starts, each about something that is there. */
function commandsOn(instance: Run): Command[] {
  const a = instance.one('a').id;
  const b = instance.one('b').id;
  return [
    { type: 'completeUserTask', elementInstanceId: a, variables: { x: 1 }, by: 'ann', override: true },
    { type: 'claimUserTask', elementInstanceId: a, by: 'ann' },
    { type: 'assignUserTask', elementInstanceId: a, assignee: 'ann' },
    { type: 'completeJob', elementInstanceId: b, variables: { x: 1 } },
    { type: 'failJob', elementInstanceId: b, message: 'x', retries: 0, retryAfterMs: 0 },
    { type: 'throwJobError', elementInstanceId: b, errorCode: 'x', message: null, variables: {} },
    { type: 'fireTimer', subscriptionId: instance.awaited('c').id },
    {
      type: 'completeScript',
      elementInstanceId: a,
      outcome: { kind: 'failed', message: 'x' },
      stepsTaken: 0,
    },
    { type: 'setVariables', variables: { x: 1 } },
    { type: 'resolveIncident', incidentId: instance.incident('nowhere').id, retries: null, variables: {} },
    { type: 'suspendInstance' },
    { type: 'resumeInstance' },
    { type: 'cancelInstance', reason: null },
    { type: 'continueInstance', stepsTaken: 0 },
  ];
}

describe('a suspended instance', () => {
  const allowed = ['resumeInstance', 'cancelInstance', 'setVariables', 'assignUserTask'];

  test.each(commandsOn(run(busy)).filter(({ type }) => !allowed.includes(type)))(
    'refuses $type',
    (command) => {
      const instance = run(busy);
      instance.suspend();
      expect(instance.refused(command)).toEqual({
        code: 'INSTANCE_SUSPENDED',
        message: 'Expected instance instance to be active, but it is suspended',
      });
    },
  );

  test('takes variables and assignments, which move no token', () => {
    const instance = run(busy);
    instance.suspend();
    instance.set({ x: 1 });
    instance.execute({ type: 'assignUserTask', elementInstanceId: instance.one('a').id, assignee: 'ann' });
    expect(instance.status).toBe('suspended');
    expect(instance.variables).toEqual({ x: 1 });
  });

  test('goes on where it stood when it is resumed', () => {
    const instance = run(busy);
    instance.suspend();
    instance.resume();
    expect(instance.status).toBe('active');
    instance.complete('a');
    instance.completeJob('b');
    instance.fire('c');
    instance.resolve('nowhere', {});
    expect(instance.live).toEqual(['nowhere']);
  });

  test('can be cancelled', () => {
    const instance = run(busy);
    instance.suspend();
    instance.cancel('no longer needed');
    expect(instance.status).toBe('terminated');
  });
});

test('only a suspended instance is resumed', () => {
  expect(run(busy).refused({ type: 'resumeInstance' })).toEqual({
    code: 'INSTANCE_NOT_SUSPENDED',
    message: 'Expected instance instance to be suspended, but it is active',
  });
});

describe('a cancelled instance', () => {
  test('is terminated with everything in it, its incidents resolved', () => {
    const instance = run(busy);
    instance.now += 10;
    instance.cancel('no longer needed');
    expect(instance.status).toBe('terminated');
    expect(instance.state.endedAt).toBe(startedAt + 10);
    expect(instance.terminated.toSorted()).toEqual(['a', 'b', 'c', 'nowhere']);
    expect(instance.incidents).toEqual([]);
    expect(instance.events.at(-1)).toEqual({ type: 'instanceTerminated', reason: 'no longer needed' });
  });

  test.each(commandsOn(run(busy)))('refuses $type', (command) => {
    const instance = run(busy);
    instance.cancel();
    expect(instance.refused(command)).toEqual({
      code: 'INSTANCE_ENDED',
      message: 'Expected instance instance to be active, but it is terminated',
    });
  });
});

test('a completed instance takes no command', () => {
  expect(run(sequence()).refused({ type: 'cancelInstance', reason: null }).code).toBe('INSTANCE_ENDED');
});

test('setting no variables changes nothing', () => {
  expect(run(busy).set({})).toEqual([]);
});

test('continuing an instance at rest changes nothing', () => {
  expect(run(busy).continue()).toEqual([]);
});

test('a command that waits for a script is not unfinished', () => {
  const instance = run(sequence(javascript('js', ''), userTask('a')));
  expect(instance.unfinished).toBe(false);
  expect(instance.stepsTaken).toBe(0);
});

describe('a state decided with another process is a defect', () => {
  const other = sequence(task('a'), userTask('b'));

  test('when an element has become something else', () => {
    const ofTask = run(sequence(userTask('a'))).state;
    const completeTask: Command = {
      type: 'completeUserTask',
      elementInstanceId: 'id-0000002',
      variables: {},
      by: 'ann',
      override: false,
    };
    expect(() => decide(other, ofTask, completeTask, env)).toThrow("Expected 'a' to be a user task");
    const ofJob = run(sequence(serviceTask('a'))).state;
    const completeJob: Command = { type: 'completeJob', elementInstanceId: 'id-0000002', variables: {} };
    expect(() => decide(other, ofJob, completeJob, env)).toThrow("Expected 'a' to have work for a job");
  });

  test('when an element is gone', () => {
    const { state } = run(sequence(userTask('gone')));
    const command: Command = {
      type: 'completeUserTask',
      elementInstanceId: 'id-0000002',
      variables: {},
      by: 'ann',
      override: false,
    };
    expect(() => decide(other, state, command, env)).toThrow("Expected element 'gone' in the process");
  });

  const env = { now: 0, newId: () => 'new', limits: { stepsPerTurn: 10, stepsWithoutWait: 10 } };
});

test('a join whose flows have become others waits for tokens on all of them', () => {
  const join = (flows: readonly string[]) =>
    processOf(
      [start(), parallel('fork'), ...['a', 'b', 'c'].map((id) => userTask(id)), parallel('join'), end()],
      'start > fork',
      'join > end',
      ...['a', 'b', 'c'].map((id) => `fork > ${id}`),
      ...flows.map((id) => `${id} > join`),
    );
  const instance = run(join(['a', 'b', 'c']));
  instance.complete('a');
  const command: Command = {
    type: 'completeUserTask',
    elementInstanceId: instance.one('b').id,
    variables: {},
    by: 'ann',
    override: false,
  };
  const env = { now: 0, newId: () => 'new', limits: { stepsPerTurn: 10, stepsWithoutWait: 10 } };
  const decision = decide(join(['b', 'c']), instance.state, command, env);
  expect(decision.kind === 'accepted' && decision.events.map(({ type }) => type)).not.toContain(
    'tokensJoined',
  );
});
