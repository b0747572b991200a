import { describe, expect, test } from 'vitest';
import type { StandardLoop } from '../../model/loop.ts';
import {
  boundary,
  feel,
  feelScript,
  inside,
  juel,
  literal,
  mapped,
  onError,
  processOf,
  repeat,
  sequence,
  serviceTask,
  start,
  subProcess,
  task,
  userTask,
} from '../../testing/model.ts';
import { type Run, run } from '../../testing/run.ts';

const counting = (loop: StandardLoop) => sequence({ ...feelScript('count', 'n + 1', 'n'), loop });
const started = (loop: StandardLoop): Run => run(counting(loop), { variables: { n: 0 } });

describe('a standard loop', () => {
  test('tested after, runs until its condition fails', () => {
    expect(started(repeat('n < 3')).variables).toEqual({ n: 3 });
  });

  test('tested after, runs at least once', () => {
    expect(started(repeat('false')).variables).toEqual({ n: 1 });
  });

  test('tested before, may not run at all', () => {
    const instance = started(repeat('false', { testBefore: true }));
    expect(instance.variables).toEqual({ n: 0 });
    expect(instance.status).toBe('completed');
  });

  test.each([true, false])('counts its instances for its condition (tested before: %s)', (testBefore) => {
    expect(started(repeat('loopCounter < 3', { testBefore })).variables).toEqual({ n: 3 });
  });

  test('runs at most as often as its maximum says', () => {
    expect(started(repeat('true', { maximum: literal('4') })).variables).toEqual({ n: 4 });
  });

  test('without condition runs as often as its maximum says', () => {
    expect(started(repeat(null, { maximum: feel('2 + 3') })).variables).toEqual({ n: 5 });
  });

  test('with a maximum of 0 passes', () => {
    expect(started(repeat('true', { maximum: literal('0') })).variables).toEqual({ n: 0 });
  });

  test('without condition, maximum and wait state is an endless loop', () => {
    const instance = run(sequence(task('t', { loop: repeat(null) })), { limits: { stepsWithoutWait: 50 } });
    expect(instance.incidents).toMatchObject([{ code: 'RUNAWAY_LOOP' }]);
  });

  test('has one instance at a time, with its counter', () => {
    const instance = run(
      sequence(userTask('ask', { loop: repeat('again'), assignee: juel('user ${loopCounter}') })),
    );
    for (const again of [true, true, false]) {
      const open = instance.all('ask').filter(({ index }) => index !== null);
      expect(open).toHaveLength(1);
      instance.execute({
        type: 'completeUserTask',
        elementInstanceId: open[0]?.id ?? '',
        variables: { again },
        by: 'ann',
        override: true,
      });
    }
    const assignees = instance.eventsOf('userTaskCreated').map(({ task: { assignee } }) => assignee);
    expect(assignees).toEqual(['user 0', 'user 1', 'user 2']);
    expect(instance.status).toBe('completed');
  });

  test('has no counters of instances, which only a multi-instance activity knows', () => {
    const graph = sequence({ ...feelScript('read', 'numberOfInstances', 'seen'), loop: repeat('false') });
    expect(run(graph).variables).toEqual({ seen: null });
  });

  test('brings its output mappings out with every instance, and its condition sees them', () => {
    const inner = mapped(serviceTask('work', {}, { loop: repeat('last != "ok"') }), {
      outputs: { last: 'result' },
    });
    const instance = run(sequence(inner));
    for (const result of ['bad', 'ok']) {
      const { elementInstanceId } = instance.eventsOf('jobCreated').at(-1) ?? { elementInstanceId: '' };
      instance.execute({ type: 'completeJob', elementInstanceId, variables: { result } });
      expect(instance.variables).toEqual({ last: result });
    }
    expect(instance.status).toBe('completed');
  });

  test('whose condition cannot be evaluated is an incident, before it begins and after an instance', () => {
    const before = run(sequence(task('t', { loop: repeat('again', { testBefore: true }) })));
    expect(before.incident('t').code).toBe('EXPRESSION_ERROR');
    const after = run(sequence(task('t', { loop: repeat('again') })));
    expect(after.incident('t').code).toBe('EXPRESSION_ERROR');
    after.resolve('t', { again: false });
    expect(after.status).toBe('completed');
    expect(after.eventsOf('loopItemEnded')).toHaveLength(1);
  });

  test('repeats a subprocess, each time in a scope of its own', () => {
    const graph = processOf(
      [
        start(),
        subProcess('sub', { loop: repeat('n < 2') }),
        ...inside('sub', start('s'), feelScript('count', 'n + 1', 'n')),
      ],
      'start > sub',
      's > count',
    );
    const instance = run(graph, { variables: { n: 0 } });
    expect(instance.status).toBe('completed');
    expect(instance.completed.filter((id) => id === 'sub')).toHaveLength(3);
  });

  test('ends with the instance that throws what its boundary catches', () => {
    const graph = processOf(
      [
        start(),
        serviceTask('work', {}, { loop: repeat('true') }),
        boundary('caught', 'work', onError('E')),
        userTask('handle'),
      ],
      'start > work',
      'caught > handle',
    );
    const instance = run(graph);
    const { elementInstanceId } = instance.eventsOf('jobCreated').at(-1) ?? { elementInstanceId: '' };
    instance.execute({
      type: 'throwJobError',
      elementInstanceId,
      errorCode: 'E',
      message: null,
      variables: {},
    });
    expect(instance.live).toEqual(['handle']);
  });
});
