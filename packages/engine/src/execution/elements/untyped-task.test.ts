import { describe, expect, test } from 'vitest';
import { end, flow, mapped, processOf, sequence, start, task, userTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

test('a task without a type is passed through', () => {
  const instance = run(sequence(task('a'), task('b')));
  expect(instance.completed).toEqual(['start', 'a', 'b', 'end']);
});

test('its mappings are evaluated all the same', () => {
  const instance = run(
    sequence(mapped(task('a'), { inputs: { local: 'x + 1' }, outputs: { y: 'local * 2' } })),
    { variables: { x: 1 } },
  );
  expect(instance.variables).toEqual({ x: 1, y: 4 });
});

test('it is executed once for each token that reaches it', () => {
  const instance = run(
    processOf(
      [start(), userTask('a'), userTask('b'), task('merge'), end()],
      'start > a > merge > end',
      'start > b > merge',
    ),
  );
  instance.complete('a');
  instance.complete('b');
  expect(instance.completed.filter((id) => id === 'merge')).toHaveLength(2);
});

describe('flows leaving an activity', () => {
  const split = (defaultFlowId: string | null) =>
    processOf(
      [start(), task('a', { defaultFlowId }), userTask('b'), userTask('c'), userTask('d')],
      'start > a',
      flow('a', 'b', 'n > 1'),
      flow('a', 'c', 'n > 2'),
      ...(defaultFlowId === null ? [] : [flow('a', 'd', 'n > 0')]),
    );

  test('every flow whose condition holds gets a token', () => {
    expect(run(split(null), { variables: { n: 3 } }).live).toEqual(['b', 'c']);
    expect(run(split(null), { variables: { n: 2 } }).live).toEqual(['b']);
  });

  test('the default flow is taken only when no condition holds, whatever its own says', () => {
    expect(run(split('a>d'), { variables: { n: 2 } }).live).toEqual(['b']);
    expect(run(split('a>d'), { variables: { n: 0 } }).live).toEqual(['d']);
  });

  test('without a default flow none taken is an incident, resolved by better variables', () => {
    const instance = run(split(null), { variables: { n: 0 } });
    expect(instance.incident('a').code).toBe('NO_FLOW_TAKEN');
    expect(instance.one('a').status).toBe('completing');
    instance.resolve('a', { n: 2 });
    expect(instance.live).toEqual(['b']);
  });

  test('flows without conditions are taken beside those whose condition holds', () => {
    const graph = processOf(
      [start(), task('a', { defaultFlowId: 'a>d' }), userTask('b'), userTask('c'), userTask('d')],
      'start > a > b',
      flow('a', 'c', 'n > 1'),
      flow('a', 'd'),
    );
    expect(run(graph, { variables: { n: 2 } }).live).toEqual(['b', 'c']);
    expect(run(graph, { variables: { n: 1 } }).live).toEqual(['b']);
  });

  test('an only flow that is the default is taken', () => {
    const graph = processOf([start(), task('a', { defaultFlowId: 'a>b' }), userTask('b')], 'start > a > b');
    expect(run(graph).live).toEqual(['b']);
  });

  test('conditions see what the outputs of the activity are about to write', () => {
    const graph = processOf(
      [start(), mapped(task('a'), { outputs: { n: 'n + 1' } }), userTask('b'), userTask('c')],
      'start > a',
      flow('a', 'b', 'n = 2'),
      flow('a', 'c', 'n = 1'),
    );
    const instance = run(graph, { variables: { n: 1 } });
    expect(instance.live).toEqual(['b']);
    expect(instance.variables).toEqual({ n: 2 });
  });

  test('an incident of the conditions leaves the outputs unwritten, so resolving applies them once', () => {
    const graph = processOf(
      [start(), mapped(task('a'), { outputs: { n: 'n + 1' } }), userTask('b')],
      'start > a',
      flow('a', 'b', 'open'),
    );
    const instance = run(graph, { variables: { n: 1, open: false } });
    expect(instance.incident('a').code).toBe('NO_FLOW_TAKEN');
    expect(instance.variables).toEqual({ n: 1, open: false });
    instance.resolve('a', { open: true });
    expect(instance.variables).toEqual({ n: 2, open: true });
    expect(instance.live).toEqual(['b']);
  });
});
