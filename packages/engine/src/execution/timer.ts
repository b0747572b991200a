import { nextCronTime } from '../expression/cron.ts';
import { addDuration, parseDateTime } from '../expression/duration.ts';
import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { TimerDefinition } from '../model/event-definition.ts';
import type { Awaited, Repeat } from './subscription.ts';

type AwaitedTime = Extract<Awaited, { kind: 'timer' }>;

/** When the timer fires first, and how it goes on. */
export function awaitedTime(timer: TimerDefinition, context: ExpressionContext): AwaitedTime {
  const value = evaluate(timer.expression, context);
  if (typeof value !== 'string') {
    throw new ExpressionError(
      `Expected '${timer.expression.source}' to give an ISO 8601 ${timer.kind}, but found a value of type ${typeof value}`,
    );
  }
  const text = value.trim();
  switch (timer.kind) {
    case 'date':
      return { kind: 'timer', dueAt: parseDateTime(text), repeat: null };
    case 'duration':
      return { kind: 'timer', dueAt: addDuration(context.now, text), repeat: null };
    case 'cycle':
      return text.startsWith('R') ? repeatingInterval(text, context.now) : cron(text, context.now);
  }
}

/** Where the timer stands after it has fired; null when that was the last time. */
export function afterFiring({ dueAt, repeat }: AwaitedTime): AwaitedTime | null {
  if (repeat === null || repeat.left === 0) return null;
  const next = repeat.every.startsWith('P')
    ? addDuration(dueAt, repeat.every)
    : nextCronTime(repeat.every, dueAt);
  return {
    kind: 'timer',
    dueAt: next,
    repeat: { ...repeat, left: repeat.left === null ? null : repeat.left - 1 },
  };
}

/** `R3/PT1H`: an hour from now, then twice more. `R3/<date-time>/PT1H`: at that moment, then twice more. */
function repeatingInterval(text: string, now: number): AwaitedTime {
  const match = /^R(\d*)\/(?:([^/P][^/]*)\/)?(P[^/]+)(?:\/([^/]+))?$/.exec(text);
  const every = match?.[3];
  if (match === null || every === undefined) {
    throw new ExpressionError(
      `Expected a repeating interval such as R3/PT10M, but found '${text.slice(0, 60)}'`,
    );
  }
  const [, count, begin] = match;
  const times = count === '' || count === undefined ? null : Number(count);
  if (times === 0) throw new ExpressionError('Expected a cycle to repeat at least once, but found R0');
  const dueAt = begin === undefined ? addDuration(now, every) : parseDateTime(begin);
  if (addDuration(dueAt, every) <= dueAt) {
    throw new ExpressionError(`Expected a cycle with a time between its repetitions, but found '${every}'`);
  }
  const repeat: Repeat = { every, left: times === null ? null : times - 1 };
  return { kind: 'timer', dueAt, repeat };
}

function cron(text: string, now: number): AwaitedTime {
  return { kind: 'timer', dueAt: nextCronTime(text, now), repeat: { every: text, left: null } };
}
