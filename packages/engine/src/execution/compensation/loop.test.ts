import { describe, expect, test } from 'vitest';
import {
  compensate,
  end,
  forEach,
  inside,
  processOf,
  start,
  subProcess,
  task,
  throwEvent,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const variables = { items: ['x', 'y', 'z'] };

describe('a completed multi-instance activity', () => {
  const undone = (sequential: boolean) =>
    run(
      processOf(
        [
          start(),
          ...undoable(task('a', { loop: forEach('items', { inputElement: 'item', sequential }) })),
          throwEvent('back', compensate()),
          userTask('after'),
        ],
        'start > a > back > after',
      ),
      { variables },
    );

  test('in sequence is undone instance by instance, the last first, each with its item', () => {
    const instance = undone(true);
    for (const item of ['z', 'y', 'x']) {
      expect(instance.live).toEqual(['back', 'a', 'undo a']);
      expect(instance.local('undo a')).toMatchObject({ item });
      instance.complete('undo a');
    }
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('in parallel is undone in parallel, each instance with its item', () => {
    const instance = undone(false);
    expect(instance.live).toEqual(['back', 'a', 'undo a', 'undo a', 'undo a']);
    const handlers = instance.all('undo a');
    expect(handlers.map(({ id }) => instance.state.variables.get(id)?.['item'])).toEqual(['z', 'y', 'x']);
    for (const { id } of handlers) completeTask(instance, id);
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('undoes the content of each of its subprocesses in a scope with its item', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub', { loop: forEach('items', { inputElement: 'item', sequential: true }) }),
          ...inside('sub', start('s'), ...undoable(task('a')), ...undoable(task('b'))),
          throwEvent('back', compensate('sub')),
        ],
        'start > sub > back',
        's > a > b',
      ),
      { variables },
    );
    for (const item of ['z', 'y', 'x']) {
      expect(instance.live).toEqual(['back', 'sub', 'sub', 'undo b']);
      expect(instance.state.variables.get(instance.one('undo b').scopeId)).toMatchObject({ item });
      instance.complete('undo b');
      instance.complete('undo a');
    }
    expect(instance.status).toBe('completed');
  });

  test('without an instance is not undone', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(task('a', { loop: forEach('items') })),
          throwEvent('back', compensate()),
          end(),
        ],
        'start > a > back > end',
      ),
      { variables: { items: [] } },
    );
    expect(instance.status).toBe('completed');
  });
});

test('a handler may be a multi-instance activity itself', () => {
  const handler = userTask('undo a', { loop: forEach('items', { inputElement: 'item' }) });
  const instance = run(
    processOf(
      [start(), ...undoable(task('a'), handler), throwEvent('back', compensate())],
      'start > a > back',
    ),
    { variables },
  );
  expect(instance.live).toEqual(['back', 'undo a', 'undo a', 'undo a', 'undo a']);
  for (const { id, index } of instance.all('undo a')) {
    if (index !== null) completeTask(instance, id);
  }
  expect(instance.status).toBe('completed');
});

function completeTask(instance: ReturnType<typeof run>, elementInstanceId: string): void {
  instance.execute({
    type: 'completeUserTask',
    elementInstanceId,
    variables: {},
    by: 'ann',
    override: false,
  });
}
