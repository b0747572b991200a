import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../../model/flow-node.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import {
  adHoc,
  boundary,
  compensate,
  end,
  eventSubProcess,
  forEach,
  inside,
  juel,
  mapped,
  onMessage,
  onTimer,
  parallel,
  processOf,
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

const run = (graph: ProcessGraph, options: RunOptions = {}) => runOnce(graph, { ...options, restarts: true });

function refusal(instance: Run, target: ProcessGraph, mapping: Readonly<Record<string, string>> = {}) {
  return (instance.refused(migration(target, mapping)).reasons ?? []).map(({ message }) => message);
}

/** Each live element with the one it stands in. */
function places(instance: Run): string[] {
  const { elements } = instance.state;
  return [...elements.values()]
    .map(({ elementId, scopeId }) => `${elements.get(scopeId)?.elementId ?? '-'} ${elementId}`)
    .sort();
}

const broken = { target: 'x', expression: juel('${missing}') };

const line = processOf([start(), userTask('a'), userTask('after'), end()], 'start > a > after > end');

const around = (...more: readonly FlowNode[]) => wrapped(subProcess('sub'), more);

function wrapped(sub: FlowNode, more: readonly FlowNode[] = [], ...flows: readonly string[]) {
  return processOf(
    [start(), sub, ...inside(sub.id, start('s'), userTask('a')), ...more, userTask('after')],
    `start > ${sub.id} > after`,
    's > a',
    ...flows,
  );
}

const both = (...nodes: readonly FlowNode[]) =>
  processOf([start(), parallel('f'), ...nodes], 'start > f', 'f > a', 'f > b');

describe('a scope that is new around something that runs', () => {
  test('begins without its start event, and what ran goes on in it', () => {
    const instance = run(line);
    const a = instance.one('a').id;
    instance.migrate(around());
    expect(places(instance)).toEqual(['- sub', 'sub a']);
    expect(instance.one('a').id).toBe(a);
    instance.complete('a');
    expect(instance.live).toEqual(['after']);
  });

  test('begins once for all that comes from one scope', () => {
    const instance = run(both(userTask('a'), userTask('b')));
    instance.migrate(
      processOf(
        [start(), subProcess('sub'), ...inside('sub', parallel('f'), userTask('a'), userTask('b'))],
        'start > sub',
        'f > a',
        'f > b',
      ),
    );
    expect(places(instance)).toEqual(['- sub', 'sub a', 'sub b']);
    instance.complete('a');
    instance.complete('b');
    expect(instance.status).toBe('completed');
  });

  test('begins with its inputs, its boundary events and its event subprocesses', () => {
    const instance = run(line, { variables: { x: 4 } });
    const target = wrapped(
      mapped(subProcess('sub'), { inputs: { double: 'x * 2' } }),
      [
        boundary('late', 'sub', onTimer('duration', 'PT1H')),
        ...inside('sub', eventSubProcess('on message')),
        ...inside('on message', startOn('m', onMessage('m')), userTask('h')),
      ],
      'm > h',
    );
    instance.migrate(target);
    const sub = instance.one('sub').id;
    expect(instance.state.variables.get(sub)).toEqual({ double: 8 });
    expect([...instance.state.subscriptions.values()].map((one) => [one.elementId, one.hostId])).toEqual([
      ['m', sub],
      ['late', sub],
    ]);
    instance.receive('m');
    expect(instance.live).toEqual(['sub', 'on message', 'h']);
  });

  test('may be several, and stand between scopes that stay', () => {
    const instance = run(around());
    const sub = instance.one('sub').id;
    const target = processOf(
      [
        start(),
        subProcess('one'),
        ...inside('one', subProcess('two')),
        ...inside('two', subProcess('three')),
        ...inside('three', userTask('a')),
      ],
      'start > one',
    );
    instance.migrate(target, { sub: 'two' });
    expect(places(instance)).toEqual(['- one', 'one two', 'three a', 'two three']);
    expect(instance.one('two').id).toBe(sub);
    instance.complete('a');
    expect(instance.status).toBe('completed');
  });

  test('takes tokens along that wait for each other', () => {
    const join = (...nodes: readonly FlowNode[]) =>
      processOf(
        [start(), ...nodes],
        'f > a > j > c',
        'f > b > j',
        nodes[0]?.id === 'sub' ? 'start > sub' : 'start > f',
      );
    const content = [parallel('f'), userTask('a'), userTask('b'), parallel('j'), userTask('c')];
    const instance = run(join(...content));
    instance.complete('a');
    instance.migrate(join(subProcess('sub'), ...inside('sub', ...content)));
    expect(places(instance)).toEqual(['- sub', 'sub b', 'sub j']);
    instance.complete('b');
    expect(instance.live).toEqual(['sub', 'c']);
  });

  test('may be an event subprocess, which ends nothing beside it', () => {
    const instance = run(both(userTask('a'), userTask('b')));
    instance.migrate(
      processOf(
        [
          start(),
          userTask('b'),
          eventSubProcess('e'),
          ...inside('e', startOn('m', onMessage('m')), userTask('a')),
        ],
        'start > b',
        'm > a',
      ),
    );
    expect(places(instance)).toEqual(['- b', '- e', 'e a']);
    expect(instance.awaited('m').hostId).toBe(instanceId);
  });

  test('waits for people when it is ad hoc', () => {
    const instance = run(line);
    instance.migrate(
      processOf([start(), adHoc('sub'), ...inside('sub', userTask('a'), userTask('b'))], 'start > sub'),
    );
    expect(instance.one('sub').wait).toEqual({ kind: 'adHoc' });
    expect(places(instance)).toEqual(['- sub', 'sub a']);
  });

  test('cannot be a loop', () => {
    const instance = run(line);
    expect(refusal(instance, wrapped(subProcess('sub', { loop: times(2) })))).toEqual([
      "Expected 'sub', which is new around 'a', to be able to begin around it, but it is a loop",
    ]);
  });

  test('refuses what it cannot evaluate, and nothing has happened', () => {
    const instance = run(line);
    const [reason] = refusal(instance, wrapped(subProcess('sub', { inputs: [broken] })));
    expect(reason).toContain('missing');
    expect(instance.live).toEqual(['a']);
  });

  test('is undone from where what completed in it could be undone', () => {
    const back = (...nodes: readonly FlowNode[]) =>
      processOf(
        [start(), ...nodes, userTask('b'), throwEvent('back', compensate())],
        nodes[0]?.id === 'sub' ? 'start > sub > b > back' : 'start > a > b > back',
      );
    const instance = run(back(...undoable(task('a'))));
    instance.migrate(back(subProcess('sub'), ...inside('sub', ...undoable(task('a')))));
    instance.complete('b');
    expect(places(instance)).toEqual(['- back', '- sub', 'sub undo a']);
    instance.complete('undo a');
    expect(instance.status).toBe('completed');
  });
});

describe('a scope that the target has no longer', () => {
  test('is left, and what ran in it goes on around it', () => {
    const instance = run(around(boundary('late', 'sub', onTimer('duration', 'PT1H'))));
    const a = instance.one('a').id;
    instance.migrate(line);
    expect(places(instance)).toEqual(['- a']);
    expect(instance.one('a').id).toBe(a);
    expect(instance.state.subscriptions.size).toBe(0);
    instance.complete('a');
    expect(instance.live).toEqual(['after']);
  });

  test('gives its outputs and takes its other variables along', () => {
    const sub = mapped(subProcess('sub'), { inputs: { own: '1' }, outputs: { result: 'own + 1' } });
    const instance = run(wrapped(sub));
    instance.migrate(line);
    expect(instance.variables).toEqual({ result: 2 });
    expect([...instance.state.variables.keys()]).toEqual([instanceId]);
  });

  test('refuses outputs it cannot give', () => {
    const instance = run(wrapped(subProcess('sub', { outputs: [broken] })));
    expect(refusal(instance, line)[0]).toContain('missing');
  });

  test('may hold others that are no more either', () => {
    const inner = inside('inner', start('i'), userTask('a'));
    const instance = run(
      processOf(
        [start(), subProcess('sub'), ...inside('sub', start('s'), subProcess('inner')), ...inner],
        'start > sub',
        's > inner',
        'i > a',
      ),
    );
    instance.migrate(line);
    expect(places(instance)).toEqual(['- a']);
  });

  test('may be a loop, whose instances go on by themselves', () => {
    const each = (a: FlowNode) =>
      processOf(
        [start(), a, boundary('stop', 'a', onMessage('stop')), userTask('after')],
        'start > a > after',
        'stop > after',
      );
    const instance = run(each(userTask('a', { loop: forEach('list', { inputElement: 'item' }) })), {
      variables: { list: ['x', 'y'] },
    });
    instance.migrate(each(userTask('a')));
    expect(places(instance)).toEqual(['- a', '- a']);
    const runs = instance.all('a');
    expect(runs.map(({ index }) => index)).toEqual([null, null]);
    expect(runs.map(({ id }) => instance.state.variables.get(id)?.['item'])).toEqual(['x', 'y']);
    expect([...instance.state.subscriptions.values()].map(({ hostId }) => hostId)).toEqual(
      runs.map(({ id }) => id),
    );
    for (const { id } of runs) {
      instance.execute({
        type: 'completeUserTask',
        elementInstanceId: id,
        variables: {},
        by: 'ann',
        override: false,
      });
    }
    expect(instance.live).toEqual(['after', 'after']);
  });

  test('is not left by tokens that wait for each other in it', () => {
    const content = [parallel('f'), userTask('a'), userTask('b'), parallel('j')];
    const flows = ['f > a > j', 'f > b > j'];
    const instance = run(
      processOf([start(), subProcess('sub'), ...inside('sub', ...content)], 'start > sub', ...flows),
    );
    instance.complete('a');
    expect(refusal(instance, processOf([start(), ...content], 'start > f', ...flows))).toEqual([
      expect.stringContaining("Expected the target to have the scope around 'j'"),
    ]);
  });

  test('leaves what completed in it to be undone around it', () => {
    const back = [userTask('b'), throwEvent('back', compensate())];
    const instance = run(
      processOf(
        [start(), subProcess('sub'), ...inside('sub', ...undoable(task('a'))), ...back],
        'start > sub > b > back',
      ),
    );
    instance.migrate(processOf([start(), ...undoable(task('a')), ...back], 'start > a > b > back'));
    instance.complete('b');
    expect(places(instance)).toEqual(['- back', '- undo a']);
  });
});

test('a subprocess may become an event subprocess, and the other way round', () => {
  const event = processOf(
    [
      start(),
      userTask('after'),
      eventSubProcess('e'),
      ...inside('e', startOn('m', onMessage('m')), userTask('h')),
    ],
    'start > after',
    'm > h',
  );
  const instance = run(around());
  instance.migrate(event, { sub: 'e', a: 'h' });
  expect(places(instance)).toEqual(['- e', 'e h']);
  instance.migrate(around(), { e: 'sub', h: 'a' });
  expect(places(instance)).toEqual(['- sub', 'sub a']);
  expect(instance.state.subscriptions.size).toBe(0);
});

test('nothing moves from one scope beside another', () => {
  const two = processOf(
    [
      start(),
      parallel('f'),
      subProcess('x'),
      ...inside('x', userTask('a')),
      subProcess('y'),
      ...inside('y', userTask('b')),
    ],
    'start > f > x',
    'f > y',
  );
  expect(refusal(run(two), two, { a: 'b', b: 'a' })).toEqual([
    "Expected 'b' to stand in 'x', but it stands in 'y' in the target",
    "Expected 'a' to stand in 'y', but it stands in 'x' in the target",
  ]);
});
