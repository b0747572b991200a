import { expect, test } from 'vitest';
import { end, inside, processOf, start, subProcess, userTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const twoBranches = processOf(
  [start(), userTask('a'), userTask('b'), end('endA'), end('endB')],
  'start > a > endA',
  'start > b > endB',
);

test('an end event consumes its token and leaves the others alone', () => {
  const instance = run(twoBranches);
  instance.complete('a');
  expect(instance.status).toBe('active');
  expect(instance.live).toEqual(['b']);
});

test('the instance completes with its last token', () => {
  const instance = run(twoBranches);
  instance.complete('b');
  instance.now += 5;
  instance.complete('a');
  expect(instance.status).toBe('completed');
  expect(instance.state.endedAt).toBe(instance.now);
  expect(instance.events.at(-1)).toEqual({ type: 'instanceCompleted' });
});

test('an element without an outgoing flow ends its token as an end event does', () => {
  const instance = run(processOf([start(), userTask('a')], 'start > a'));
  instance.complete('a');
  expect(instance.status).toBe('completed');
});

test('an end event inside a subprocess ends only that scope', () => {
  const instance = run(
    processOf(
      [start(), subProcess('sub'), ...inside('sub', start('s'), end('e')), userTask('after'), end()],
      'start > sub > after > end',
      's > e',
    ),
  );
  expect(instance.live).toEqual(['after']);
});
