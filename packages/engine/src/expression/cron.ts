import { Cron } from 'croner';
import { ExpressionError } from './expression-error.ts';

const maxText = 255;

/** The next moment after `epochMs` a cron expression names, in UTC; five fields, or six and seven with seconds and year. */
export function nextCronTime(text: string, epochMs: number): number {
  const next = parse(text).nextRun(new Date(epochMs));
  if (next === null)
    throw new ExpressionError(`Expected cron '${text}' to name a moment to come, but it never fires`);
  return next.getTime();
}

/** Whether the text is a cron expression that names a moment at all: 31 February does not. */
export function isCron(text: string): boolean {
  try {
    return parse(text).nextRun(new Date(0)) !== null;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function parse(text: string): Cron {
  try {
    if (text.length > maxText) throw new RangeError(`longer than ${maxText} characters`);
    return new Cron(text, { paused: true, timezone: 'UTC', sloppyRanges: true, alternativeWeekdays: true });
  } catch {
    throw new ExpressionError(
      `Expected a cron expression or a repeating interval such as R3/PT10M, but found '${text.slice(0, 60)}'`,
    );
  }
}
