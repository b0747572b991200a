import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../model/flow-node.ts';
import {
  boundary,
  callActivity,
  catchEvent,
  compensate,
  eventSubProcess,
  exclusive,
  flow,
  inside,
  onMessage,
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
  undoable,
  userTask,
} from '../testing/model.ts';
import { type RunOptions, run as runOnce } from '../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

/** A join that waits for a token nobody sends, beside `node`. */
const stuckBeside = (node: FlowNode, ...more: FlowNode[]) =>
  processOf(
    [start(), parallel('fork'), exclusive('x', 'x>join'), userTask('never'), parallel('join'), node, ...more],
    'start > fork > x > join',
    flow('x', 'never', 'false'),
    'never > join',
    `fork > ${node.id}`,
  );

describe('a join that cannot go on is no deadlock while', () => {
  const sources: readonly [what: string, node: FlowNode, more: readonly FlowNode[]][] = [
    ['a user task is open', userTask('n'), []],
    ['a job is open', serviceTask('n'), []],
    ['an event is awaited', catchEvent('n', onMessage('m')), []],
    ['something waits to be triggered', receiveTask('n', null), []],
    ['another process is called', callActivity('n', 'other'), []],
    ['a token rests before its element', task('n', { asyncBefore: true }), []],
    [
      'an event subprocess may start',
      task('n'),
      [eventSubProcess('es'), ...inside('es', startOn('s', onMessage('m')))],
    ],
  ];
  test.each(sources)('%s', (_what, node, more) => {
    expect(run(stuckBeside(node, ...more)).incidents).toEqual([]);
  });
});

describe('a join that cannot go on is a deadlock when', () => {
  test('all else is done', () => {
    expect(run(stuckBeside(task('n'))).incident('join').code).toBe('JOIN_DEADLOCK');
  });

  test('another scope waits at a join too', () => {
    const instance = run(
      stuckBeside(
        subProcess('n'),
        ...inside('n', start('s'), exclusive('ix'), parallel('inner'), userTask('no')),
      ),
    );
    expect(instance.incidents).toHaveLength(1);
  });

  test('a compensation waits for a handler that is stuck itself', () => {
    const graph = processOf(
      [
        start(),
        ...undoable(task('a'), subProcess('undo a')),
        ...inside('undo a', start('s'), exclusive('x', 'x>join'), exclusive('never'), parallel('join')),
        throwEvent('back', compensate()),
      ],
      'start > a > back',
      's > x > join',
      flow('x', 'never', 'false'),
      'never > join',
    );
    const instance = run(graph);
    expect(instance.live).toEqual(['back', 'undo a', 'join']);
    expect(instance.incident('join').code).toBe('JOIN_DEADLOCK');
  });

  test('the last boundary event that could have moved something is gone', () => {
    const instance = run(
      processOf(
        [
          start(),
          subProcess('sub'),
          boundary('late', 'sub', onTimer('duration', 'PT1H'), { interrupting: false }),
          ...inside('sub', start('s'), exclusive('x', 'x>join'), exclusive('never'), parallel('join')),
        ],
        'start > sub',
        's > x > join',
        flow('x', 'never', 'false'),
        'never > join',
      ),
    );
    expect(instance.incidents).toEqual([]);
    instance.fire('late');
    expect(instance.incident('join').code).toBe('JOIN_DEADLOCK');
  });
});
