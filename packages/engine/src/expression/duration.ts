import { Temporal } from 'temporal-polyfill';
import { ExpressionError } from './expression-error.ts';

const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const earliestMs = Date.UTC(100, 0, 1);
const plainDate = /^\d{4}-\d{2}-\d{2}$/;
const ZONED = /(?:Z|[+-]\d{2}(?::?\d{2})?)(?:\[[^\]]+\])?$|\[[^\]]+\]$/i;
const maxText = 255;

/**
 * The moment `iso` after `epochMs`, in UTC: months and days are calendar months and days. Only whole,
 * non-negative durations such as `P1Y2M`, `P3W` or `PT90S`; the result stays within year 9999.
 */
export function addDuration(epochMs: number, iso: string): number {
  const duration = parseDuration(iso);
  return withinCalendar(epochMs, (start) => start.add(duration), `'${iso}' after the given moment`);
}

/** Length of a duration in milliseconds, counting a year as 365 and a month as 30 days. */
export function approximateDurationMs(iso: string): number {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = parseDuration(iso);
  const wholeDays = years * 365 + months * 30 + weeks * 7 + days;
  return (((wholeDays * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
}

/**
 * Epoch milliseconds of an ISO-8601 date-time with zone or offset, a local date-time (read as UTC) or
 * a plain date (midnight UTC).
 */
export function parseDateTime(text: string): number {
  const epochMs = tryDateTime(text);
  if (epochMs === null) {
    throw new ExpressionError(`expected an ISO-8601 date or date-time, found '${text.slice(0, 40)}'`);
  }
  return epochMs;
}

/** ISO-8601 text in UTC with milliseconds, the one form in which expressions hand out moments. */
export function formatDateTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Applies calendar arithmetic to a moment in UTC and refuses results outside the years 0100 to 9999. */
export function withinCalendar(
  epochMs: number,
  change: (start: Temporal.ZonedDateTime) => Temporal.ZonedDateTime,
  description: string,
): number {
  let result: number;
  try {
    const start = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO('UTC');
    result = change(start).epochMilliseconds;
  } catch (cause) {
    throw outOfCalendar(description, cause);
  }
  if (result > latestMs || result < earliestMs) throw outOfCalendar(description, null);
  return result;
}

function outOfCalendar(description: string, cause: unknown): ExpressionError {
  const error = new ExpressionError(`expected a moment no later than year 9999, found ${description}`);
  if (cause !== null) error.cause = cause;
  return error;
}

function parseDuration(iso: string): Temporal.Duration {
  const duration = tryDuration(iso);
  if (duration === null) {
    throw new ExpressionError(
      `expected an ISO-8601 duration such as PT15M or P1DT2H, found '${iso.slice(0, 40)}'`,
    );
  }
  if (duration.sign < 0 || iso.startsWith('-')) {
    throw new ExpressionError(`expected a duration that is not negative, found '${iso.slice(0, 40)}'`);
  }
  return duration;
}

function tryDuration(iso: string): Temporal.Duration | null {
  if (iso.length > maxText) return null;
  try {
    return Temporal.Duration.from(iso);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function tryDateTime(text: string): number | null {
  if (text.length > maxText) return null;
  try {
    const moment = toInstant(text);
    return moment > latestMs || moment < earliestMs ? null : moment;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function toInstant(text: string): number {
  if (plainDate.test(text)) return Temporal.Instant.from(`${text}T00:00Z`).epochMilliseconds;
  if (!ZONED.test(text)) {
    return Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').epochMilliseconds;
  }
  if (text.endsWith(']')) return Temporal.ZonedDateTime.from(text).epochMilliseconds;
  return Temporal.Instant.from(text).epochMilliseconds;
}
