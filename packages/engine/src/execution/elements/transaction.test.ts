import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../../model/flow-node.ts';
import {
  boundary,
  end,
  endThrowing,
  error,
  eventSubProcess,
  exclusive,
  flow,
  inside,
  onError,
  onMessage,
  onTimer,
  parallel,
  processOf,
  start,
  startOn,
  subProcess,
  task,
  times,
  transaction,
  undoable,
  userTask,
} from '../../testing/model.ts';
import { type RunOptions, run as runOnce } from '../../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], options: RunOptions = {}) =>
  runOnce(graph, { ...options, restarts: true });

const cancel = (id: string) => endThrowing(id, { kind: 'cancel' });
const onCancel = boundary('cancelled', 'tx', { kind: 'cancel' });

const trip = (...nodes: FlowNode[]) =>
  processOf(
    [
      start(),
      transaction('tx'),
      ...nodes,
      boundary('late', 'tx', onTimer('duration', 'PT1H')),
      boundary('failed', 'tx', onError()),
      ...inside(
        'tx',
        start('s'),
        ...undoable(task('flight')),
        ...undoable(task('hotel')),
        parallel('fork'),
        userTask('pay'),
        userTask('wait'),
        exclusive('paid', 'paid>e'),
        end('e'),
        cancel('no'),
        eventSubProcess('es'),
        ...inside('es', { ...startOn('on news', onMessage('news')), interrupting: false }, userTask('read')),
        endThrowing('broken', error('E')),
      ),
      userTask('after'),
      userTask('refused'),
      userTask('mended'),
    ],
    'start > tx > after',
    's > flight > hotel > fork > pay > paid > e',
    'fork > wait > e',
    flow('paid', 'no', 'ok = false'),
    flow('paid', 'broken', 'ok = null'),
    'cancelled > refused',
    'failed > mended',
  );

describe('a transaction', () => {
  test('that succeeds is left as a subprocess is', () => {
    const instance = run(trip(onCancel));
    instance.complete('pay', { ok: true });
    instance.complete('wait');
    expect(instance.live).toEqual(['after']);
    expect(instance.state.compensations.size).toBe(3);
  });

  test('that is cancelled ends what runs in it, undoes what has completed, and leaves by its cancel event', () => {
    const instance = run(trip(onCancel));
    instance.complete('pay', { ok: false });
    expect(instance.live).toEqual(['tx', 'undo hotel']);
    expect(instance.terminated).toEqual(['wait']);
    expect(instance.one('tx').wait).toMatchObject({ kind: 'compensation', cancels: true });
    instance.complete('undo hotel');
    instance.complete('undo flight');
    expect(instance.live).toEqual(['refused']);
    expect(instance.terminated).toEqual(['wait', 'tx']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('takes notice of nothing else while it is being undone', () => {
    const instance = run(trip(onCancel));
    expect(instance.state.subscriptions.size).toBe(2);
    instance.complete('pay', { ok: false });
    expect(instance.state.subscriptions.size).toBe(0);
  });

  test('undoes nothing when it is left by an error', () => {
    const instance = run(trip(onCancel));
    instance.complete('pay', { ok: null });
    expect(instance.live).toEqual(['mended']);
    expect(instance.eventsOf('compensationStarted')).toEqual([]);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('is left nowhere when it is cancelled and has no cancel event', () => {
    const instance = run(trip());
    instance.complete('pay', { ok: false });
    instance.complete('undo hotel');
    expect(instance.status).toBe('active');
    instance.complete('undo flight');
    expect(instance.status).toBe('completed');
    expect(instance.completed).not.toContain('tx');
  });

  test('is left at once when there is nothing to undo', () => {
    const graph = processOf(
      [start(), transaction('tx'), onCancel, ...inside('tx', start('s'), cancel('no')), userTask('refused')],
      'start > tx',
      's > no',
      'cancelled > refused',
    );
    expect(run(graph).live).toEqual(['refused']);
  });

  test('is cancelled from a subprocess in it, too', () => {
    const instance = run(
      processOf(
        [
          start(),
          transaction('tx'),
          onCancel,
          ...inside(
            'tx',
            start('s'),
            ...undoable(task('a')),
            subProcess('sub'),
            ...inside('sub', start('s2'), cancel('no')),
          ),
          userTask('refused'),
        ],
        'start > tx',
        's > a > sub',
        's2 > no',
        'cancelled > refused',
      ),
    );
    expect(instance.live).toEqual(['tx', 'undo a']);
    instance.complete('undo a');
    expect(instance.live).toEqual(['refused']);
  });

  test('whose undoing fails with an error is left by that error', () => {
    const instance = run(
      processOf(
        [
          start(),
          transaction('tx'),
          onCancel,
          boundary('failed', 'tx', onError()),
          ...inside(
            'tx',
            start('s'),
            ...undoable(task('a'), subProcess('undo a')),
            ...inside('undo a', start('s2'), endThrowing('fails', error('E'))),
            cancel('no'),
            eventSubProcess('es'),
            ...inside('es', startOn('caught', onError()), userTask('never')),
          ),
          userTask('mended'),
        ],
        'start > tx',
        's > a > no',
        's2 > fails',
        'failed > mended',
      ),
    );
    expect(instance.live).toEqual(['mended']);
  });
});

describe('a cancelled instance of a multi-instance transaction', () => {
  const graph = processOf(
    [
      start(),
      transaction('tx', { loop: times(3) }),
      onCancel,
      ...inside(
        'tx',
        start('s'),
        ...undoable(userTask('a')),
        userTask('b'),
        exclusive('x', 'x>e'),
        cancel('no'),
        end('e'),
      ),
      userTask('refused'),
      userTask('after'),
    ],
    'start > tx > after',
    's > a > b > x > e',
    flow('x', 'no', 'not(ok)'),
    'cancelled > refused',
  );

  const complete = (instance: ReturnType<typeof run>, elementId: string, nth = 0, ok = true): void => {
    const elementInstanceId = instance.all(elementId)[nth]?.id ?? '';
    instance.execute({
      type: 'completeUserTask',
      elementInstanceId,
      variables: { ok },
      by: 'ann',
      override: false,
    });
  };

  test('cancels the others, each with what it has done, before the whole is left', () => {
    const instance = run(graph);
    complete(instance, 'a');
    complete(instance, 'a');
    complete(instance, 'b', 0, false);
    expect(instance.live.filter((id) => id !== 'tx')).toEqual(['undo a', 'undo a']);
    complete(instance, 'undo a');
    expect(instance.live.filter((id) => id !== 'tx')).toEqual(['undo a']);
    complete(instance, 'undo a');
    expect(instance.live).toEqual(['refused']);
    expect(instance.state.compensations.size).toBe(0);
  });

  test('undoes those that have completed at last', () => {
    const instance = run(graph);
    complete(instance, 'a');
    complete(instance, 'b');
    complete(instance, 'a');
    complete(instance, 'b', 0, false);
    complete(instance, 'undo a');
    expect(instance.live).toEqual(['tx', 'tx', 'undo a']);
    complete(instance, 'undo a');
    expect(instance.live).toEqual(['refused']);
  });
});
