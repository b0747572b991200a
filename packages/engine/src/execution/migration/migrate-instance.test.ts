import { describe, expect, test } from 'vitest';
import { graphOf, type ProcessGraph } from '../../model/process-graph.ts';
import {
  adHoc,
  boundary,
  callActivity,
  catchEvent,
  compensate,
  complex,
  end,
  eventBased,
  eventSubProcess,
  feel,
  forEach,
  inclusive,
  inside,
  literal,
  onMessage,
  onSignal,
  onTimer,
  parallel,
  processOf,
  receiveTask,
  serviceTask,
  start,
  startOn,
  subProcess,
  task,
  throwEvent,
  times,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { instanceId, migration, type Run, type RunOptions, run as runOnce } from '../../testing/run.ts';
import { stateToJson } from '../state.ts';

const run = (graph: ProcessGraph, options: RunOptions = {}) => runOnce(graph, { ...options, restarts: true });

/** Reasons by element. */
function reasons(instance: Run, target: ProcessGraph, mapping: Readonly<Record<string, string>> = {}) {
  const refusal = instance.refused(migration(target, mapping));
  expect(refusal.code).toBe('MIGRATION_REFUSED');
  return (refusal.reasons ?? []).map(({ elementId, message }) => `${elementId}: ${message}`);
}

const line = processOf([start(), userTask('a'), userTask('b'), end()], 'start > a > b > end');

describe('an instance that migrates', () => {
  test('goes on by the flows of the target', () => {
    const instance = run(line);
    instance.migrate(processOf([start(), userTask('a'), userTask('new'), end()], 'start > a > new > end'));
    expect(instance.state).toMatchObject({ definitionId: 'newer', version: 2, processId: 'p' });
    instance.complete('a');
    expect(instance.live).toEqual(['new']);
  });

  test('to the same model changes nothing but its definition', () => {
    const instance = run(line);
    instance.claim('a', 'ann');
    const before = stateToJson(instance.state);
    const events = instance.migrate(line);
    expect(events).toEqual([
      {
        type: 'instanceMigrated',
        processId: 'p',
        definitionId: 'newer',
        version: 2,
        elements: { a: 'a' },
        flows: { 'start>a': 'start>a' },
        triggers: {},
        reason: null,
      },
    ]);
    expect(stateToJson(instance.state)).toEqual({
      ...(before as object),
      definitionId: 'newer',
      version: 2,
      sequence: instance.state.sequence,
    });
  });

  test('keeps who holds a task, what it knows and what stands in its way', () => {
    const graph = processOf(
      [start(), parallel('f'), userTask('a'), serviceTask('j', { retries: 1 })],
      'start > f > a',
      'f > j',
    );
    const instance = run(graph, { variables: { x: 1 } });
    instance.claim('a', 'ann');
    instance.failJob('j', { retries: 0 });
    instance.migrate(
      processOf(
        [start(), parallel('f'), userTask('task'), serviceTask('job', { jobType: literal('other') })],
        'start > f > task',
        'f > job',
      ),
      { a: 'task', j: 'job' },
    );
    expect(instance.one('task').wait).toMatchObject({ kind: 'userTask', assignee: 'ann' });
    expect(instance.one('job').wait).toMatchObject({ kind: 'job', jobType: 'j' });
    expect(instance.incident('job').code).toBe('JOB_RETRIES_EXHAUSTED');
    expect(instance.variables).toEqual({ x: 1 });
    instance.resolve('job');
    instance.completeJob('job');
    instance.complete('task', {}, 'ann');
    expect(instance.status).toBe('completed');
  });

  test('may be suspended', () => {
    const instance = run(line);
    instance.suspend();
    instance.migrate(
      processOf(
        [start(), userTask('a'), boundary('late', 'a', onTimer('duration', 'PT1H')), end()],
        'start > a > end',
      ),
    );
    expect(instance.status).toBe('suspended');
    instance.resume();
    instance.fire('late');
    expect(instance.terminated).toEqual(['a']);
  });

  test('may not have ended', () => {
    const instance = run(line);
    instance.cancel();
    expect(instance.refused(migration(line)).code).toBe('INSTANCE_ENDED');
  });

  test('has the data objects that are new', () => {
    const target = graphOf({
      ...line.model,
      dataObjects: [
        { id: 'd', variable: 'fresh', scopeId: null, initialValue: feel('1 + 1') },
        { id: 'e', variable: 'x', scopeId: null, initialValue: feel('5') },
      ],
    });
    const instance = run(line, { variables: { x: 1 } });
    instance.migrate(target);
    expect(instance.variables).toEqual({ x: 1, fresh: 2 });
  });

  test('rests beside an element until it is taken up', () => {
    const instance = run(processOf([start(), userTask('a', { asyncBefore: true })], 'start > a'));
    instance.migrate(processOf([start(), userTask('b')], 'start > b'), { a: 'b' });
    instance.fire('b');
    expect(instance.one('b')).toMatchObject({ status: 'active', wait: { kind: 'userTask' } });
  });

  test('keeps a running call', () => {
    const instance = run(processOf([start(), callActivity('a', 'other')], 'start > a'));
    const child = instance.one('a').wait;
    instance.migrate(processOf([start(), callActivity('b', 'another'), userTask('c')], 'start > b > c'), {
      a: 'b',
    });
    expect(instance.one('b').wait).toEqual(child);
    instance.execute({ type: 'completeCall', elementInstanceId: instance.one('b').id, variables: {} });
    expect(instance.live).toEqual(['c']);
  });
});

describe('subscriptions', () => {
  const withBoundary = (...events: Parameters<typeof processOf>[0]) =>
    processOf([start(), userTask('a'), ...events, end()], 'start > a > end');

  test('of events that are new are opened, of events that are gone closed', () => {
    const instance = run(withBoundary(boundary('old', 'a', onMessage('m'))));
    instance.migrate(withBoundary(boundary('new', 'a', onSignal('s'))));
    expect([...instance.state.subscriptions.values()]).toMatchObject([
      { elementId: 'new', awaited: { kind: 'signal', name: 's' } },
    ]);
    instance.signal('new');
    expect(instance.status).toBe('completed');
  });

  test('that stay keep what they wait for, whatever the target says', () => {
    const instance = run(
      withBoundary(
        boundary('t', 'a', onTimer('duration', 'PT1H')),
        boundary('m', 'a', onMessage('old name')),
      ),
    );
    const before = [instance.awaited('t'), instance.awaited('m')];
    instance.now += 60_000;
    instance.migrate(
      withBoundary(
        boundary('timer', 'a', onTimer('duration', 'PT5M')),
        boundary('m', 'a', onMessage('new name')),
      ),
      { t: 'timer' },
    );
    expect(instance.awaited('timer')).toEqual({ ...before[0], elementId: 'timer' });
    expect(instance.awaited('m')).toEqual(before[1]);
  });

  test('that are to be updated wait as the target says', () => {
    const hour = boundary('t', 'a', onTimer('duration', 'PT1H'));
    const instance = run(withBoundary(hour, boundary('m', 'a', onMessage('old name'))));
    const timer = instance.awaited('t');
    instance.now += 60_000;
    const target = withBoundary(
      boundary('timer', 'a', onTimer('duration', 'PT1H')),
      boundary('m', 'a', onMessage('new name')),
    );
    instance.migrate(target, { t: 'timer' }, ['t', 'm']);
    expect(instance.awaited('m').awaited).toMatchObject({ name: 'new name' });
    const { awaited } = instance.awaited('timer');
    if (awaited.kind !== 'timer' || timer.awaited.kind !== 'timer') throw new Error('Expected timers');
    expect(awaited.dueAt - timer.awaited.dueAt).toBe(60_000);
  });

  test('that are to be updated may be what a token waits for', () => {
    const wait = (name: string) => processOf([start(), catchEvent('c', onMessage(name))], 'start > c');
    const instance = run(wait('old name'));
    instance.migrate(wait('new name'), {}, ['c']);
    expect(instance.awaited('c').awaited).toMatchObject({ name: 'new name' });
    expect(instance.one('c').wait).toEqual({ kind: 'event' });
  });

  test('that are over are not updated', () => {
    const once = boundary('once', 'a', onTimer('duration', 'PT1H'), { interrupting: false });
    const graph = processOf([start(), userTask('a'), once, userTask('b')], 'start > a', 'once > b');
    const instance = run(graph);
    instance.fire('once');
    instance.migrate(graph, {}, ['once']);
    expect(instance.state.subscriptions.size).toBe(0);
  });

  test('are updated of events alone', () => {
    const refusal = run(line).refused({ ...migration(line), updatedEvents: ['a'] });
    expect(refusal.message).toContain("Expected 'a' to be an event of the process that is waited for");
  });

  test('of a trigger of another kind are closed and opened', () => {
    const instance = run(withBoundary(boundary('e', 'a', onMessage('m'))));
    instance.migrate(withBoundary(boundary('e', 'a', onTimer('duration', 'PT1H'))));
    expect(instance.awaited('e').awaited.kind).toBe('timer');
  });

  test('follow their trigger to another place of the event', () => {
    const instance = run(
      processOf([start(), catchEvent('c', onMessage('m'), onSignal('s')), userTask('a')], 'start > c > a'),
    );
    const [message] = [...instance.state.subscriptions.values()].filter(
      ({ awaited }) => awaited.kind === 'message',
    );
    instance.migrate(
      processOf(
        [start(), catchEvent('c', onTimer('duration', 'PT1H'), onMessage('m')), userTask('a')],
        'start > c > a',
      ),
    );
    const open = [...instance.state.subscriptions.values()];
    expect(open.map(({ triggerIndex, awaited }) => `${triggerIndex} ${awaited.kind}`).sort()).toEqual([
      '0 timer',
      '1 message',
    ]);
    expect(open.find(({ awaited }) => awaited.kind === 'message')?.id).toBe(message?.id);
  });

  test('that are over stay over', () => {
    const once = boundary('once', 'a', onTimer('duration', 'PT1H'), { interrupting: false });
    const graph = processOf([start(), userTask('a'), once, userTask('b')], 'start > a', 'once > b');
    const instance = run(graph);
    instance.fire('once');
    instance.migrate(graph);
    expect(instance.state.subscriptions.size).toBe(0);
    expect(instance.live).toEqual(['a', 'b']);
  });

  test('of event subprocesses follow their scope', () => {
    const withEvents = (name: string) =>
      processOf(
        [
          start(),
          subProcess('sub'),
          ...inside('sub', start('s'), userTask('a'), eventSubProcess(`in ${name}`)),
          ...inside(`in ${name}`, startOn(name, onMessage(name)), userTask('h')),
          eventSubProcess(`top ${name}`),
          ...inside(`top ${name}`, startOn(`t ${name}`, onMessage(name)), userTask('t')),
        ],
        'start > sub',
        's > a',
        `${name} > h`,
        `t ${name} > t`,
      );
    const instance = run(withEvents('old'));
    instance.migrate(withEvents('new'));
    expect(
      [...instance.state.subscriptions.values()].map(({ elementId, hostId }) => [elementId, hostId]).sort(),
    ).toEqual(
      [
        ['new', instance.one('sub').id],
        ['t new', instance.state.instanceId],
      ].sort(),
    );
    instance.receive('new');
    expect(instance.live).toEqual(['sub', 'in new', 'h']);
  });

  test('are not opened in a scope that an event subprocess has taken over', () => {
    const model = [
      start(),
      userTask('a'),
      eventSubProcess('e'),
      ...inside('e', startOn('m', onMessage('m')), userTask('h')),
    ];
    const instance = run(processOf(model, 'start > a', 'm > h'));
    instance.receive('m');
    instance.migrate(
      processOf(
        [...model, eventSubProcess('x'), ...inside('x', startOn('n', onMessage('n')), userTask('i'))],
        'start > a',
        'm > h',
        'n > i',
      ),
    );
    expect(instance.state.subscriptions.size).toBe(0);
  });

  test('of an event-based gateway are those behind it', () => {
    const choice = (...ids: readonly string[]) =>
      processOf(
        [start(), eventBased('g'), ...ids.map((id) => catchEvent(id, onMessage(id))), userTask('after')],
        'start > g',
        ...ids.map((id) => `g > ${id} > after`),
      );
    const instance = run(choice('x', 'y'));
    const kept = instance.awaited('y').id;
    instance.migrate(choice('y', 'z'));
    expect(instance.awaited('y').id).toBe(kept);
    instance.receive('z');
    expect(instance.live).toEqual(['after']);
  });
});

describe('tokens at a join', () => {
  const fork = (ids: readonly string[], join = parallel('j')) =>
    processOf(
      [start(), parallel('f'), ...ids.map((id) => userTask(id)), join, userTask('after')],
      'start > f',
      ...ids.map((id) => `f > ${id} > ${join.id}`),
      `${join.id} > after`,
    );

  test('are known by their flows', () => {
    const instance = run(fork(['a', 'b']));
    instance.complete('a');
    instance.migrate(fork(['a', 'b', 'c']));
    instance.complete('b');
    expect(instance.live).toEqual(['j', 'j']);
    expect(instance.incident('j').code).toBe('JOIN_DEADLOCK');
  });

  test('go on at once where the target needs no more of them', () => {
    const instance = run(fork(['a', 'b', 'c']));
    instance.complete('a');
    instance.complete('b');
    instance.migrate(fork(['a', 'b', 'x']), { c: 'x', 'c>j': 'x>j' });
    expect(instance.live).toEqual(['x', 'j', 'j']);
    const fewer = processOf(
      [start(), parallel('f'), userTask('a'), userTask('b'), userTask('x'), parallel('j'), userTask('after')],
      'start > f > a > j > after',
      'f > b > j',
      'f > x',
    );
    instance.migrate(fewer);
    expect(instance.live).toEqual(['x', 'after']);
  });

  test('move to a join of another id with their flows', () => {
    const instance = run(fork(['a', 'b']));
    instance.complete('a');
    instance.migrate(fork(['a', 'b'], parallel('k')), { j: 'k', 'a>j': 'a>k' });
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('are known by what their flow connects where none has its name', () => {
    const instance = run(fork(['a', 'b']));
    instance.complete('a');
    instance.migrate(fork(['a', 'b'], parallel('k')), { j: 'k' });
    instance.complete('b');
    expect(instance.live).toEqual(['after']);
  });

  test('are refused where no flow is like theirs', () => {
    const instance = run(fork(['a', 'b']));
    instance.complete('a');
    expect(reasons(instance, fork(['b', 'c']))).toContainEqual(expect.stringMatching(/^j: .*'a>j'/));
    const straight = processOf(
      [start(), userTask('b'), parallel('j'), userTask('after')],
      'start > b > j > after',
    );
    expect(reasons(instance, straight)).toEqual([expect.stringContaining('several flows')]);
  });

  test('of an inclusive gateway go on when the target expects no other', () => {
    const open = processOf(
      [start(), inclusive('f'), userTask('a'), userTask('b'), inclusive('j'), userTask('after')],
      'start > f > a > j > after',
      'f > b > j',
    );
    const instance = run(open);
    instance.complete('a');
    expect(instance.live).toEqual(['b', 'j']);
    const apart = processOf(
      [
        start(),
        inclusive('f'),
        userTask('a'),
        userTask('b'),
        userTask('c'),
        inclusive('j'),
        userTask('after'),
      ],
      'start > f > a > j > after',
      'f > b',
      'f > c > j',
    );
    instance.migrate(apart);
    expect(instance.live).toEqual(['b', 'after']);
  });

  test('of a complex gateway that has started are still expected', () => {
    const gate = (id: string) =>
      processOf(
        [start(), parallel('f'), userTask('a'), userTask('b'), complex(id), userTask('after')],
        `start > f > a > ${id} > after`,
        `f > b > ${id}`,
      );
    const instance = run(gate('g'));
    instance.complete('a');
    expect(instance.one('g').wait).toEqual({ kind: 'join', consumed: ['a>g'] });
    instance.migrate(gate('h'), { g: 'h', 'a>g': 'a>h' });
    expect(instance.one('h').wait).toEqual({ kind: 'join', consumed: ['a>h'] });
    instance.complete('b');
    instance.complete('after');
    expect(instance.live).not.toContain('h');
  });
});

describe('loops', () => {
  const each = (id: string, loop = forEach('[1, 2, 3]')) =>
    processOf([start(), userTask(id, { loop }), userTask('after')], `start > ${id} > after`);

  test('go on where they stand', () => {
    const instance = run(each('a'));
    const [, first] = instance.all('a');
    instance.execute({
      type: 'completeUserTask',
      elementInstanceId: first?.id ?? '',
      variables: {},
      by: 'ann',
      override: false,
    });
    instance.migrate(each('b'), { a: 'b' });
    expect(instance.all('b')).toHaveLength(3);
    for (const { id } of instance.all('b').filter(({ index }) => index !== null)) {
      instance.execute({
        type: 'completeUserTask',
        elementInstanceId: id,
        variables: {},
        by: 'ann',
        override: false,
      });
    }
    expect(instance.live).toEqual(['after']);
  });

  test('become loops of the same kind only', () => {
    const instance = run(each('a'));
    const [reason] = reasons(instance, each('a', times(3, { sequential: true })));
    expect(reason).toContain('sequential');
    expect(reasons(run(line), each('a'))).toContainEqual(expect.stringContaining('no loop'));
  });
});

describe('compensation', () => {
  const undo = (a: string) =>
    processOf(
      [
        start(),
        ...undoable(task(a)),
        ...undoable(task('b')),
        userTask('c'),
        throwEvent('back', compensate()),
        userTask('after'),
      ],
      `start > ${a} > b > c > back > after`,
    );

  test('of what has completed goes on under the new names', () => {
    const instance = run(undo('a'));
    instance.migrate(undo('x'), { a: 'x' });
    instance.complete('c');
    instance.complete('undo b');
    expect(instance.live).toEqual(['back', 'undo x']);
    instance.complete('undo x');
    expect(instance.live).toEqual(['after']);
  });

  test('that is under way goes on', () => {
    const instance = run(undo('a'));
    instance.complete('c');
    instance.migrate(undo('x'), { a: 'x' });
    instance.complete('undo b');
    expect(instance.live).toEqual(['back', 'undo x']);
  });

  test('needs something that undoes in the target', () => {
    const instance = run(undo('a'));
    const target = processOf(
      [start(), task('a'), ...undoable(task('b')), userTask('c')],
      'start > a > b > c',
    );
    expect(reasons(instance, target)).toEqual([expect.stringMatching(/^a: .*undo/)]);
  });
});

describe('a plan that fails', () => {
  test('names each element', () => {
    const instance = run(
      processOf([start(), parallel('f'), userTask('a'), serviceTask('b')], 'start > f > a', 'f > b'),
    );
    expect(reasons(instance, processOf([start(), serviceTask('a')], 'start > a'))).toEqual([
      "a: Expected 'a' to be a userTask, but it is a serviceTask in the target",
      "b: Expected the target to have an element 'b', but it has none",
    ]);
  });

  test('is told when an element stands in another subprocess', () => {
    const graph = processOf(
      [start(), subProcess('sub'), ...inside('sub', start('s'), userTask('a'))],
      'start > sub',
      's > a',
    );
    const instance = run(graph);
    const flat = processOf(
      [start(), subProcess('sub'), ...inside('sub', start('s'), userTask('b')), userTask('a')],
      'start > sub > a',
      's > b',
    );
    expect(reasons(instance, flat)).toEqual([
      "a: Expected 'a' to stand in 'sub', but it stands in the process itself in the target",
    ]);
  });

  test('is told of a mapping that names nothing', () => {
    const instance = run(line);
    expect(reasons(instance, line, { nowhere: 'a', b: 'gone', 'a>b': 'b' })).toHaveLength(3);
  });

  test.each([
    [
      'a catch event of another kind',
      catchEvent('w', onMessage('m')),
      catchEvent('w', onTimer('duration', 'PT1H')),
    ],
    ['a receive task without message', receiveTask('w', 'm'), receiveTask('w', null)],
    ['an ad-hoc subprocess that is none', adHoc('w'), userTask('w')],
    [
      'work that is an expression',
      serviceTask('w'),
      serviceTask('w', {}, { work: { kind: 'expression', expression: feel('1'), resultVariable: null } }),
    ],
  ])('is told of %s', (_what, before, after) => {
    const instance = run(
      processOf(
        [start(), before, ...(before.type === 'adHocSubProcess' ? inside('w', userTask('i')) : [])],
        'start > w',
      ),
    );
    expect(reasons(instance, processOf([start(), after], 'start > w'))).toEqual([
      expect.stringMatching(/^w: /),
    ]);
  });

  test('is told when an event of the target cannot be waited for', () => {
    const instance = run(line);
    const target = processOf(
      [start(), userTask('a'), boundary('late', 'a', onTimer('duration', 'soon'))],
      'start > a',
    );
    expect(reasons(instance, target)).toEqual([expect.stringMatching(/^a: .*soon/)]);
  });

  test('is told of an event that is mapped to another place', () => {
    const graph = processOf(
      [start(), userTask('a'), boundary('m', 'a', onMessage('m')), userTask('b')],
      'start > a > b',
    );
    const target = processOf(
      [start(), userTask('a'), userTask('b'), boundary('n', 'b', onMessage('m'))],
      'start > a > b',
    );
    expect(reasons(run(graph), target, { m: 'n' })).toEqual([expect.stringMatching(/^m: .*'n'/)]);
  });
});

test('an instance that migrates twice is what its journal says', () => {
  const instance = run(line);
  instance.migrate(processOf([start(), userTask('x'), userTask('b')], 'start > x > b'), { a: 'x' });
  instance.migrate(line, { x: 'a' });
  expect(instance.state.instanceId).toBe(instanceId);
  instance.complete('a');
  instance.complete('b');
  expect(instance.status).toBe('completed');
});
