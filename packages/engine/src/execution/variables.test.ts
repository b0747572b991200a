import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import {
  inside,
  mapped,
  parallel,
  processOf,
  sequence,
  serviceTask,
  start,
  subProcess,
  userTask,
} from '../testing/model.ts';
import { run } from '../testing/run.ts';
import { visibleVariables } from './turn.ts';

describe('mappings', () => {
  test('inputs are local to the activity and end with it', () => {
    const instance = run(sequence(mapped(userTask('a'), { inputs: { x: '1' } })));
    expect(instance.local('a')).toEqual({ x: 1 });
    expect(instance.variables).toEqual({});
    const { id } = instance.one('a');
    instance.complete('a');
    expect(instance.state.variables.has(id)).toBe(false);
  });

  test('each sees what the ones before it assigned', () => {
    const inputs = { x: '1', y: 'x + 1', x2: 'y * 10' };
    const outputs = { a: 'x2 + 1', b: 'a + 1' };
    const instance = run(sequence(mapped(userTask('t'), { inputs, outputs })));
    expect(instance.local('t')).toEqual({ x: 1, y: 2, x2: 20 });
    instance.complete('t');
    expect(instance.variables).toEqual({ a: 21, b: 22 });
  });

  test('of one name are assigned in order, and the last one stays', () => {
    const twice = mapped(userTask('t'), { inputs: { x: '1' } });
    const instance = run(sequence({ ...twice, inputs: [...twice.inputs, ...doubled(twice.inputs)] }));
    expect(instance.local('t')).toEqual({ x: 2 });
  });

  test('an input hides the outer variable without changing it', () => {
    const instance = run(sequence(mapped(userTask('t'), { inputs: { x: 'x + 1' } })), {
      variables: { x: 1 },
    });
    expect({ ...visibleVariables(instance.state, instance.one('t').id) }).toEqual({ x: 2 });
    expect(instance.variables).toEqual({ x: 1 });
  });

  test('an input that fails leaves nothing behind', () => {
    const instance = run(sequence(mapped(userTask('t'), { inputs: { x: '1', y: '1 +' } })));
    expect(instance.incident('t').code).toBe('EXPRESSION_ERROR');
    expect(instance.state.variables.size).toBe(0);
  });

  function doubled(mappings: ReturnType<typeof userTask>['inputs']): ReturnType<typeof userTask>['inputs'] {
    return mappings.map(({ target }) => ({
      target,
      expression: { language: 'feel', source: `${target} * 2` },
    }));
  }
});

test('two activities at once keep their local variables apart', () => {
  const instance = run(
    processOf(
      [
        start(),
        parallel('fork'),
        mapped(userTask('a'), { inputs: { x: '1' }, outputs: { a: 'x' } }),
        mapped(userTask('b'), { inputs: { x: '2' }, outputs: { b: 'x' } }),
      ],
      'start > fork > a',
      'fork > b',
    ),
  );
  instance.complete('a');
  instance.complete('b');
  expect(instance.variables).toEqual({ a: 1, b: 2 });
});

test('results for several scopes are written to each', () => {
  const instance = run(
    processOf(
      [
        start(),
        mapped(subProcess('outer'), { inputs: { o: '1' } }),
        ...inside(
          'outer',
          start('s'),
          mapped(subProcess('inner'), { inputs: { i: '1' } }),
          ...inside('inner', start('s2'), serviceTask('t'), userTask('wait')),
        ),
      ],
      'start > outer',
      's > inner',
      's2 > t > wait',
    ),
  );
  instance.completeJob('t', { i: 2, o: 3, p: 4 });
  expect(instance.local('inner')).toEqual({ i: 2 });
  expect(instance.local('outer')).toEqual({ o: 3 });
  expect(instance.variables).toEqual({ p: 4 });
  expect({ ...visibleVariables(instance.state, instance.one('wait').id) }).toEqual({ i: 2, o: 3, p: 4 });
});

describe('variables named like parts of every object', () => {
  const hostile: JsonObject = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3}');

  const isClean = () => {
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    const plain: JsonObject = {};
    expect(plain['polluted']).toBeUndefined();
  };

  const isKept = (variables: JsonObject | undefined) => {
    expect(JSON.parse(JSON.stringify(variables))).toEqual(hostile);
    isClean();
  };

  test('are kept as given at the start, by a command and by a task', () => {
    isKept(run(sequence(userTask('a')), { variables: hostile }).state.variables.get('instance'));
    const instance = run(sequence(userTask('a')));
    instance.set(hostile);
    isKept(instance.state.variables.get('instance'));
    const other = run(sequence(userTask('a')));
    other.complete('a', hostile);
    isKept(other.state.variables.get('instance'));
  });

  test('are kept as results of a job with a result variable of that kind', () => {
    const instance = run(sequence(serviceTask('t', { resultVariable: '__proto__' })));
    instance.completeJob('t', { result: { polluted: 1 } });
    const variables = instance.state.variables.get('instance');
    expect(Object.keys(variables ?? {})).toEqual(['result', '__proto__']);
    isClean();
  });

  test('are local variables like any other', () => {
    const local = mapped(userTask('t'), { inputs: { constructor: '2' }, outputs: { toString: '3' } });
    const instance = run(sequence(local));
    expect(instance.local('t')).toEqual({ constructor: 2 });
    instance.complete('t');
    expect(instance.variables).toEqual({ toString: 3 });
    isClean();
  });

  test('do not exist where nobody set them', () => {
    const instance = run(
      processOf(
        [
          start(),
          mapped(subProcess('sub'), { inputs: { own: '1' } }),
          ...inside('sub', start('s'), userTask('a'), userTask('b')),
        ],
        'start > sub',
        's > a > b',
      ),
    );
    instance.complete('a', { constructor: 1 });
    expect(instance.variables).toEqual({ constructor: 1 });
    expect(instance.local('sub')).toEqual({ own: 1 });
  });
});
