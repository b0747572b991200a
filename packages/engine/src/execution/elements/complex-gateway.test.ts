import { describe, expect, test } from 'vitest';
import type { ComplexGateway } from '../../model/flow-node.ts';
import {
  complex,
  end,
  exclusive,
  feel,
  flow,
  inside,
  parallel,
  processOf,
  start,
  subProcess,
  task,
  terminate,
  userTask,
} from '../../testing/model.ts';
import { type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const threeInto = (gateway: ComplexGateway, ...flows: ReturnType<typeof flow>[]) =>
  processOf(
    [
      start(),
      parallel('fork'),
      userTask('a'),
      userTask('b'),
      userTask('c'),
      gateway,
      userTask('first'),
      userTask('later'),
    ],
    'start > fork > a > join',
    'fork > b > join',
    'fork > c > join',
    ...flows,
  );

describe('a complex gateway', () => {
  const twoOfThree = threeInto(
    complex('join', { activationCondition: feel('activationCount >= 2') }),
    flow('join', 'first'),
  );

  test('starts once its activation condition holds for the flows that have a token', () => {
    const instance = run(twoOfThree);
    instance.complete('b');
    expect(instance.live).toEqual(['a', 'c', 'join']);
    instance.complete('a');
    expect(instance.live).toEqual(['c', 'join', 'first']);
    expect(instance.eventsOf('tokensJoined').map(({ merged }) => merged.length)).toEqual([1]);
  });

  test('then waits for the flows it took no token from, and is done without a second token', () => {
    const instance = run(twoOfThree);
    instance.complete('b');
    instance.complete('a');
    expect(instance.one('join').wait).toEqual({ kind: 'join', consumed: ['a>join', 'b>join'] });
    instance.complete('first');
    expect(instance.live).toEqual(['c', 'join']);
    instance.complete('c');
    expect(instance.status).toBe('completed');
  });

  test('lets the first token pass and swallows the others where it has no condition', () => {
    const instance = run(threeInto(complex('join'), flow('join', 'first')));
    instance.complete('c');
    expect(instance.live).toEqual(['a', 'b', 'join', 'first']);
    instance.complete('a');
    instance.complete('b');
    expect(instance.live).toEqual(['first']);
  });

  test('chooses its flows anew at the reset, by conditions that know which of the two it is', () => {
    const graph = threeInto(
      complex('join'),
      flow('join', 'first', 'waitingForStart'),
      flow('join', 'later', 'not(waitingForStart)'),
    );
    const instance = run(graph);
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'c', 'join', 'first']);
    instance.complete('b');
    expect(instance.live).toEqual(['c', 'join', 'first', 'join']);
    instance.complete('c');
    expect(instance.live).toEqual(['first', 'later']);
  });

  test('takes its default flow when no condition holds', () => {
    const graph = threeInto(
      complex('join', { defaultFlowId: 'join>later' }),
      flow('join', 'first', 'waitingForStart'),
      flow('join', 'later'),
    );
    const instance = run(graph);
    for (const id of ['a', 'b', 'c']) instance.complete(id);
    expect(instance.live).toEqual(['first', 'later']);
  });

  test('stops with an incident when it starts and no condition holds', () => {
    const instance = run(threeInto(complex('join'), flow('join', 'first', 'ok')), {
      variables: { ok: false },
    });
    instance.complete('a');
    expect(instance.incident('join').code).toBe('NO_FLOW_TAKEN');
    instance.resolve('join', { ok: true });
    expect(instance.live).toContain('first');
  });

  test('stops the token with which its activation condition failed', () => {
    const gateway = complex('join', { activationCondition: feel('activationCount >') });
    const instance = run(threeInto(gateway, flow('join', 'first')));
    instance.complete('a');
    expect(instance.incident('join').code).toBe('EXPRESSION_ERROR');
    expect(instance.one('join').status).toBe('ready');
  });

  test('sees how many tokens have come over each flow', () => {
    const gateway = complex('join', {
      activationCondition: feel('get value(activationCounts, "c>join") = 1'),
    });
    const instance = run(threeInto(gateway, flow('join', 'first')));
    instance.complete('a');
    instance.complete('b');
    expect(instance.live).toEqual(['c', 'join', 'join']);
    instance.complete('c');
    expect(instance.live).toEqual(['first']);
  });

  test('is reset without tokens that cannot come any more', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          userTask('b'),
          exclusive('x', 'x>join'),
          complex('join'),
          userTask('first'),
          end('elsewhere'),
        ],
        'start > fork > a > join > first',
        'fork > b > x > join',
        flow('x', 'elsewhere', 'away'),
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'join', 'first']);
    instance.complete('b', { away: true });
    expect(instance.live).toEqual(['first']);
  });

  test('starts anew after a reset, with the tokens of the next wave', () => {
    const graph = processOf(
      [
        start(),
        parallel('fork'),
        userTask('a1'),
        userTask('a2'),
        exclusive('merge'),
        userTask('b'),
        complex('join'),
        userTask('first'),
      ],
      'start > fork > a1 > merge > join > first',
      'fork > a2 > merge',
      'fork > b > join',
    );
    const instance = run(graph);
    instance.complete('a1');
    instance.complete('a2');
    expect(instance.live).toEqual(['b', 'join', 'first', 'join']);
    instance.complete('b');
    expect(instance.live).toEqual(['first', 'first']);
  });

  test('with one incoming flow only splits', () => {
    const graph = processOf(
      [start(), complex('split'), task('a'), userTask('b'), userTask('c')],
      'start > split',
      flow('split', 'b', 'waitingForStart'),
      flow('split', 'c', 'false'),
    );
    expect(run(graph).live).toEqual(['b']);
  });

  test('holds its subprocess open until it is reset', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          ...inside(
            'sub',
            start('s'),
            parallel('f'),
            userTask('a'),
            userTask('b'),
            complex('join'),
            end('e'),
          ),
          userTask('after'),
        ],
        'start > sub > after',
        's > f > a > join > e',
        'f > b > join',
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['sub', 'b', 'join']);
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('that waits for its reset goes when its scope is terminated', () => {
    const instance = run(
      processOf(
        [start(), parallel('fork'), userTask('a'), userTask('b'), complex('join'), terminate('all')],
        'start > fork > a > join > all',
        'fork > b > join',
      ),
    );
    instance.complete('a');
    expect(instance.status).toBe('completed');
    expect(instance.terminated.toSorted()).toEqual(['b', 'join']);
  });

  test('whose condition can never hold is an incident', () => {
    const gateway = complex('join', { activationCondition: feel('activationCount > 3') });
    const instance = run(threeInto(gateway, flow('join', 'first')));
    for (const id of ['a', 'b', 'c']) instance.complete(id);
    expect(instance.incident('join')).toMatchObject({
      code: 'JOIN_DEADLOCK',
      message: "Expected 'join' to start or to be reset, but no token is left that could arrive",
    });
  });
});
