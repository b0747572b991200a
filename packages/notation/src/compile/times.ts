import { isCron } from '@wbpm/engine';
import { Temporal } from 'temporal-polyfill';

export type ReadDuration = { readonly kind: 'duration'; readonly iso: string } | { readonly kind: 'invalid' };

const longest = Temporal.Duration.from({ years: 100 });
const anyDay = Temporal.PlainDate.from('2000-01-01');

/** An ISO 8601 duration from zero to a hundred years, in its canonical form. */
export function readIsoDuration(text: string): ReadDuration {
  try {
    return withinBounds(Temporal.Duration.from(text));
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'invalid' };
    throw error;
  }
}

function withinBounds(duration: Temporal.Duration): ReadDuration {
  const tooLong = Temporal.Duration.compare(duration, longest, { relativeTo: anyDay }) > 0;
  if (duration.sign < 0 || tooLong) return { kind: 'invalid' };
  return { kind: 'duration', iso: duration.toString() };
}

/** Length of what {@link readIsoDuration} gave, counting years and months from the first of January 2000. */
export function durationMs(iso: string): number {
  return Temporal.Duration.from(iso).total({ unit: 'milliseconds', relativeTo: anyDay });
}

const short = /^(?:(\d{1,6})w)?\s*(?:(\d{1,6})d)?\s*(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,6})s)?$/i;

/** Like {@link readIsoDuration}, and `1w`, `1d`, `2h`, `30m`, `45s` or several of them in that order. */
export function readDuration(text: string): ReadDuration {
  const parts = short.exec(text.trim());
  if (parts === null || parts[0] === '') return readIsoDuration(text.trim());
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return withinBounds(Temporal.Duration.from({ weeks, days, hours, minutes, seconds }));
}

/** Whether the text names a moment: an ISO 8601 date or date-time; without offset or zone it is UTC. */
export function isDateTime(text: string): boolean {
  return (
    readsAs(() => Temporal.Instant.from(text)) ||
    readsAs(() => Temporal.ZonedDateTime.from(text)) ||
    readsAs(() => Temporal.PlainDateTime.from(text))
  );
}

function readsAs(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** An ISO 8601 repeating interval (`R3/PT1H`, `R/2030-01-01T00:00:00Z/P1D`) that can fire, or a cron text. */
export function isCycle(text: string): boolean {
  const [repetitions = '', ...interval] = text.split('/');
  if (!/^R\d*$/.test(repetitions) || interval.length === 0) return isCronCycle(text);
  const [first = '', second] = interval;
  if (repetitions !== 'R' && Number(repetitions.slice(1)) === 0) return false;
  if (interval.length === 1) return isPeriod(first);
  if (interval.length > 2 || second === undefined) return false;
  return isDateTime(first) ? isPeriod(second) || isDateTime(second) : isPeriod(first) && isDateTime(second);
}

/** A period of no length would repeat without end at one moment. */
function isPeriod(text: string): boolean {
  const read = readIsoDuration(text);
  return read.kind === 'duration' && !Temporal.Duration.from(read.iso).blank;
}

const cronField =
  /^(?:\*|\?|L|LW|\d{1,4}[LW]?|[A-Z]{3})(?:-(?:\d{1,4}|[A-Z]{3}))?(?:#[1-5])?(?:\/\d{1,4})?$/i;

/** Five fields from the minute, six from the second, seven with the year, that name a moment at all. */
function isCronCycle(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/i.test(text)) return true;
  const fields = text.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 7) return false;
  return fields.every((field) => field.split(',').every((part) => cronField.test(part))) && isCron(text);
}
