import { expect, test } from 'vitest';
import { literal, sequence, timer, userTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const graph = sequence(timer('wait', 'duration', literal('PT1H')), userTask('a'));

test('a timer that fires moves its token on', () => {
  const instance = run(graph);
  const events = instance.fire('wait');
  expect(events[0]).toMatchObject({ type: 'eventTriggered', kind: 'timer', elementId: 'wait' });
  expect(instance.live).toEqual(['a']);
});

test('a timer fires once', () => {
  const instance = run(graph);
  const subscriptionId = instance.awaited('wait').id;
  instance.fire('wait');
  expect(instance.refused({ type: 'fireTimer', subscriptionId })).toEqual({
    code: 'TIMER_NOT_ACTIVE',
    message: `Expected timer ${subscriptionId} to be waited for, but it has occurred or was withdrawn`,
  });
});

test('what is no timer cannot fire', () => {
  const instance = run(sequence(userTask('a')));
  const subscriptionId = instance.one('a').id;
  expect(instance.refused({ type: 'fireTimer', subscriptionId }).code).toBe('TIMER_NOT_ACTIVE');
});
