import { describe, expect, test } from 'vitest';
import type { Throw, Trigger } from '../../model/event-definition.ts';
import type { BehaviorEvent } from '../../model/loop.ts';
import {
  boundary,
  compensate,
  error,
  escalation,
  feel,
  message,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  processOf,
  signal,
  start,
  times,
  userTask,
} from '../../testing/model.ts';
import { type Run, run } from '../../testing/run.ts';

const each = (throws: Throw): BehaviorEvent => ({ when: 'none', condition: null, throws });
const first = (throws: Throw): BehaviorEvent => ({ when: 'one', condition: null, throws });
const where = (condition: string, throws: Throw): BehaviorEvent => ({
  when: 'complex',
  condition: feel(condition),
  throws,
});

/** Three approvals that throw; what the boundary catches leads to a task. */
function approvals(behaviorEvents: readonly BehaviorEvent[], trigger: Trigger, interrupting = false) {
  return processOf(
    [
      start(),
      userTask('approve', { loop: times(3, { behaviorEvents }) }),
      boundary('caught', 'approve', trigger, { interrupting }),
      userTask('handle'),
      userTask('after'),
    ],
    'start > approve > after',
    'caught > handle',
  );
}

function finish(instance: Run, index: number): void {
  const open = instance.all('approve').find((element) => element.index === index);
  instance.execute({
    type: 'completeUserTask',
    elementInstanceId: open?.id ?? '',
    variables: { index },
    by: 'ann',
    override: false,
  });
}

const handled = (instance: Run): number => instance.all('handle').length;

describe('a multi-instance activity throws on its own boundary', () => {
  test.each([
    ['a signal', signal('done'), onSignal('done')],
    ['a message', message('done'), onMessage('done')],
    ['an escalation', escalation('done'), onEscalation('done')],
  ])('%s after each instance, the last one included', (_, throws, trigger) => {
    const instance = run(approvals([each(throws)], trigger));
    for (const index of [0, 1, 2]) {
      finish(instance, index);
      expect(handled(instance)).toBe(index + 1);
    }
    expect(instance.all('after')).toHaveLength(1);
  });

  test('after the first instance alone', () => {
    const instance = run(approvals([first(signal('done'))], onSignal('done')));
    for (const index of [2, 0, 1]) finish(instance, index);
    expect(handled(instance)).toBe(1);
  });

  test('after each instance for which the condition holds', () => {
    const odd = where('loopCounter = 1 or numberOfCompletedInstances = numberOfInstances', signal('done'));
    const instance = run(approvals([odd], onSignal('done')));
    finish(instance, 0);
    expect(handled(instance)).toBe(0);
    finish(instance, 1);
    finish(instance, 2);
    expect(handled(instance)).toBe(2);
  });

  test('several events, each as its own rule has it', () => {
    const events = [first(signal('other')), each(escalation('done'))];
    const instance = run(approvals(events, onEscalation('done')));
    finish(instance, 0);
    expect(instance.eventsOf('signalThrown')).toHaveLength(1);
    expect(handled(instance)).toBe(1);
  });

  test('with the runtime attributes of the activity', () => {
    const instance = run(approvals([first(signal('done'))], onSignal('done')));
    finish(instance, 1);
    expect(instance.variables).toMatchObject({
      numberOfInstances: 3,
      numberOfActiveInstances: 2,
      numberOfCompletedInstances: 1,
      numberOfTerminatedInstances: 0,
    });
  });

  test('an error, which ends it', () => {
    const instance = run(approvals([each(error('E'))], onError('E'), true));
    finish(instance, 0);
    expect(instance.live).toEqual(['handle']);
    expect(instance.terminated).toEqual(['approve', 'approve', 'approve']);
  });

  test('an error that nobody catches, which ends the instance', () => {
    const instance = run(approvals([each(error('other'))], onError('E'), true));
    finish(instance, 0);
    expect(instance.status).toBe('failed');
  });

  test('a signal that interrupts it', () => {
    const instance = run(approvals([first(signal('done'))], onSignal('done'), true));
    finish(instance, 0);
    expect(instance.live).toEqual(['handle']);
  });
});

describe('what its boundary does not wait for', () => {
  test('is a signal for everybody', () => {
    const instance = run(approvals([each(signal('other'))], onSignal('done')));
    finish(instance, 0);
    expect(handled(instance)).toBe(0);
    expect(instance.eventsOf('signalThrown')).toMatchObject([
      { elementId: 'approve', name: 'other', variables: { numberOfCompletedInstances: 1 } },
    ]);
  });

  test('is a message for whoever waits for it', () => {
    const instance = run(approvals([each(message('other'))], onMessage('done')));
    finish(instance, 0);
    expect(instance.eventsOf('messageThrown')).toMatchObject([{ elementId: 'approve', name: 'other' }]);
  });

  test('is a message with another key', () => {
    const keyed: Throw = {
      ...message('done'),
      kind: 'message',
      job: null,
      name: feel('"done"'),
      correlationKey: feel('"b"'),
    };
    const instance = run(approvals([each(keyed)], onMessage('done', feel('"a"'))));
    finish(instance, 0);
    expect(instance.eventsOf('messageThrown')).toMatchObject([{ correlationKey: 'b' }]);
    expect(handled(instance)).toBe(0);
  });
});

test('a condition that cannot be evaluated stops the instance before anything is thrown', () => {
  const instance = run(approvals([each(signal('done')), where('index', signal('done'))], onSignal('done')));
  finish(instance, 0);
  expect(instance.incidents).toMatchObject([{ code: 'EXPRESSION_ERROR' }]);
  expect(handled(instance)).toBe(0);
});

test('what cannot be thrown at a boundary is an incident', () => {
  const instance = run(approvals([each(compensate())], onSignal('done')));
  finish(instance, 0);
  expect(instance.incidents[0]?.message).toContain('but found compensation');
});
