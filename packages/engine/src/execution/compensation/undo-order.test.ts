import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../../model/flow-node.ts';
import {
  boundary,
  compensate,
  exclusive,
  flow,
  inside,
  onMessage,
  parallel,
  processOf,
  start,
  subProcess,
  task,
  throwEvent,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0]) => runOnce(graph, { restarts: true });
const undoing = (live: readonly string[]) => live.filter((id) => id.startsWith('undo')).toSorted();

const branches = (...more: FlowNode[]) => [
  start(),
  parallel('fork'),
  ...undoable(task('a')),
  ...undoable(task('b')),
  ...undoable(task('c')),
  parallel('join'),
  throwEvent('back', compensate()),
  userTask('after'),
  ...more,
];

describe('what is undone', () => {
  test('starts side by side where it ran in parallel branches, each branch from its end', () => {
    const instance = run(
      processOf(branches(), 'start > fork > a > b > join > back > after', 'fork > c > join'),
    );
    expect(undoing(instance.live)).toEqual(['undo b', 'undo c']);
    instance.complete('undo b');
    expect(undoing(instance.live)).toEqual(['undo a', 'undo c']);
    instance.complete('undo a');
    expect(instance.live).toContain('back');
    instance.complete('undo c');
    expect(instance.live).toEqual(['after']);
  });

  test('waits for every branch that followed it', () => {
    const instance = run(
      processOf(branches(), 'start > a > fork > b > join > back > after', 'fork > c > join'),
    );
    expect(undoing(instance.live)).toEqual(['undo b', 'undo c']);
    instance.complete('undo c');
    expect(undoing(instance.live)).toEqual(['undo b']);
    instance.complete('undo b');
    expect(undoing(instance.live)).toEqual(['undo a']);
  });

  test('waits for what was reached over its boundary event', () => {
    const instance = run(
      processOf(
        [
          start(),
          ...undoable(userTask('a')),
          boundary('late', 'a', onMessage('late'), { interrupting: false }),
          ...undoable(task('b')),
          userTask('w'),
          throwEvent('back', compensate()),
        ],
        'start > a > w > back',
        'late > b',
      ),
    );
    instance.receive('late');
    instance.complete('a');
    instance.complete('w');
    expect(undoing(instance.live)).toEqual(['undo b']);
    instance.complete('undo b');
    expect(undoing(instance.live)).toEqual(['undo a']);
  });

  test('is undone round by round where the flow led back to it', () => {
    const instance = run(
      processOf(
        [
          start(),
          exclusive('merge'),
          ...undoable(userTask('a')),
          exclusive('again', 'again>back'),
          throwEvent('back', compensate()),
        ],
        'start > merge > a > again > back',
        flow('again', 'merge', 'more'),
      ),
    );
    instance.complete('a', { more: true });
    instance.complete('a', { more: false });
    expect(undoing(instance.live)).toEqual(['undo a']);
    instance.complete('undo a');
    expect(undoing(instance.live)).toEqual(['undo a']);
  });

  test('in a subprocess starts side by side when the subprocess is undone from within', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          ...inside('sub', start('s'), parallel('f'), ...undoable(task('a')), ...undoable(task('b'))),
          throwEvent('back', compensate()),
        ],
        'start > sub > back',
        's > f > a',
        'f > b',
      ),
    );
    expect(undoing(instance.live)).toEqual(['undo a', 'undo b']);
    instance.complete('undo a');
    instance.complete('undo b');
    expect(instance.status).toBe('completed');
  });

  test('goes on side by side where the thrower does not wait', () => {
    const thrown = { kind: 'compensation', activityId: null, waitForCompletion: false } as const;
    const nodes = branches().map((node) => (node.id === 'back' ? throwEvent('back', thrown) : node));
    const instance = run(processOf(nodes, 'start > fork > a > b > join > back > after', 'fork > c > join'));
    expect(undoing(instance.live)).toEqual(['undo b', 'undo c']);
    instance.complete('undo b');
    expect(undoing(instance.live)).toEqual(['undo a', 'undo c']);
    instance.complete('after');
    instance.complete('undo c');
    instance.complete('undo a');
    expect(instance.status).toBe('completed');
  });
});
