import { date, FeelDate, FeelRange, isRange } from 'feelin';
import { ExpressionError } from '../expression-error.ts';
import { checkTextLength, maxSteps, type StepBudget } from '../limits.ts';

/** Lists and contexts inside one value, counted along every path: sharing can hide enormous values. */
export const maxValueNodes = 100_000;
/**
 * Begins the names under which guards are called. No expression may say such a name, nor build a
 * context with such a key, or it could put a function of its own in a guard's place.
 */
export const guardPrefix = '__guard_';

/** What copying or scanning this many nodes or characters costs: one step. */
const nodesPerStep = 100;

/** A host function as the FEEL interpreter calls it; the names stand in for parsing its source text. */
export function hostFunction<Result>(
  names: readonly string[],
  call: (...args: unknown[]) => Result,
): (...args: unknown[]) => Result {
  return Object.assign(call, { $args: names });
}

/** Charges a list about to be iterated; turns a range into the list of its numbers or letters. */
export function iterable(domain: unknown, budget: StepBudget): unknown {
  const items = isRange(domain) ? rangeItems(domain.start, domain.end, domain) : domain;
  if (!Array.isArray(items)) return items;
  let characters = 0;
  for (const item of items) if (typeof item === 'string') characters += item.length;
  budget.spend(1 + items.length + characters / nodesPerStep);
  return items;
}

/** The domain of `for x in start..end`. Null, as a missing bound, makes the whole loop null. */
export function boundedRange(start: unknown, end: unknown, budget: StepBudget): unknown {
  if (start === null || end === null) return null;
  return iterable(rangeItems(start, end, null), budget);
}

/** Refuses values too large to store, and charges the work of building them. */
export function boundedValue(value: unknown, budget: StepBudget): unknown {
  if (typeof value === 'string') checkTextLength(value.length);
  const nodes = typeof value === 'object' && value !== null ? countNodes(value) : 0;
  budget.spend(1 + nodes / nodesPerStep);
  return value;
}

export function reservedName(position: number | null): ExpressionError {
  return new ExpressionError(`names that begin with '${guardPrefix}' are reserved`, position);
}

function rangeItems(start: unknown, end: unknown, range: FeelRange | null): unknown {
  const includesStart = range === null || range['start included'];
  const includesEnd = range === null || range['end included'];
  if (start instanceof FeelDate && end instanceof FeelDate) {
    return daysOf(start, end).slice(includesStart ? 0 : 1, includesEnd ? undefined : -1);
  }
  if (typeof start !== 'number' || typeof end !== 'number') return lettersOf(start, end, range);
  const length = Math.abs(end - start) + 1;
  if (!(length <= maxSteps)) {
    throw new ExpressionError(`expected a range of at most ${maxSteps} numbers, found ${length}`);
  }
  const direction = start > end ? -1 : 1;
  const items: number[] = [];
  for (let index = includesStart ? 0 : 1; index <= length - 1; index += 1) {
    const item = start + index * direction;
    if (item !== end || includesEnd) items.push(item);
  }
  return items;
}

function daysOf(start: FeelDate, end: FeelDate): readonly unknown[] {
  const first = start.unwrap();
  const days = first.until(end.unwrap(), { largestUnit: 'days' }).days;
  if (Math.abs(days) >= maxSteps) {
    throw new ExpressionError(`expected a range of at most ${maxSteps} days, found ${Math.abs(days) + 1}`);
  }
  return Array.from({ length: Math.abs(days) + 1 }, (_, index) =>
    date(first.add({ days: index * Math.sign(days) }).toString()),
  );
}

function lettersOf(start: unknown, end: unknown, range: FeelRange | null): unknown {
  if (typeof start !== 'string' || typeof end !== 'string' || start.length !== 1 || end.length !== 1) {
    throw new ExpressionError('expected a range between two numbers or two letters');
  }
  const letters =
    range ?? new FeelRange({ start, end, 'start included': true, 'end included': true, valueType: 'string' });
  return letters.map((letter: unknown) => letter);
}

/** Iterative, since a value may be as deep as it is large. */
function countNodes(root: object): number {
  const open: object[] = [root];
  let nodes = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [key, child] of Object.entries(value) as [string, unknown][]) {
      if (key.startsWith(guardPrefix)) throw reservedName(null);
      nodes += 1;
      if (typeof child === 'object' && child !== null) open.push(child);
    }
    if (nodes > maxValueNodes) {
      throw new ExpressionError(`expected a value of at most ${maxValueNodes} nodes, found more`);
    }
  }
  return nodes;
}
