import { describe, expect, test } from 'vitest';
import {
  boundary,
  end,
  exclusive,
  feel,
  flow,
  forEach,
  inclusive,
  inside,
  onTimer,
  parallel,
  processOf,
  repeat,
  start,
  subProcess,
  task,
  terminate,
  userTask,
} from '../../testing/model.ts';
import { type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const gathering = (startQuantity: number) => userTask('x', { startQuantity });

/** Three tasks side by side, each of which leads to `x`. */
const threeInto = (x = gathering(2), ...more: string[]) =>
  processOf(
    [start(), parallel('fork'), userTask('a'), userTask('b'), userTask('c'), x, end()],
    'start > fork > a > x > end',
    'fork > b > x',
    'fork > c > x',
    ...more,
  );

describe('an activity that several tokens start', () => {
  test('waits until they have come, over whichever flows, and begins once', () => {
    const instance = run(threeInto());
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'c', 'x']);
    expect(instance.one('x')).toMatchObject({ status: 'ready', wait: { kind: 'join' } });
    instance.complete('c');
    expect(instance.one('x').status).toBe('active');
    instance.complete('x');
    expect(instance.completed.filter((id) => id === 'x')).toHaveLength(1);
    expect(instance.live).toEqual(['b']);
  });

  test('takes several tokens that came over one flow', () => {
    const instance = run(
      processOf(
        [start(), userTask('a', { completionQuantity: 3 }), gathering(3), end()],
        'start > a > x > end',
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['x']);
    expect(instance.one('x').wait?.kind).toBe('userTask');
  });

  test('that gets more than it needs begins again with the rest', () => {
    const instance = run(
      processOf([start(), task('a', { completionQuantity: 5 }), gathering(2), end()], 'start > a > x > end'),
    );
    expect(instance.all('x').map(({ wait }) => wait?.kind)).toEqual(['userTask', 'userTask', 'join']);
  });

  test('says so when no token is left that could start it', () => {
    const instance = run(threeInto());
    for (const id of ['a', 'b', 'x', 'c']) instance.complete(id);
    expect(instance.incident('x')).toMatchObject({
      code: 'JOIN_DEADLOCK',
      message: "Expected as many tokens at 'x' as it starts with, but none is left that could arrive",
    });
    instance.resolve('x');
    expect(instance.incident('x').code).toBe('JOIN_DEADLOCK');
    expect(instance.one('x').status).toBe('ready');
  });

  test('opens its boundary events when it begins, not before', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          userTask('b'),
          gathering(2),
          boundary('late', 'x', onTimer('duration', 'PT1H')),
          end(),
        ],
        'start > fork > a > x > end',
        'fork > b > x',
        'late > end',
      ),
    );
    instance.complete('a');
    expect(instance.state.subscriptions.size).toBe(0);
    instance.complete('b');
    instance.fire('late');
    expect(instance.status).toBe('completed');
  });

  test('that fails when it begins has its tokens still', () => {
    const x = userTask('x', { startQuantity: 2, dueDate: feel('due') });
    const instance = run(threeInto(x), { variables: { due: 7 } });
    instance.complete('a');
    instance.complete('b');
    expect(instance.incident('x').code).toBe('EXPRESSION_ERROR');
    instance.complete('c');
    expect(instance.all('x').map(({ wait }) => wait)).toEqual([
      { kind: 'join', complete: true },
      { kind: 'join' },
    ]);
    instance.resolve('x', { due: null });
    expect(instance.all('x').map(({ wait }) => wait?.kind)).toEqual(['userTask', 'join']);
  });

  test('rests once where it asks for a turn of its own', () => {
    const instance = run(threeInto({ ...gathering(2), asyncBefore: true }));
    instance.complete('a');
    expect(instance.state.subscriptions.size).toBe(0);
    instance.complete('b');
    expect(instance.one('x').wait).toEqual({ kind: 'async', resumed: false });
    instance.fire('x');
    expect(instance.one('x').wait?.kind).toBe('userTask');
  });

  test('has all of its instances with the one set of tokens', () => {
    const instance = run(threeInto({ ...gathering(2), loop: forEach('[1, 2]') }));
    instance.complete('a');
    instance.complete('b');
    expect(instance.all('x').filter(({ index }) => index !== null)).toHaveLength(2);
    expect(instance.live.filter((id) => id === 'x')).toHaveLength(3);
  });

  test('begins by itself where no flow leads to it', () => {
    const instance = run(processOf([userTask('x', { startQuantity: 2 })]));
    expect(instance.one('x').wait?.kind).toBe('userTask');
  });

  test('goes with its scope, tokens and all', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          ...inside(
            'sub',
            start('s'),
            parallel('fork'),
            userTask('a'),
            userTask('b'),
            gathering(2),
            terminate('stop'),
          ),
          end(),
        ],
        'start > sub > end',
        's > fork > a > x',
        'fork > b > stop',
      ),
    );
    instance.complete('a');
    instance.complete('b');
    expect(instance.terminated).toEqual(['x']);
    expect(instance.status).toBe('completed');
  });

  test('does not share its tokens with the same activity in another scope', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub', { loop: forEach('[1, 2]') }),
          ...inside('sub', start('s'), userTask('a'), gathering(2), end('e')),
          end(),
        ],
        'start > sub > end',
        's > a > x > e',
      ),
    );
    for (const { id } of instance.all('a')) {
      const by = { variables: {}, by: 'ann', override: false } as const;
      instance.execute({ type: 'completeUserTask', elementInstanceId: id, ...by });
    }
    expect(instance.incident('x').code).toBe('JOIN_DEADLOCK');
    expect(instance.all('x')).toHaveLength(2);
  });

  test('holds back an inclusive join, since its token may yet go on', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          userTask('b'),
          task('x', { startQuantity: 2 }),
          inclusive('join'),
          userTask('after'),
          userTask('c'),
        ],
        'start > fork > a > x > join > after',
        'fork > b > join',
        'fork > c > x',
      ),
    );
    instance.complete('a');
    instance.complete('b');
    expect(instance.live).toEqual(['c', 'x', 'join']);
    instance.complete('c');
    expect(instance.live).toEqual(['after']);
  });
});

describe('an activity that leaves with several tokens', () => {
  test('puts them on every flow it takes', () => {
    const instance = run(
      processOf(
        [start(), task('a', { completionQuantity: 2 }), userTask('b'), userTask('c')],
        'start > a > b',
        'a > c',
      ),
    );
    expect(instance.live.toSorted()).toEqual(['b', 'b', 'c', 'c']);
  });

  test('puts none on a flow whose condition does not hold', () => {
    const instance = run(
      processOf(
        [start(), task('a', { completionQuantity: 2 }), userTask('b'), userTask('c')],
        'start > a',
        flow('a', 'b', 'true'),
        flow('a', 'c', 'false'),
      ),
    );
    expect(instance.live).toEqual(['b', 'b']);
  });

  test('does so once for all instances of a loop', () => {
    const loop = repeat('loopCounter < 2');
    const instance = run(
      processOf([start(), task('a', { completionQuantity: 2, loop }), userTask('b')], 'start > a > b'),
    );
    expect(instance.live).toEqual(['b', 'b']);
  });

  test('leaves over a boundary event with one', () => {
    const instance = run(
      processOf(
        [
          start(),
          userTask('a', { completionQuantity: 3 }),
          boundary('late', 'a', onTimer('duration', 'PT1H')),
          userTask('b'),
          end(),
        ],
        'start > a > end',
        'late > b',
      ),
    );
    instance.fire('late');
    expect(instance.live).toEqual(['b']);
  });

  test('in a cycle that multiplies is stopped as any cycle without a wait', () => {
    const instance = run(
      processOf(
        [start(), exclusive('again'), task('a', { completionQuantity: 2 })],
        'start > again > a > again',
      ),
      { limits: { stepsPerTurn: 50_000, stepsWithoutWait: 200 } },
    );
    expect(instance.incidents.every(({ code }) => code === 'RUNAWAY_LOOP')).toBe(true);
    expect(instance.incidents.length).toBeGreaterThan(0);
  });
});
