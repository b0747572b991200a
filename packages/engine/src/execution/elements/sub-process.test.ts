import { describe, expect, test } from 'vitest';
import {
  end,
  eventSubProcess,
  feelScript,
  flow,
  inside,
  mapped,
  onSignal,
  parallel,
  processOf,
  start,
  startOn,
  subProcess,
  task,
  userTask,
} from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const oneTask = processOf(
  [
    start(),
    subProcess('sub'),
    ...inside('sub', start('s'), userTask('a'), end('e')),
    userTask('after'),
    end(),
  ],
  'start > sub > after > end',
  's > a > e',
);

test('a subprocess is active while a token is in it', () => {
  const instance = run(oneTask);
  expect(instance.live).toEqual(['sub', 'a']);
  expect(instance.one('sub')).toMatchObject({ status: 'active', wait: null });
  expect(instance.one('a').scopeId).toBe(instance.one('sub').id);
});

test('it completes with its last token, and the process goes on', () => {
  const instance = run(oneTask);
  instance.complete('a');
  expect(instance.live).toEqual(['after']);
  expect(instance.completed).toEqual(['start', 's', 'a', 'e', 'sub']);
});

test('an empty subprocess is passed through', () => {
  const instance = run(processOf([start(), subProcess('sub'), end()], 'start > sub > end'));
  expect(instance.status).toBe('completed');
});

test('it waits for all its tokens', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside('sub', start('s'), parallel('f'), userTask('a'), userTask('b')),
        userTask('after'),
      ],
      'start > sub > after',
      's > f > a',
      'f > b',
    ),
  );
  instance.complete('b');
  expect(instance.live).toEqual(['sub', 'a']);
  instance.complete('a');
  expect(instance.live).toEqual(['after']);
});

test('subprocesses nest', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('outer'),
        ...inside(
          'outer',
          start('s1'),
          subProcess('inner'),
          ...inside('inner', start('s2'), userTask('a'), end('e2')),
          end('e1'),
        ),
        end(),
      ],
      'start > outer > end',
      's1 > inner > e1',
      's2 > a > e2',
    ),
  );
  expect(instance.live).toEqual(['outer', 'inner', 'a']);
  instance.complete('a');
  expect(instance.status).toBe('completed');
  expect(instance.completed.slice(-5)).toEqual(['e2', 'inner', 'e1', 'outer', 'end']);
});

describe('variables of a subprocess', () => {
  const graph = processOf(
    [
      start(),
      mapped(subProcess('sub'), { inputs: { own: 'x + 1' }, outputs: { y: 'own * 10' } }),
      ...inside(
        'sub',
        start('s'),
        userTask('a'),
        subProcess('deep'),
        ...inside('deep', start('ds'), feelScript('calc', 'own + x', 'own'), userTask('b'), end('de')),
        end('e'),
      ),
      end(),
    ],
    'start > sub > end',
    's > a > deep > e',
    'ds > calc > b > de',
  );

  test('its inputs are its own', () => {
    const instance = run(graph, { variables: { x: 1 } });
    expect(instance.local('sub')).toEqual({ own: 2 });
    expect(instance.variables).toEqual({ x: 1 });
  });

  test('a result goes to the nearest scope that has the variable', () => {
    const instance = run(graph, { variables: { x: 1 } });
    instance.complete('a', { own: 5, x: 2 });
    expect(instance.variables).toEqual({ x: 2 });
    expect(instance.local('sub')).toEqual({ own: 7 });
  });

  test('a result with a new name goes to the instance', () => {
    const instance = run(graph, { variables: { x: 1 } });
    instance.complete('a', { fresh: true });
    expect(instance.variables).toEqual({ x: 1, fresh: true });
  });

  test('an output of an activity inside goes to the nearest scope that has the variable too', () => {
    const inner = mapped(userTask('a'), { outputs: { own: 'own + 1', other: 'own' } });
    const instance = run(
      processOf(
        [
          start(),
          mapped(subProcess('sub'), { inputs: { own: '1' } }),
          ...inside('sub', start('s'), inner, userTask('b')),
        ],
        'start > sub',
        's > a > b',
      ),
    );
    instance.complete('a');
    expect(instance.local('sub')).toEqual({ own: 2 });
    expect(instance.variables).toEqual({ other: 2 });
  });

  test('its outputs go to the enclosing scope, its own variables end with it', () => {
    const instance = run(graph, { variables: { x: 1 } });
    instance.complete('a');
    instance.complete('b');
    expect(instance.variables).toEqual({ x: 1, y: 30 });
    expect([...instance.state.variables.keys()]).toEqual(['instance']);
  });
});

test('its conditional flows are judged when it completes, with an incident when none holds', () => {
  const instance = run(
    processOf(
      [start(), subProcess('sub'), ...inside('sub', start('s'), userTask('a')), task('b'), end()],
      'start > sub',
      's > a',
      flow('sub', 'b', 'ok'),
      'b > end',
    ),
  );
  instance.complete('a', { ok: false });
  expect(instance.incident('sub').code).toBe('NO_FLOW_TAKEN');
  instance.resolve('sub', { ok: true });
  expect(instance.status).toBe('completed');
});

test('inputs that fail leave it ready with an incident and empty', () => {
  const instance = run(
    processOf(
      [start(), mapped(subProcess('sub'), { inputs: { a: '1 +' } }), ...inside('sub', start('s'))],
      'start > sub',
    ),
  );
  expect(instance.incident('sub').code).toBe('EXPRESSION_ERROR');
  expect(instance.live).toEqual(['sub']);
  instance.cancel();
  expect(instance.terminated).toEqual(['sub']);
});

test('no event subprocess starts in it while it is left', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub', { asyncAfter: true }),
        ...inside('sub', start('in'), end('out'), eventSubProcess('beside')),
        ...inside('beside', { ...startOn('called', onSignal('call')), interrupting: false }, end('answered')),
        end(),
      ],
      'start > sub > end',
      'in > out',
      'called > answered',
    ),
  );
  const [opened] = instance.eventsOf('subscriptionOpened');
  const late = instance.refused({
    type: 'receiveSignal',
    subscriptionId: opened?.subscriptionId ?? '',
    variables: {},
  });
  expect(late.code).toBe('SUBSCRIPTION_NOT_OPEN');
  instance.fire('sub');
  expect(instance.status).toBe('completed');
});
