import { expect, test } from 'vitest';
import { literal, sequence, timer, userTask } from '../../testing/model.ts';
import { run } from '../../testing/run.ts';

const graph = sequence(timer('wait', 'duration', literal('PT1H')), userTask('a'));

test('a timer that fires moves its token on', () => {
  const instance = run(graph);
  const events = instance.fire('wait');
  expect(events[0]).toMatchObject({ type: 'timerFired', elementId: 'wait' });
  expect(instance.live).toEqual(['a']);
});

test('a timer fires once', () => {
  const instance = run(graph);
  const elementInstanceId = instance.one('wait').id;
  instance.fire('wait');
  expect(instance.refused({ type: 'fireTimer', elementInstanceId })).toEqual({
    code: 'TIMER_NOT_ACTIVE',
    message: `Expected timer ${elementInstanceId} to be active, but it has fired or was withdrawn`,
  });
});

test('what is no timer cannot fire', () => {
  const instance = run(sequence(userTask('a')));
  const elementInstanceId = instance.one('a').id;
  expect(instance.refused({ type: 'fireTimer', elementInstanceId }).code).toBe('TIMER_NOT_ACTIVE');
});
