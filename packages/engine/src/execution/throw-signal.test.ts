import { expect, test } from 'vitest';
import {
  boundary,
  end,
  endThrowing,
  eventSubProcess,
  feel,
  inside,
  literal,
  onSignal,
  processOf,
  signal,
  start,
  startOn,
  subProcess,
  throwEvent,
  userTask,
} from '../testing/model.ts';
import { run as runOnce } from '../testing/run.ts';

const run = (graph: Parameters<typeof runOnce>[0], variables: Readonly<Record<string, string>> = {}) =>
  runOnce(graph, { variables, restarts: true });

test('a signal interrupts its own thrower before the token goes on', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside(
          'sub',
          start('s'),
          throwEvent('shout', signal('stop')),
          userTask('on'),
          eventSubProcess('es'),
        ),
        ...inside('es', startOn('heard', onSignal('stop')), userTask('react')),
        userTask('after'),
      ],
      'start > sub > after',
      's > shout > on',
      'heard > react',
    ),
  );
  expect(instance.live).toEqual(['sub', 'es', 'react']);
});

test('a signal of an end event is caught by the boundary of its subprocess', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside('sub', start('s'), endThrowing('shout', signal('stop'))),
        boundary('heard', 'sub', onSignal('stop')),
        userTask('react'),
        userTask('after'),
      ],
      'start > sub > after',
      's > shout',
      'heard > react',
    ),
  );
  expect(instance.live).toEqual(['react']);
});

test('of several signals those after the one that ends the thrower are not thrown', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside('sub', start('s'), throwEvent('shout', signal('stop'), signal('more'))),
        boundary('heard', 'sub', onSignal('stop')),
        userTask('react'),
      ],
      'start > sub',
      's > shout',
      'heard > react',
    ),
  );
  expect(instance.eventsOf('signalThrown').map(({ name }) => name)).toEqual(['stop']);
  expect(instance.live).toEqual(['react']);
});

test('a thrower that is not interrupted goes on beside what heard its signal', () => {
  const instance = run(
    processOf(
      [
        start(),
        subProcess('sub'),
        ...inside('sub', start('s'), throwEvent('shout', signal('late')), userTask('on')),
        boundary('heard', 'sub', onSignal('late'), { interrupting: false }),
        userTask('react'),
      ],
      'start > sub',
      's > shout > on',
      'heard > react',
    ),
  );
  expect(instance.live.toSorted()).toEqual(['on', 'react', 'sub']);
});

test('a signal brings what it carries', () => {
  const carries = { every: 'none', mappings: [{ target: 'item', expression: feel('article') }] } as const;
  const instance = run(
    processOf(
      [start(), throwEvent('shout', { kind: 'signal', name: literal('sold'), carries }), end()],
      'start > shout > end',
    ),
    { article: 'lamp' },
  );
  expect(instance.eventsOf('signalThrown')).toMatchObject([{ variables: { item: 'lamp' } }]);
});

test('a signal may carry everything its thrower sees', () => {
  const carries = { every: 'all', mappings: [] } as const;
  const instance = run(
    processOf(
      [start(), throwEvent('shout', { kind: 'signal', name: literal('sold'), carries }), end()],
      'start > shout > end',
    ),
    { article: 'lamp', colour: 'red' },
  );
  expect(instance.eventsOf('signalThrown')).toMatchObject([
    { variables: { article: 'lamp', colour: 'red' } },
  ]);
});
