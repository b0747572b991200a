import { expect, test } from 'vitest';
import type { TimerDefinition } from '../../model/event-definition.ts';
import {
  catchEvent,
  feel,
  juel,
  literal,
  onMessage,
  onSignal,
  sequence,
  timer,
} from '../../testing/model.ts';
import { run, startedAt } from '../../testing/run.ts';

const waitingFor = (
  kind: TimerDefinition['kind'],
  expression: TimerDefinition['expression'],
  variables: Readonly<Record<string, string>> = {},
) => run(sequence(timer('wait', kind, expression)), { variables });

test('a duration counts from the activation of the event', () => {
  const instance = waitingFor('duration', literal('PT90S'));
  expect(instance.awaited('wait').awaited).toEqual({
    kind: 'timer',
    dueAt: startedAt + 90_000,
    repeat: null,
  });
  expect(instance.eventsOf('subscriptionOpened')).toMatchObject([{ elementId: 'wait' }]);
});

test('a date is a moment, even one that has passed', () => {
  expect(waitingFor('date', literal('2031-02-03T04:05:06Z')).awaited('wait').awaited).toEqual({
    kind: 'timer',
    dueAt: Date.UTC(2031, 1, 3, 4, 5, 6),
    repeat: null,
  });
  expect(waitingFor('date', literal('2001-01-01')).awaited('wait').awaited).toEqual({
    kind: 'timer',
    dueAt: Date.UTC(2001, 0, 1),
    repeat: null,
  });
});

test('an expression may give it', () => {
  expect(waitingFor('duration', juel('${pause}'), { pause: 'P1D' }).awaited('wait').awaited).toEqual({
    kind: 'timer',
    dueAt: startedAt + 86_400_000,
    repeat: null,
  });
});

test('the process goes on when it fires', () => {
  const instance = waitingFor('duration', literal('PT1H'));
  instance.fire('wait');
  expect(instance.status).toBe('completed');
});

test.each([
  ['date', 'PT1H'],
  ['duration', '2031-01-01'],
  ['duration', '-PT1H'],
  ['date', 'someday'],
] as const)("a %s of '%s' is an incident", (kind, text) => {
  const instance = waitingFor(kind, literal(text));
  expect(instance.incident('wait').code).toBe('EXPRESSION_ERROR');
  expect(instance.one('wait')).toMatchObject({ status: 'ready', wait: null });
});

test('a value that is no text is an incident, resolved by a better one', () => {
  const instance = run(sequence(timer('wait', 'duration', feel('pause'))), { variables: { pause: 60 } });
  expect(instance.incident('wait').message).toBe(
    "Expected 'pause' to give an ISO 8601 duration, but found a value of type number",
  );
  instance.now += 500;
  instance.resolve('wait', { pause: 'PT1M' });
  expect(instance.awaited('wait').awaited).toEqual({
    kind: 'timer',
    dueAt: startedAt + 500 + 60_000,
    repeat: null,
  });
});

test('one of several triggers is enough: the others are not waited for while it is left', () => {
  const either = catchEvent('either', onMessage('paid'), onSignal('cancelled'));
  const instance = run(sequence({ ...either, asyncAfter: true }));
  const [message, signal] = [...instance.state.subscriptions.keys()];
  instance.execute({ type: 'receiveMessage', subscriptionId: message ?? '', variables: {} });
  const late = instance.refused({ type: 'receiveSignal', subscriptionId: signal ?? '', variables: {} });
  expect(late.code).toBe('SUBSCRIPTION_NOT_OPEN');
  instance.fire('either');
  expect(instance.status).toBe('completed');
});
