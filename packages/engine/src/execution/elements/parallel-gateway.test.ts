import { describe, expect, test } from 'vitest';
import {
  end,
  exclusive,
  feelScript,
  flow,
  inside,
  parallel,
  processOf,
  start,
  subProcess,
  task,
  userTask,
} from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const forkAndJoin = processOf(
  [
    start(),
    parallel('fork'),
    userTask('a'),
    userTask('b'),
    userTask('c'),
    parallel('join'),
    userTask('after'),
    end(),
  ],
  'start > fork > a > join > after > end',
  'fork > b > join',
  'fork > c > join',
);

test('a parallel gateway sends a token over every outgoing flow, conditions or not', () => {
  const graph = processOf(
    [start(), parallel('fork'), userTask('a'), userTask('b')],
    'start > fork > a',
    flow('fork', 'b', 'false'),
  );
  expect(run(graph).live).toEqual(['a', 'b']);
});

test('a parallel gateway waits for a token on every incoming flow', () => {
  const instance = run(forkAndJoin);
  instance.complete('b');
  instance.complete('a');
  expect(instance.live).toEqual(['c', 'join', 'join']);
  expect(instance.all('join').map((token) => [token.status, token.wait])).toEqual([
    ['active', { kind: 'join' }],
    ['active', { kind: 'join' }],
  ]);
  instance.complete('c');
  expect(instance.live).toEqual(['after']);
});

test('the token that completes the join goes on, the others merge into it', () => {
  const instance = run(forkAndJoin);
  instance.complete('b');
  instance.complete('a');
  const waiting = instance.all('join').map((token) => token.id);
  instance.complete('c');
  const [joined] = instance.eventsOf('tokensJoined');
  expect(joined?.merged.toSorted()).toEqual(waiting.toSorted());
  expect(instance.completed.filter((id) => id === 'join')).toHaveLength(1);
});

test('a gateway with one incoming flow does not wait', () => {
  expect(run(processOf([start(), parallel('only'), end()], 'start > only > end')).status).toBe('completed');
});

test('a gateway that nothing leaves ends the joined token', () => {
  const graph = processOf(
    [start(), parallel('fork'), parallel('join')],
    'start > fork',
    flow('fork', 'join'),
    {
      ...flow('fork', 'join'),
      id: 'second',
    },
  );
  expect(run(graph).status).toBe('completed');
});

describe('two tokens on one flow', () => {
  const graph = processOf(
    [
      start(),
      parallel('fork'),
      userTask('a1'),
      userTask('a2'),
      exclusive('merge'),
      userTask('b'),
      exclusive('b again'),
      parallel('join'),
      userTask('after'),
      end(),
    ],
    'start > fork > a1 > merge > join > after > end',
    'fork > a2 > merge',
    'fork > b > b again > join',
    flow('after', 'end'),
  );

  test('do not stand in for a token on the other flow', () => {
    const instance = run(graph);
    instance.complete('a1');
    instance.complete('a2');
    expect(instance.live).toEqual(['b', 'join', 'join']);
  });

  test('join one at a time, the oldest first', () => {
    const instance = run(graph);
    instance.complete('a2');
    const [oldest] = instance.all('join');
    instance.complete('a1');
    instance.complete('b');
    expect(instance.eventsOf('tokensJoined').map((event) => event.merged)).toEqual([[oldest?.id]]);
    expect(instance.live).toEqual(['join', 'after']);
  });

  test('leave the second with an incident when nothing else is left that could arrive', () => {
    const instance = run(graph);
    for (const id of ['a1', 'a2', 'b', 'after']) instance.complete(id);
    expect(instance.status).toBe('active');
    expect(instance.incident('join')).toMatchObject({
      code: 'JOIN_DEADLOCK',
      message: "Expected a token on every flow into 'join', but none is left that could arrive",
    });
  });
});

describe('a join that can never be reached by all its flows', () => {
  const graph = processOf(
    [start(), exclusive('choose', 'choose>b'), task('a'), task('b'), parallel('join'), end()],
    'start > choose',
    flow('choose', 'a', 'left'),
    'choose > b > join > end',
    'a > join',
  );

  test('is an incident instead of an instance that waits in silence', () => {
    const instance = run(graph, { variables: { left: true } });
    expect(instance.incident('join').code).toBe('JOIN_DEADLOCK');
  });

  test('stays one when it is resolved, and the instance can be cancelled', () => {
    const instance = run(graph, { variables: { left: true } });
    const first = instance.incident('join').id;
    instance.resolve('join');
    expect(instance.incident('join').id).not.toBe(first);
    instance.cancel();
    expect(instance.status).toBe('terminated');
    expect(instance.incidents).toEqual([]);
  });

  test('is none while something outside can still happen', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          exclusive('x', 'x>join'),
          userTask('t'),
          parallel('join'),
          userTask('never'),
          end(),
        ],
        'start > fork > x > join > end',
        'fork > t > end',
        flow('x', 'never', 'false'),
        'never > join',
      ),
    );
    expect(instance.incidents).toEqual([]);
    instance.complete('t');
    expect(instance.incident('join').code).toBe('JOIN_DEADLOCK');
  });
});

test('of several joins that are left waiting the one with the oldest token gets the incident', () => {
  const instance = run(
    processOf(
      [
        start(),
        parallel('fork'),
        userTask('a'),
        userTask('b'),
        exclusive('x'),
        exclusive('y'),
        parallel('one'),
        parallel('two'),
      ],
      'start > fork > a > one',
      'fork > b > two',
      'x > one',
      'y > two',
    ),
  );
  instance.complete('b');
  instance.complete('a');
  expect(instance.incidents.map(({ elementId }) => elementId)).toEqual(['two']);
});

test('a loop back into a join counts its flow once a round', () => {
  const graph = processOf(
    [
      start(),
      parallel('fork'),
      userTask('a'),
      exclusive('entry'),
      parallel('join'),
      feelScript('count', 'rounds + 1', 'rounds'),
      exclusive('again', 'again>end'),
      parallel('fork2'),
      end(),
    ],
    'start > fork > a > join > count > again > end',
    'fork > entry > join',
    flow('again', 'fork2', 'rounds < 3'),
    'fork2 > a',
    'fork2 > entry',
  );
  const instance = run(graph, { variables: { rounds: 0 } });
  for (let round = 1; round <= 3; round++) {
    expect(instance.live.toSorted()).toEqual(['a', 'join']);
    instance.complete('a');
    expect(instance.variables).toEqual({ rounds: round });
  }
  expect(instance.status).toBe('completed');
  expect(instance.eventsOf('tokensJoined')).toHaveLength(3);
});

test('a join inside a subprocess counts the tokens of its own scope only', () => {
  const graph = processOf(
    [
      start(),
      parallel('fork'),
      subProcess('sub'),
      ...inside('sub', start('s'), parallel('f'), userTask('a'), userTask('b'), parallel('join'), end('e')),
      end(),
    ],
    'start > fork',
    'sub > end',
    flow('fork', 'sub'),
    { ...flow('fork', 'sub'), id: 'twice' },
    's > f > a > join > e',
    'f > b > join',
  );
  const instance = run(graph);
  const [first, second] = instance.all('sub');
  for (const token of instance.all('a')) completeById(token.id);
  expect(instance.all('join').map((token) => token.scopeId)).toEqual([first?.id, second?.id]);
  expect(instance.eventsOf('tokensJoined')).toEqual([]);
  for (const token of instance.all('b')) completeById(token.id);
  expect(instance.status).toBe('completed');

  function completeById(id: string): void {
    instance.execute({
      type: 'completeUserTask',
      elementInstanceId: id,
      variables: {},
      by: 'ann',
      override: false,
    });
  }
});
