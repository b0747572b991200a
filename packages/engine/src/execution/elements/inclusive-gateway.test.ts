import { describe, expect, test } from 'vitest';
import {
  boundary,
  catchEvent,
  end,
  endThrowing,
  error,
  eventBased,
  exclusive,
  flow,
  inclusive,
  inside,
  javascript,
  onError,
  onMessage,
  onTimer,
  parallel,
  processOf,
  start,
  subProcess,
  task,
  throwEvent,
  times,
  userTask,
} from '../../testing/model.ts';
import { type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const splitAndJoin = processOf(
  [
    start(),
    inclusive('split', 'split>c'),
    userTask('a'),
    userTask('b'),
    userTask('c'),
    inclusive('join'),
    userTask('after'),
    end(),
  ],
  'start > split',
  flow('split', 'a', 'x > 0'),
  flow('split', 'b', 'x > 1'),
  'split > c > join > after > end',
  'a > join',
  'b > join',
);

describe('a split', () => {
  test('sends a token over every flow whose condition holds', () => {
    expect(run(splitAndJoin, { variables: { x: 2 } }).live).toEqual(['a', 'b']);
    expect(run(splitAndJoin, { variables: { x: 1 } }).live).toEqual(['a']);
  });

  test('sends one over the default flow when none holds', () => {
    expect(run(splitAndJoin, { variables: { x: 0 } }).live).toEqual(['c']);
  });

  test('stops with an incident when none holds and there is no default flow', () => {
    const instance = run(
      processOf(
        [start(), inclusive('split'), userTask('a'), end()],
        'start > split',
        flow('split', 'a', 'ok'),
        'a > end',
      ),
      { variables: { ok: false } },
    );
    expect(instance.incident('split').code).toBe('NO_FLOW_TAKEN');
    instance.resolve('split', { ok: true });
    expect(instance.live).toEqual(['a']);
  });
});

describe('a join', () => {
  test('waits for every token that is on its way, and for no other flow', () => {
    const instance = run(splitAndJoin, { variables: { x: 2 } });
    instance.complete('b');
    expect(instance.live).toEqual(['a', 'join']);
    instance.complete('a');
    expect(instance.live).toEqual(['after']);
    expect(instance.completed.filter((id) => id === 'join')).toHaveLength(1);
  });

  test('lets a single token pass', () => {
    const instance = run(splitAndJoin, { variables: { x: 0 } });
    instance.complete('c');
    expect(instance.live).toEqual(['after']);
  });

  test('lets the oldest token go on and the others merge into it', () => {
    const instance = run(splitAndJoin, { variables: { x: 2 } });
    instance.complete('b');
    const { id } = instance.one('join');
    instance.complete('a');
    const [joined] = instance.eventsOf('tokensJoined');
    expect(joined).toMatchObject({ elementInstanceId: id });
    expect(joined?.merged).toHaveLength(1);
  });

  test('goes on when the token it waited for ends elsewhere', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          userTask('b'),
          exclusive('x', 'x>join'),
          inclusive('join'),
          userTask('after'),
          end('other end'),
        ],
        'start > fork > a > join > after',
        'fork > b > x > join',
        flow('x', 'other end', 'away'),
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'join']);
    instance.complete('b', { away: true });
    expect(instance.live).toEqual(['after']);
  });

  test('does not wait for a token that can reach it over a flow that has one already', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          exclusive('merge'),
          userTask('b'),
          exclusive('x', 'x>merge'),
          userTask('c'),
          inclusive('join'),
          userTask('after'),
        ],
        'start > fork > a > merge > join > after',
        'fork > b > x > merge',
        flow('x', 'c', 'more'),
        'c > join',
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'after']);
  });

  test('waits for a token that is inside a subprocess, or at an instance of a loop', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          subProcess('sub'),
          ...inside('sub', start('s'), userTask('b'), userTask('c')),
          userTask('d', { loop: times(2) }),
          inclusive('join'),
          userTask('after'),
        ],
        'start > fork > a > join > after',
        'fork > sub > d > join',
        's > b > c',
      ),
    );
    instance.complete('a');
    instance.complete('b');
    instance.complete('c');
    expect(instance.live).toEqual(['join', 'd', 'd', 'd']);
    for (const { id, index } of instance.all('d')) if (index !== null) complete(instance, id);
    expect(instance.live).toEqual(['after']);
  });

  test('waits for what may leave an activity through its boundary', () => {
    const graph = processOf(
      [
        start(),
        parallel('fork'),
        userTask('a'),
        userTask('b'),
        boundary('late', 'b', onTimer('duration', 'PT1H')),
        userTask('c'),
        inclusive('join'),
        userTask('after'),
        end('other end'),
      ],
      'start > fork > a > join > after',
      'fork > b > other end',
      'late > c > join',
    );
    const late = run(graph);
    late.complete('a');
    late.fire('late');
    expect(late.live).toEqual(['join', 'c']);
    late.complete('c');
    expect(late.live).toEqual(['after']);
    const punctual = run(graph);
    punctual.complete('a');
    expect(punctual.live).toEqual(['b', 'join']);
    punctual.complete('b');
    expect(punctual.live).toEqual(['after']);
  });

  test('waits for a token behind a link, or at an event-based gateway', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          eventBased('either'),
          catchEvent('m', onMessage('m')),
          catchEvent('t', onTimer('duration', 'PT1H')),
          userTask('b'),
          throwEvent('jump', { kind: 'link', targetId: 'land' }),
          catchEvent('land', { kind: 'link', name: 'there' }),
          inclusive('join'),
          userTask('after'),
        ],
        'start > fork > a > join > after',
        'fork > either > m > b > jump',
        'either > t',
        'land > join',
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['either', 'join']);
    instance.receive('m');
    expect(instance.live).toEqual(['join', 'b']);
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('goes on when what it waited for is interrupted', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          subProcess('sub'),
          boundary('failed', 'sub', onError()),
          ...inside('sub', start('s'), userTask('b'), endThrowing('fails', error('E'))),
          inclusive('join'),
          userTask('after'),
          userTask('repair'),
        ],
        'start > fork > a > join > after',
        'fork > sub > join',
        's > b > fails',
        'failed > repair',
      ),
    );
    instance.complete('a');
    instance.complete('b');
    expect(instance.live.toSorted()).toEqual(['after', 'repair']);
  });

  test('in a loop joins once a round', () => {
    const instance = run(
      processOf(
        [
          start(),
          exclusive('entry'),
          inclusive('split'),
          userTask('a'),
          userTask('b'),
          inclusive('join'),
          exclusive('again', 'again>end'),
          end(),
        ],
        'start > entry > split > a > join > again > end',
        flow('split', 'b', 'both'),
        'b > join',
        flow('again', 'entry', 'more'),
      ),
      { variables: { both: true, more: true } },
    );
    instance.complete('a');
    instance.complete('b', { both: false });
    expect(instance.live).toEqual(['a']);
    instance.complete('a', { more: false });
    expect(instance.status).toBe('completed');
  });

  test('with a flow back into itself joins what comes from outside without waiting for that flow', () => {
    const instance = run(
      processOf(
        [start(), inclusive('join'), userTask('a'), exclusive('again', 'again>end'), end()],
        'start > join > a > again > end',
        flow('again', 'join', 'more'),
      ),
    );
    instance.complete('a', { more: true });
    expect(instance.live).toEqual(['a']);
    instance.complete('a', { more: false });
    expect(instance.status).toBe('completed');
  });

  test('takes one token a flow, the oldest, and leaves the others for the next time', () => {
    const instance = run(twoWaves);
    instance.complete('a1');
    instance.complete('a2');
    const [first, second] = instance.all('join');
    expect(instance.live).toEqual(['b', 'join', 'join']);
    instance.complete('b');
    expect(instance.eventsOf('tokensJoined').map(({ elementInstanceId }) => elementInstanceId)).toEqual([
      first?.id,
      second?.id,
    ]);
    expect(instance.live).toEqual(['after', 'after']);
  });

  test('counts the tokens of its own scope only', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub', { loop: times(2) }),
          ...inside(
            'sub',
            start('s'),
            parallel('f'),
            userTask('a'),
            userTask('b'),
            inclusive('join'),
            end('e'),
          ),
          end(),
        ],
        'start > sub > end',
        's > f > a > join > e',
        'f > b > join',
      ),
    );
    const [a1, a2] = instance.all('a');
    const [b1, b2] = instance.all('b');
    complete(instance, a1?.id);
    complete(instance, a2?.id);
    expect(instance.all('join')).toHaveLength(2);
    complete(instance, b1?.id);
    expect(instance.all('join')).toHaveLength(1);
    complete(instance, b2?.id);
    expect(instance.status).toBe('completed');
  });

  test('looks at the tokens again when a turn stopped before they had come to rest', () => {
    const graph = processOf(
      [
        start(),
        parallel('fork'),
        task('a'),
        task('b1'),
        javascript('script', '1'),
        task('b2'),
        inclusive('join'),
        userTask('after'),
      ],
      'start > fork > a > join > after',
      'fork > b1 > script > b2 > join',
    );
    for (const stepsPerTurn of [1, 2, 3, 5, 8]) {
      const instance = run(graph, { limits: { stepsPerTurn } });
      while (instance.unfinished) instance.continue();
      expect(instance.live).toEqual(['after']);
      expect(instance.eventsOf('tokensJoined')).toHaveLength(1);
    }
  });

  test('goes on after a suspension that came while tokens were on their way', () => {
    const instance = run(
      processOf(
        [start(), parallel('fork'), task('a'), task('b'), inclusive('join'), userTask('after')],
        'start > fork > a > join > after',
        'fork > b > join',
      ),
      { limits: { stepsPerTurn: 4 } },
    );
    instance.suspend();
    instance.resume();
    while (instance.unfinished) instance.continue();
    expect(instance.live).toEqual(['after']);
  });
});

const twoWaves = processOf(
  [
    start(),
    parallel('fork'),
    userTask('a1'),
    userTask('a2'),
    exclusive('merge'),
    userTask('b'),
    inclusive('join'),
    userTask('after'),
  ],
  'start > fork > a1 > merge > join > after',
  'fork > a2 > merge',
  'fork > b > join',
);

describe('joins that wait for each other', () => {
  test('are an incident instead of an instance that waits in silence', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          inclusive('one'),
          inclusive('two'),
          exclusive('x', 'x>end'),
          exclusive('y', 'y>end'),
          end(),
        ],
        'start > fork > one > x > end',
        'fork > two > y > end',
        flow('x', 'two', 'never'),
        flow('y', 'one', 'never'),
      ),
    );
    expect(instance.live).toEqual(['one', 'two']);
    expect(instance.incident('one')).toMatchObject({
      code: 'JOIN_DEADLOCK',
      message: "Expected the tokens that 'one' waits for to arrive, but they wait at other joins",
    });
    instance.resolve('one');
    expect(instance.incidents).toHaveLength(1);
    instance.cancel();
    expect(instance.status).toBe('terminated');
  });

  test('are none while one waits for a token that a parallel join holds back until it can go on', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          userTask('a'),
          userTask('b'),
          parallel('and'),
          inclusive('or'),
          userTask('after'),
        ],
        'start > fork > a > and > or > after',
        'fork > b > and',
        'fork > or',
      ),
    );
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'or', 'and']);
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });
});

function complete(instance: ReturnType<typeof run>, elementInstanceId = ''): void {
  instance.execute({
    type: 'completeUserTask',
    elementInstanceId,
    variables: {},
    by: 'ann',
    override: false,
  });
}
