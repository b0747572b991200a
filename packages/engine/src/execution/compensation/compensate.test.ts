import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../../model/flow-node.ts';
import {
  boundary,
  compensate,
  end,
  endThrowing,
  error,
  eventSubProcess,
  feelScript,
  flow,
  inside,
  mapped,
  onError,
  onMessage,
  onTimer,
  parallel,
  processOf,
  sequence,
  start,
  startOn,
  subProcess,
  task,
  terminate,
  throwEvent,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { instanceId, type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const booking = (thrower: FlowNode, ...more: FlowNode[]) =>
  processOf(
    [
      start(),
      ...undoable(task('flight')),
      ...undoable(task('hotel')),
      task('insurance'),
      thrower,
      userTask('after'),
      end(),
      ...more,
    ],
    `start > flight > hotel > insurance > ${thrower.id} > after > end`,
  );

describe('a compensation that is thrown', () => {
  test('undoes what has completed, the last first, each when the one before is done', () => {
    const instance = run(booking(throwEvent('back', compensate())));
    expect(instance.live).toEqual(['back', 'undo hotel']);
    expect(instance.one('back').wait).toMatchObject({ kind: 'compensation', scopeId: instanceId });
    instance.complete('undo hotel');
    expect(instance.live).toEqual(['back', 'undo flight']);
    instance.complete('undo flight');
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(0);
    instance.complete('after');
    expect(instance.status).toBe('completed');
  });

  test('undoes one activity where it names one', () => {
    const instance = run(booking(throwEvent('back', compensate('flight'))));
    expect(instance.live).toEqual(['back', 'undo flight']);
    instance.complete('undo flight');
    expect(instance.live).toEqual(['after']);
    expect([...instance.state.compensations.values()].map(({ elementId }) => elementId)).toEqual(['hotel']);
  });

  test('passes when nothing is left to be undone', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(task('a')),
          throwEvent('once', compensate()),
          throwEvent('twice', compensate()),
          end(),
        ],
        'start > a > once > twice > end',
      ),
    );
    instance.complete('undo a');
    expect(instance.status).toBe('completed');
    expect(instance.eventsOf('compensationStarted').map(({ elementId }) => elementId)).toEqual([
      'once',
      'twice',
    ]);
  });

  test('does not undo what is still at work, or was interrupted', () => {
    const graph = processOf(
      [
        start(),
        parallel('fork'),
        ...undoable(userTask('a')),
        boundary('late', 'a', onTimer('duration', 'PT1H')),
        userTask('b'),
        throwEvent('back', compensate()),
      ],
      'start > fork > a',
      'fork > b > back',
    );
    const working = run(graph);
    working.complete('b');
    expect(working.live).toEqual(['a']);
    const interrupted = run(graph);
    interrupted.fire('late');
    interrupted.complete('b');
    expect(interrupted.status).toBe('completed');
  });

  test('undoes an activity as often as it has completed', () => {
    const graph = processOf(
      [start(), parallel('fork'), ...undoable(userTask('a')), throwEvent('back', compensate()), end()],
      'start > fork > a',
      { ...flow('fork', 'a'), id: 'twice' },
      'a > back',
    );
    const instance = run(graph);
    const [first, second] = instance.all('a');
    complete(instance, first?.id);
    expect(instance.live).toEqual(['a', 'back', 'undo a']);
    complete(instance, second?.id);
    expect(instance.live).toEqual(['back', 'undo a', 'back', 'undo a']);
  });

  test('ends the process when an end event throws it and all is undone', () => {
    const instance = run(
      processOf([start(), ...undoable(task('a')), endThrowing('back', compensate())], 'start > a > back'),
    );
    expect(instance.status).toBe('active');
    instance.complete('undo a');
    expect(instance.status).toBe('completed');
  });
});

describe('a thrower that does not wait', () => {
  const beside = throwEvent('back', { kind: 'compensation', activityId: null, waitForCompletion: false });

  test('passes at once, while one is undone after the other', () => {
    const instance = run(booking(beside));
    expect(instance.live).toEqual(['undo hotel', 'after']);
    instance.complete('undo hotel');
    expect(instance.live).toEqual(['after', 'undo flight']);
    instance.complete('after');
    expect(instance.status).toBe('active');
    instance.complete('undo flight');
    expect(instance.status).toBe('completed');
  });

  test('in an event subprocess undoes what it did there, then what was done around it', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(task('a')),
          userTask('b'),
          eventSubProcess('es'),
          ...inside(
            'es',
            { ...startOn('s', onMessage('go')), interrupting: false },
            ...undoable(task('c')),
            beside,
          ),
        ],
        'start > a > b',
        's > c > back',
      ),
    );
    instance.receive('s');
    expect(instance.live).toEqual(['b', 'es', 'undo c']);
    instance.complete('undo c');
    expect(instance.live).toEqual(['b', 'undo a']);
  });
});

describe('a handler', () => {
  test('sees the variables the activity had when it completed, before its own inputs', () => {
    const handler = mapped(userTask('undo a'), { inputs: { again: 'own + x' } });
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(mapped(task('a'), { inputs: { own: 'x + 1' } }), handler),
          feelScript('change', '10', 'x'),
          throwEvent('back', compensate()),
        ],
        'start > a > change > back',
      ),
      { variables: { x: 1 } },
    );
    expect(instance.local('undo a')).toEqual({ own: 2, again: 12 });
    instance.complete('undo a', { result: true });
    expect(instance.variables).toEqual({ x: 10, result: true });
  });

  test('whose inputs fail stops with an incident, and the compensation with it', () => {
    const handler = mapped(userTask('undo a'), { inputs: { n: '1 +' } });
    const instance = run(
      processOf(
        [start(), ...undoable(task('a'), handler), throwEvent('back', compensate())],
        'start > a > back',
      ),
    );
    expect(instance.incident('undo a').code).toBe('EXPRESSION_ERROR');
    instance.resolve('undo a');
    expect(instance.live).toEqual(['back', 'undo a']);
    expect(instance.state.compensations.size).toBe(1);
  });

  test('may be a subprocess, whose own activities are not undone with it', () => {
    const handler = subProcess('undo a');
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(task('a'), handler),
          ...inside('undo a', start('s'), ...undoable(task('c')), userTask('d')),
          throwEvent('back', compensate()),
          throwEvent('again', compensate()),
        ],
        'start > a > back > again',
        's > c > d',
      ),
    );
    expect(instance.live).toEqual(['back', 'undo a', 'd']);
    instance.complete('d');
    expect(instance.status).toBe('completed');
  });

  test('that fails with an error lets it travel on, and ends the compensation', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          boundary('failed', 'sub', onError('E')),
          ...inside(
            'sub',
            start('s'),
            ...undoable(task('a'), subProcess('undo a')),
            ...inside('undo a', start('s2'), endThrowing('fails', error('E'))),
            throwEvent('back', compensate()),
          ),
          userTask('after'),
        ],
        'start > sub',
        's > a > back',
        's2 > fails',
        'failed > after',
      ),
    );
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('that its boundary event interrupts counts as done', () => {
    const instance = run(
      booking(
        throwEvent('back', compensate()),
        boundary('late', 'undo hotel', onTimer('duration', 'PT1H')),
        userTask('by hand'),
      ),
    );
    expect(instance.awaited('late').hostId).toBe(instance.one('undo hotel').id);
    instance.fire('late');
    expect(instance.live).toEqual(['back', 'undo flight']);
    instance.complete('undo flight');
    expect(instance.live).toEqual(['after']);
  });

  test('goes with its thrower, and what it was undoing stays half undone', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('fork'),
          ...undoable(task('a')),
          throwEvent('back', compensate()),
          userTask('b'),
          terminate('all'),
        ],
        'start > fork > a > back',
        'fork > b > all',
      ),
    );
    instance.complete('b');
    expect(instance.status).toBe('completed');
    expect(instance.terminated.toSorted()).toEqual(['back', 'undo a']);
    expect(instance.eventsOf('compensationClosed')).toHaveLength(1);
  });
});

describe('a completed subprocess', () => {
  const trip = (content: readonly FlowNode[], ...paths: string[]) =>
    processOf(
      [
        start(),
        mapped(subProcess('trip'), { inputs: { who: '"ann"' }, outputs: { done: 'true' } }),
        boundary('trip late', 'trip', onTimer('duration', 'PT1H')),
        ...inside('trip', start('s'), ...undoable(task('flight')), ...undoable(task('hotel')), ...content),
        userTask('pay'),
        throwEvent('back', compensate()),
        userTask('after'),
      ],
      'start > trip > pay > back > after',
      's > flight > hotel',
      ...paths,
    );
  const undoing = (...content: FlowNode[]) => [
    eventSubProcess('undoing'),
    ...inside('undoing', startOn('on undo', { kind: 'compensation' }), ...content),
  ];

  test('is undone by undoing what completed in it, in a scope with the variables it had', () => {
    const instance = run(trip([]));
    instance.complete('pay', { done: false });
    expect(instance.live).toEqual(['back', 'trip', 'undo hotel']);
    expect(instance.local('trip')).toEqual({ who: 'ann' });
    expect(instance.one('undo hotel').scopeId).toBe(instance.one('trip').id);
    expect(instance.state.subscriptions.size).toBe(0);
    instance.complete('undo hotel');
    instance.complete('undo flight');
    expect(instance.live).toEqual(['after']);
    expect(instance.variables).toEqual({ done: false });
    expect(instance.state.compensations.size).toBe(0);
  });

  test('is undone by its compensation event subprocess instead, which may undo some of it', () => {
    const content = undoing(userTask('first'), throwEvent('some', compensate('flight')), end('ue'));
    const instance = run(trip(content, 'on undo > first > some > ue'));
    instance.complete('pay');
    expect(instance.live).toEqual(['back', 'trip', 'undoing', 'first']);
    instance.complete('first');
    expect(instance.live).toEqual(['back', 'trip', 'undoing', 'some', 'undo flight']);
    expect(instance.one('undo flight').scopeId).toBe(instance.one('trip').id);
    instance.complete('undo flight');
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('is kept for the sake of its compensation event subprocess alone', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          ...inside('sub', start('s'), ...undoing(userTask('first'))),
          throwEvent('back', compensate()),
        ],
        'start > sub > back',
        'on undo > first',
      ),
    );
    instance.complete('first');
    expect(instance.status).toBe('completed');
  });

  test('is undone by its handler alone where it has one', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(mapped(subProcess('sub'), { inputs: { own: '1' } })),
          ...inside('sub', start('s'), ...undoable(task('a'))),
          throwEvent('back', compensate()),
        ],
        'start > sub > back',
        's > a',
      ),
    );
    expect(instance.live).toEqual(['back', 'undo sub']);
    expect(instance.local('undo sub')).toEqual({ own: 1 });
    instance.complete('undo sub');
    expect(instance.status).toBe('completed');
  });

  test('is undone with the subprocesses that completed in it', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('outer'),
          ...inside(
            'outer',
            start('s1'),
            subProcess('inner'),
            ...inside('inner', start('s2'), ...undoable(task('a')), ...undoable(task('b'))),
            ...undoable(task('c')),
          ),
          throwEvent('back', compensate()),
        ],
        'start > outer > back',
        's1 > inner > c',
        's2 > a > b',
      ),
    );
    instance.complete('undo c');
    expect(instance.live).toEqual(['back', 'outer', 'inner', 'undo b']);
    instance.complete('undo b');
    instance.complete('undo a');
    expect(instance.status).toBe('completed');
    expect(instance.completed.slice(-5)).toEqual(['undo b', 'undo a', 'inner', 'outer', 'back']);
  });

  test('lets an error of its undoing pass by its own boundary and event subprocesses', () => {
    const failing = undoing(endThrowing('fails', error('E')));
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          boundary('of sub', 'sub', onError()),
          ...inside(
            'sub',
            start('s'),
            ...failing,
            eventSubProcess('in sub'),
            ...inside('in sub', startOn('caught', onError()), userTask('never')),
          ),
          throwEvent('back', compensate()),
          eventSubProcess('around'),
          ...inside('around', startOn('at last', onError('E')), userTask('repair')),
        ],
        'start > sub > back',
        'on undo > fails',
        'at last > repair',
      ),
    );
    expect(instance.live).toEqual(['around', 'repair']);
  });

  test('that has been undone is not undone again, and leaves nothing behind', () => {
    const instance = run(trip([]));
    instance.complete('pay');
    instance.complete('undo hotel');
    instance.cancel();
    expect(instance.status).toBe('terminated');
    expect(instance.state.compensations.size).toBe(0);
  });
});

test('a throw in an event subprocess undoes what has completed in the scope around it', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside(
          'sub',
          start('s'),
          ...undoable(task('a')),
          endThrowing('fails', error('E')),
          eventSubProcess('rescue'),
          ...inside('rescue', startOn('caught', onError()), throwEvent('back', compensate()), end('e')),
        ),
        userTask('after'),
      ],
      'start > sub > after',
      's > a > fails',
      'caught > back > e',
    ),
  );
  expect(instance.live).toEqual(['sub', 'rescue', 'back', 'undo a']);
  expect(instance.one('undo a').scopeId).toBe(instance.one('sub').id);
  instance.complete('undo a');
  expect(instance.live).toEqual(['after']);
});

test('what a scope has kept goes when it is terminated, with what is kept inside', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('outer'),
        boundary('late', 'outer', onTimer('duration', 'PT1H')),
        ...inside(
          'outer',
          start('s1'),
          subProcess('inner'),
          ...inside('inner', start('s2'), ...undoable(task('a'))),
          userTask('b'),
        ),
        userTask('after'),
      ],
      'start > outer',
      's1 > inner > b',
      's2 > a',
      'late > after',
    ),
  );
  expect(instance.state.compensations.size).toBe(2);
  instance.fire('late');
  expect(instance.live).toEqual(['after']);
  expect(instance.state.compensations.size).toBe(0);
  expect(instance.state.compensationsIn.size).toBe(0);
});

test('an activity without anything that undoes it is not kept', () => {
  const instance = run(sequence(task('a'), subProcess('sub'), ...inside('sub', task('b')), userTask('c')));
  expect(instance.eventsOf('compensationKept')).toEqual([]);
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

describe('an event that throws several compensations', () => {
  test('waits for one after the other, in the order of its definitions', () => {
    const instance = run(booking(throwEvent('back', compensate('flight'), compensate('hotel'))));
    expect(instance.live).toEqual(['back', 'undo flight']);
    instance.complete('undo flight');
    expect(instance.live).toEqual(['back', 'undo hotel']);
    instance.complete('undo hotel');
    expect(instance.live).toEqual(['after']);
  });

  test('goes on where one of them has nothing to undo, or is thrown twice', () => {
    const thrown = [compensate('flight'), compensate('insurance'), compensate('flight'), compensate()];
    const instance = run(booking(throwEvent('back', ...thrown)));
    instance.complete('undo flight');
    expect(instance.live).toEqual(['back', 'undo hotel']);
    instance.complete('undo hotel');
    expect(instance.live).toEqual(['after']);
  });

  test('and an error throws the error when all is undone', () => {
    const instance = run(booking(endThrowing('failed', compensate('hotel'), error('NO_BED'))));
    expect(instance.live).toEqual(['failed', 'undo hotel']);
    instance.complete('undo hotel');
    expect(instance.status).toBe('failed');
    expect(instance.eventsOf('errorThrown').map(({ errorCode }) => errorCode)).toEqual(['NO_BED']);
  });
});

test('an event that waits for one compensation and not for another goes on when both are done', () => {
  const all = { kind: 'compensation', activityId: null, waitForCompletion: true } as const;
  const both = throwEvent('back', { ...all, waitForCompletion: false }, all);
  const instance = run(processOf([start(), ...undoable(task('a')), both, end()], 'start > a > back > end'));
  instance.complete('undo a');
  expect(instance.status).toBe('completed');
});
