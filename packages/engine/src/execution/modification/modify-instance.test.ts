import { describe, expect, test } from 'vitest';
import {
  adHoc,
  boundary,
  callActivity,
  compensate,
  end,
  endThrowing,
  eventSubProcess,
  forEach,
  inside,
  mapped,
  onError,
  onMessage,
  onTimer,
  parallel,
  processOf,
  repeat,
  serviceTask,
  start,
  startOn,
  subProcess,
  throwEvent,
  times,
  transaction,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { type Instruction, modification, type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const activate = (elementId: string, rest: Partial<Extract<Instruction, { kind: 'activate' }>> = {}) =>
  ({ kind: 'activate', elementId, ...rest }) as const;
const cancel = (target: string) => ({ kind: 'cancel', target }) as const;
const move = (from: string, to: string) => ({ kind: 'move', from, to }) as const;

const line = processOf(
  [start(), userTask('a'), userTask('b'), userTask('c'), end()],
  'start > a > b > c > end',
);

describe('a token', () => {
  test('begins at an element beside those that run', () => {
    const instance = run(line);
    instance.modify(activate('c'));
    expect(instance.live).toEqual(['a', 'c']);
    instance.complete('a');
    instance.complete('b');
    expect(instance.all('c')).toHaveLength(2);
  });

  test('begins after an element, over its one flow', () => {
    const instance = run(line);
    instance.modify(activate('a', { position: 'after' }));
    expect(instance.one('b').flowId).toBe('a>b');
  });

  test('begins on a flow', () => {
    const instance = run(line);
    instance.modify(activate('b>c'));
    expect(instance.one('c').flowId).toBe('b>c');
  });

  test('moves: what it leaves is terminated, not completed', () => {
    const instance = run(line);
    instance.modify(move('a', 'c'));
    expect(instance.live).toEqual(['c']);
    expect(instance.terminated).toEqual(['a']);
    instance.complete('c');
    expect(instance.status).toBe('completed');
  });

  test('moves as often as there are tokens', () => {
    const instance = run(line);
    instance.modify(activate('a'), activate('a'));
    instance.modify(move('a', 'b'));
    expect(instance.live).toEqual(['b', 'b', 'b']);
  });

  test('is named by the id of its element instance', () => {
    const instance = run(line);
    instance.modify(activate('a'));
    const [first] = instance.all('a');
    instance.modify(cancel(first?.id ?? ''));
    expect(instance.all('a').map(({ id }) => id)).not.toContain(first?.id);
    expect(instance.live).toEqual(['a']);
  });

  test('finds variables that came with it, its own and those of the instance', () => {
    const instance = run(line);
    instance.execute(modification([activate('c', { variables: { mine: 1 } })], { everybody: 2 }));
    expect(instance.local('c')).toEqual({ mine: 1 });
    expect(instance.variables).toEqual({ everybody: 2 });
  });

  test('takes its incident, its job and its called instance along when it is cancelled', () => {
    const instance = run(
      processOf(
        [
          start(),
          parallel('f'),
          serviceTask('job', { retries: 1 }),
          callActivity('call', 'other'),
          userTask('a'),
        ],
        'start > f > job',
        'f > call',
        'f > a',
      ),
    );
    instance.failJob('job', { retries: 0 });
    expect(instance.incidents).toHaveLength(1);
    instance.modify(cancel('job'), cancel('call'));
    expect(instance.incidents).toEqual([]);
    expect(instance.eventsOf('callCancelled')).toHaveLength(1);
    expect(instance.live).toEqual(['a']);
  });
});

describe('the journal', () => {
  test('says what was asked for and why, before what it came to', () => {
    const instance = run(line);
    const events = instance.modify(move('a', 'b'));
    expect(events.slice(0, 3)).toMatchObject([
      { type: 'instanceModified', reason: 'by hand', instructions: [{ kind: 'move', from: 'a', to: 'b' }] },
      { type: 'elementTerminated', elementId: 'a' },
      { type: 'elementReady', elementId: 'b' },
    ]);
    expect(instance.journal.at(-1)?.command).toBe('modifyInstance');
  });
});

const nested = processOf(
  [
    start(),
    userTask('a'),
    mapped(subProcess('outer'), { inputs: { x: '1' } }),
    ...inside(
      'outer',
      start('os'),
      userTask('o'),
      subProcess('inner'),
      ...inside('inner', start('is'), userTask('i'), userTask('j')),
    ),
    boundary('late', 'outer', onTimer('duration', 'PT1H')),
    eventSubProcess('on message'),
    ...inside('on message', startOn('message', onMessage('m')), userTask('handled')),
    ...inside('outer', eventSubProcess('within')),
    ...inside('within', startOn('in outer', onMessage('n')), userTask('in handled')),
    userTask('after'),
  ],
  'start > a > outer > after',
  'os > o > inner',
  'is > i > j',
  'message > handled',
  'in outer > in handled',
);

describe('subprocesses around an element', () => {
  test('begin without their start event, with mappings, boundary events and event subprocesses', () => {
    const instance = run(nested);
    instance.modify(activate('j'));
    expect(instance.live).toEqual(['a', 'outer', 'inner', 'j']);
    expect(instance.local('outer')).toEqual({ x: 1 });
    expect(instance.awaited('late').hostId).toBe(instance.one('outer').id);
    expect(instance.awaited('in outer').hostId).toBe(instance.one('outer').id);
    instance.complete('j');
    expect(instance.live).toEqual(['a', 'after']);
    expect(instance.completed).not.toContain('os');
  });

  test('that run are used', () => {
    const instance = run(nested);
    instance.complete('a');
    instance.modify(activate('i'));
    expect(instance.live).toEqual(['outer', 'o', 'inner', 'i']);
  });

  test('that run several times must be told apart', () => {
    const instance = run(nested);
    instance.modify(activate('outer'), activate('outer'));
    const [first] = instance.all('outer');
    const refusal = instance.refused(modification([activate('i')]));
    expect(refusal).toMatchObject({ code: 'MODIFICATION_REFUSED', reasons: [{ elementId: 'i' }] });
    instance.modify(activate('i', { scopeId: first?.id ?? '' }));
    expect(instance.one('inner').scopeId).toBe(first?.id);
  });

  test('are told apart by the token that moves', () => {
    const instance = run(nested);
    instance.modify(activate('outer'), activate('outer'));
    instance.modify(move('o', 'i'));
    expect(instance.all('inner').map(({ scopeId }) => scopeId)).toEqual(
      instance.all('outer').map(({ id }) => id),
    );
  });

  test('that are named must be around the element', () => {
    const instance = run(nested);
    const refusal = instance.refused(modification([activate('i', { scopeId: instance.one('a').id })]));
    expect(refusal.message).toContain('live scope');
    instance.modify(activate('outer'));
    instance.modify(activate('i', { scopeId: 'instance' }));
    expect(instance.all('outer')).toHaveLength(2);
  });

  test('end with the last token in them', () => {
    const instance = run(nested);
    instance.modify(activate('j'));
    instance.modify(cancel('j'));
    expect(instance.live).toEqual(['a']);
    expect(instance.terminated).toEqual(['j', 'inner', 'outer']);
  });

  test('stay when another token begins in them', () => {
    const instance = run(nested);
    instance.complete('a');
    const outer = instance.one('outer').id;
    instance.modify(cancel('o'), activate('j'));
    expect(instance.one('outer').id).toBe(outer);
    expect(instance.live).toEqual(['outer', 'inner', 'j']);
  });

  test('that are cancelled are no place for what begins: it begins in a new one', () => {
    const instance = run(nested);
    instance.complete('a');
    const outer = instance.one('outer').id;
    instance.modify(activate('o'), cancel('outer'));
    expect(instance.one('outer').id).not.toBe(outer);
    expect(instance.live).toEqual(['outer', 'o']);
  });
});

describe('an event subprocess', () => {
  test('begins at its start event and takes its scope over, as by its event', () => {
    const instance = run(nested);
    instance.modify(activate('message'));
    expect(instance.live).toEqual(['on message', 'handled']);
    expect(instance.state.subscriptions.size).toBe(0);
  });

  test('begins beside what runs when it begins further on, without its event', () => {
    const instance = run(nested);
    instance.complete('a');
    instance.modify(activate('in handled'));
    expect(instance.live).toEqual(['outer', 'o', 'within', 'in handled']);
    instance.complete('in handled');
    expect(instance.live).toEqual(['outer', 'o']);
  });
});

test('a boundary event ends its activity when it interrupts', () => {
  const graph = processOf(
    [start(), userTask('a'), boundary('failed', 'a', onError()), userTask('repair')],
    'start > a',
    'failed > repair',
  );
  const instance = run(graph);
  instance.modify(activate('failed'));
  expect(instance.live).toEqual(['repair']);
});

describe('a gateway that joins', () => {
  const graph = processOf(
    [start(), parallel('f'), userTask('a'), userTask('b'), parallel('j'), userTask('after')],
    'start > f > a > j > after',
    'f > b > j',
  );

  test('takes a token for the flow over which none has come', () => {
    const instance = run(graph);
    instance.complete('a');
    instance.modify(activate('j'), cancel('b'));
    expect(instance.live).toEqual(['after']);
  });

  test('is begun as a whole by a token for each flow', () => {
    const instance = run(graph);
    instance.modify(cancel('a'), cancel('b'), activate('j'), activate('j'));
    expect(instance.live).toEqual(['after']);
  });

  test('shows a deadlock when what it waits for is cancelled', () => {
    const instance = run(graph);
    instance.complete('a');
    instance.modify(cancel('b'));
    expect(instance.incident('j').code).toBe('JOIN_DEADLOCK');
    instance.modify(move('j', 'after'));
    expect(instance.live).toEqual(['after']);
    expect(instance.incidents).toEqual([]);
  });
});

test('a join that stood as deadlocked goes on when the token it lacked begins at it', () => {
  const instance = run(
    processOf(
      [start(), parallel('f'), userTask('a'), userTask('b'), parallel('j'), userTask('after')],
      'start > f > a > j > after',
      'f > b > j',
    ),
  );
  instance.complete('a');
  instance.modify(cancel('b'));
  instance.modify(activate('j'));
  expect(instance.incidents).toEqual([]);
  expect(instance.live).toEqual(['after']);
});

describe('loops', () => {
  const variables = { items: ['x', 'y', 'z'] };
  const graph = processOf(
    [
      start(),
      userTask('first'),
      subProcess('each', { loop: forEach('items') }),
      ...inside('each', start('s'), userTask('a'), userTask('b')),
      userTask('after'),
    ],
    'start > first > each > after',
    's > a > b',
  );

  test('begin as a whole', () => {
    const instance = run(graph, { variables });
    instance.modify(move('first', 'each'));
    expect(instance.all('a')).toHaveLength(3);
  });

  test('begin with one instance for the sake of an element in them', () => {
    const instance = run(graph, { variables });
    instance.modify(activate('b', { variables: { item: 'only' } }), cancel('first'));
    expect(instance.live).toEqual(['each', 'each', 'b']);
    expect(instance.state.variables.get(instance.one('b').scopeId)).toMatchObject({
      item: 'only',
      loopCounter: 0,
    });
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('have their instances told apart', () => {
    const instance = run(graph, { variables });
    instance.complete('first');
    expect(instance.refused(modification([activate('b')])).code).toBe('MODIFICATION_REFUSED');
    const [, second] = instance.all('a');
    instance.modify(activate('b', { scopeId: second?.scopeId ?? '' }));
    expect(instance.one('b').scopeId).toBe(second?.scopeId);
    instance.modify(move('a', 'b'));
    expect(instance.all('b')).toHaveLength(4);
  });

  test('go on without the instance that is cancelled', () => {
    const instance = run(graph, { variables });
    instance.complete('first');
    const [, second] = instance.all('a');
    instance.modify(cancel(second?.id ?? ''));
    expect(instance.all('a')).toHaveLength(2);
    expect([...instance.state.loops.values()]).toMatchObject([{ active: 2, terminated: 1 }]);
    for (const id of instance.all('a').map((element) => element.id)) instance.modify(move(id, 'b'));
    for (const { id: elementInstanceId } of instance.all('b')) {
      instance.execute({
        type: 'completeUserTask',
        elementInstanceId,
        variables: {},
        by: 'ann',
        override: true,
      });
    }
    expect(instance.live).toEqual(['after']);
  });

  test('end with their last instance, with the tokens of the instance too', () => {
    const instance = run(graph, { variables });
    instance.complete('first');
    instance.modify(cancel('a'));
    expect(instance.status).toBe('terminated');
  });

  test.each([
    ['sequential', times(3, { sequential: true })],
    ['standard', repeat('loopCounter < 3')],
  ])('that are %s are cancelled with the one instance that runs', (_kind, loop) => {
    const instance = run(
      processOf([start(), parallel('f'), userTask('a', { loop }), userTask('b')], 'start > f > a', 'f > b'),
    );
    const inner = instance.all('a').find(({ index }) => index !== null);
    instance.modify(cancel(inner?.id ?? ''));
    expect(instance.live).toEqual(['b']);
  });

  test('bring the instances still to come when the last of those that are there is cancelled', () => {
    const instance = runOnce(
      processOf([start(), userTask('a', { loop: times(600) }), end()], 'start > a > end'),
      { limits: { stepsPerTurn: 100 } },
    );
    const last = instance.all('a').find(({ index }) => index === 499);
    expect(last?.status).toBe('ready');
    instance.modify(cancel(last?.id ?? ''));
    while (instance.unfinished) instance.continue();
    expect(instance.all('a').filter(({ index }) => index !== null)).toHaveLength(599);
  });
});

describe('an ad-hoc subprocess', () => {
  const graph = processOf(
    [
      start(),
      userTask('first'),
      adHoc('case'),
      ...inside('case', userTask('a'), userTask('b')),
      userTask('after'),
    ],
    'start > first > case > after',
  );

  test('begins for the sake of an activity in it, and stays when that is cancelled', () => {
    const instance = run(graph);
    instance.modify(move('first', 'b'));
    expect(instance.live).toEqual(['case', 'b']);
    instance.modify(cancel('b'));
    expect(instance.live).toEqual(['case']);
    instance.execute({ type: 'completeAdHoc', elementInstanceId: instance.one('case').id });
    expect(instance.live).toEqual(['after']);
  });
});

describe('compensation', () => {
  const graph = processOf(
    [
      start(),
      ...undoable(userTask('a')),
      ...undoable(userTask('b')),
      throwEvent('back', compensate()),
      userTask('after'),
    ],
    'start > a > b > back > after',
  );

  test('goes on with the next activity when a handler is cancelled', () => {
    const instance = run(graph);
    instance.complete('a');
    instance.complete('b');
    expect(instance.live).toEqual(['back', 'undo b']);
    instance.modify(cancel('undo b'));
    expect(instance.live).toEqual(['back', 'undo a']);
    instance.modify(cancel('undo a'));
    expect(instance.live).toEqual(['after']);
  });

  test('goes on too when a handler is left empty', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(userTask('a')),
          ...undoable(userTask('b'), subProcess('undoing b')),
          ...inside('undoing b', start('s'), userTask('step')),
          throwEvent('back', compensate()),
        ],
        'start > a > b > back',
        's > step',
      ),
    );
    instance.complete('a');
    instance.complete('b');
    instance.modify(cancel('step'));
    expect(instance.live).toEqual(['back', 'undo a']);
  });

  test('is not begun by hand, nor cancelled while the instance is suspended', () => {
    const instance = run(graph);
    expect(instance.refused(modification([activate('undo a')])).message).toContain('compensation');
    instance.complete('a');
    instance.complete('b');
    instance.suspend();
    expect(instance.refused(modification([cancel('undo b')])).code).toBe('MODIFICATION_REFUSED');
  });

  test('of a transaction that is being cancelled is no place for what begins', () => {
    const instance = run(
      processOf(
        [
          start(),
          transaction('pay'),
          ...inside(
            'pay',
            start('s'),
            ...undoable(userTask('x')),
            userTask('y'),
            endThrowing('no', { kind: 'cancel' }),
          ),
          userTask('after'),
        ],
        'start > pay > after',
        's > x > y > no',
      ),
    );
    instance.complete('x');
    instance.complete('y');
    expect(instance.live).toEqual(['pay', 'undo x']);
    instance.modify(activate('y'));
    expect(instance.live).toEqual(['pay', 'undo x', 'pay', 'y']);
  });
});

describe('an instance', () => {
  test('without any token left is terminated', () => {
    const instance = run(line);
    const events = instance.modify(cancel('a'));
    expect(events.at(-1)).toEqual({ type: 'instanceTerminated', reason: 'by hand' });
    expect(instance.refused(modification([activate('a')])).code).toBe('INSTANCE_ENDED');
  });

  test('that is suspended is changed, and goes on when it is resumed', () => {
    const instance = run(nested);
    instance.suspend();
    instance.modify(move('a', 'j'));
    expect(instance.one('j').status).toBe('ready');
    expect(instance.awaited('late').hostId).toBe(instance.one('outer').id);
    instance.resume();
    expect(instance.one('j').status).toBe('active');
    instance.suspend();
    instance.modify(cancel('j'));
    expect(instance.status).toBe('terminated');
  });

  test.each<[string, readonly Instruction[]]>([
    ['an element that is not there', [activate('nowhere')]],
    ['a token that is not there', [cancel('b')]],
    ['an element that is not there, to cancel', [cancel('nowhere')]],
    ['a move from where nothing is', [move('b', 'c')]],
    ['a second instruction that is wrong', [cancel('a'), activate('nowhere')]],
    ['a place after an element that no flow leaves', [activate('end', { position: 'after' })]],
  ])('stays as it was when asked for %s', (_what, instructions) => {
    const instance = run(line);
    expect(instance.refused(modification(instructions))).toMatchObject({ code: 'MODIFICATION_REFUSED' });
  });

  test('stays as it was when a subprocess cannot begin', () => {
    const instance = run(
      processOf(
        [
          start(),
          userTask('a'),
          subProcess('sub'),
          ...inside('sub', start('s'), userTask('b')),
          boundary('late', 'sub', onTimer('duration', 'soon')),
        ],
        'start > a > sub',
        's > b',
      ),
    );
    const refusal = instance.refused(modification([move('a', 'b')]));
    expect(refusal).toMatchObject({ code: 'MODIFICATION_REFUSED' });
    expect(refusal.message).toContain('soon');
    instance.complete('a');
    expect(instance.incident('sub').code).toBe('EXPRESSION_ERROR');
  });
});
