import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';
import type { Json, JsonObject } from '../../model/json.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkTextLength } from '../limits.ts';
import { maxValueNodes } from './guard.ts';

const maxDepth = 100;

/** From so many nodes on, a converted value is kept as long as the value itself. */
const largeNodes = 50;
const largeValues = new WeakMap<object, unknown>();

/**
 * JSON as the interpreter expects it: it takes only plain objects for contexts. Values of variables never
 * change and no function of FEEL changes what it reads, so a large list is converted once, not for each
 * of its items.
 */
export function toFeelValue(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = largeValues.get(value);
  if (known !== undefined) return known;
  const nodes = { converted: 0 };
  const plain = toPlain(value, 0, nodes);
  if (nodes.converted >= largeNodes) largeValues.set(value, plain);
  return plain;
}

/** The entry `__proto__` is left out, since copying it would change the object's prototype. */
function toPlain(value: Json, depth: number, nodes: { converted: number }): unknown {
  nodes.converted += 1;
  if (typeof value !== 'object' || value === null) return value;
  checkDepth(depth);
  if (isList(value)) return value.map((item) => toPlain(item, depth + 1, nodes));
  const plain: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key !== '__proto__') plain[key] = toPlain(value[key] ?? null, depth + 1, nodes);
  }
  return plain;
}

/** JSON of a result. Dates and durations become ISO-8601 text; functions and ranges are errors. */
export function toJson(value: unknown): Json {
  return convert(value, 0, { left: maxValueNodes });
}

function convert(value: unknown, depth: number, nodes: { left: number }): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === 'object') return convertObject(value, depth, nodes);
  if (typeof value !== 'string') throw new ExpressionError(`expected a value, found a ${typeof value}`);
  checkTextLength(value.length);
  return value;
}

function convertObject(value: object, depth: number, nodes: { left: number }): Json {
  checkDepth(depth);
  nodes.left -= 1;
  if (nodes.left < 0) {
    throw new ExpressionError(`expected a value of at most ${maxValueNodes} nodes, found more`);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => convert(item, depth + 1, nodes));
  if (value instanceof FeelDateTime) return dateTimeText(value);
  if (value instanceof FeelTime) return value.toString().replace(/-00:00$/, 'Z');
  if (value instanceof FeelDate || value instanceof FeelDuration) {
    return value.toString();
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    throw new ExpressionError('expected a value, found a function or a range');
  }
  const entries = Object.create(null) as Record<string, Json>;
  for (const [key, entry] of Object.entries(value)) entries[key] = convert(entry, depth + 1, nodes);
  return entries satisfies JsonObject;
}

/** FEEL writes named zones as `…@Europe/Berlin`; outside FEEL only the offset is understood. */
function dateTimeText(value: FeelDateTime): string {
  const zone: unknown = value.timezone;
  if (typeof zone !== 'string' || !value.toString().includes('@')) return value.toString();
  return value.unwrap().toZonedDateTime(zone).toString({ timeZoneName: 'never' });
}

function checkDepth(depth: number): void {
  if (depth > maxDepth) {
    throw new ExpressionError(`expected values nested at most ${maxDepth} deep, found ${depth} or more`);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
