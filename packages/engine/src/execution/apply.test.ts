import { describe, expect, test } from 'vitest';
import { parallel, processOf, sequence, serviceTask, start, userTask } from '../testing/model.ts';
import { instanceId, run, startedAt } from '../testing/run.ts';
import { apply, fold } from './apply.ts';
import type { Event } from './event.ts';

test('a journal is numbered from 1 without gap', () => {
  const instance = run(sequence(userTask('a'), serviceTask('b')));
  instance.complete('a');
  instance.completeJob('b');
  let next = 1;
  for (const { firstSeq, events } of instance.journal) {
    expect(firstSeq).toBe(next);
    next += events.length;
  }
  expect(instance.state.sequence).toBe(next - 1);
});

test('every prefix of a journal folds to the state of that time', () => {
  const instance = run(sequence(userTask('a'), userTask('b')));
  instance.complete('a', { x: 1 });
  instance.complete('b');
  const afterFirst = fold(instance.journal.slice(0, 1));
  expect([...(afterFirst?.elements.values() ?? [])].map((element) => element.elementId)).toEqual(['a']);
  expect(fold(instance.journal)?.status).toBe('completed');
});

test('an empty journal is no instance', () => {
  expect(fold([])).toBeNull();
});

describe('an event that cannot follow is a defect', () => {
  const fork = processOf(
    [start(), parallel('fork'), userTask('a'), serviceTask('b')],
    'start > fork > a',
    'fork > b',
  );
  const of = (elementId: string, elementInstanceId: string) => ({ elementId, elementInstanceId });

  test('something before the start', () => {
    expect(() => apply(null, { type: 'instanceSuspended' }, 0)).toThrow(
      'Expected instanceStarted first, but found instanceSuspended',
    );
  });

  test('a second start', () => {
    const instance = run(fork);
    const [started] = instance.events;
    if (started === undefined) throw new Error('Expected an event');
    expect(() => apply(instance.state, started, 0)).toThrow('Expected instance instance to start only once');
  });

  test('an element that is not live', () => {
    const { state } = run(fork);
    expect(() => apply(state, { type: 'jobCompleted', ...of('a', 'gone') }, 0)).toThrow(
      'Expected a live element instance, but found none: gone',
    );
  });

  test('a transition the lifecycle does not have', () => {
    const instance = run(fork);
    const { id } = instance.one('a');
    expect(() => apply(instance.state, { type: 'elementActivated', ...of('a', id) }, 0)).toThrow(
      "Expected element 'a' not to go from active to active",
    );
  });

  test('an element that ends with an open incident', () => {
    const instance = run(fork);
    instance.failJob('b', { retries: 0 });
    const { id } = instance.one('b');
    expect(() => apply(instance.state, { type: 'elementTerminated', ...of('b', id) }, 0)).toThrow(
      "Expected the incident of 'b' to be resolved before it is terminated",
    );
  });

  test('an instance that ends with tokens', () => {
    const { state } = run(fork);
    expect(() => apply(state, { type: 'instanceCompleted' }, 0)).toThrow(
      'Expected no token in an instance that is completed',
    );
  });

  test('an instance that ends twice', () => {
    const instance = run(fork);
    instance.cancel();
    expect(() => apply(instance.state, { type: 'instanceCompleted' }, 0)).toThrow(
      'Expected an instance not to go from terminated to completed',
    );
  });

  test('an assignment of what is no task, and attempts of what is no job', () => {
    const instance = run(fork);
    const [a, b] = [instance.one('a').id, instance.one('b').id];
    const assigned: Event = { type: 'userTaskAssigned', ...of('b', b), assignee: 'ann' };
    expect(() => apply(instance.state, assigned, 0)).toThrow('Expected an open user task to be assigned');
    const retried: Event = { type: 'jobRetriesSet', ...of('a', a), retries: 1 };
    expect(() => apply(instance.state, retried, 0)).toThrow('Expected an open job to change its retries');
  });
});

test('an element remembers when it became active', () => {
  const instance = run(sequence(userTask('a'), userTask('b')));
  instance.now += 10;
  instance.complete('a');
  expect(instance.one('b').since).toBe(startedAt + 10);
  expect(instance.one('b').scopeId).toBe(instanceId);
});
