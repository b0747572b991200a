import {
  duration,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelTime,
  isFunction,
  isRange,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';

export type SimpleType =
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration';

/** A type as DMN files name it. `allowed` holds unary tests in FEEL that every value must pass. */
export type DecisionType =
  | { readonly kind: 'any' }
  | { readonly kind: 'function' }
  | { readonly kind: 'simple'; readonly name: SimpleType; readonly allowed: string | null }
  | { readonly kind: 'list'; readonly item: DecisionType; readonly allowed: string | null }
  | {
      readonly kind: 'context';
      readonly entries: readonly { readonly name: string; readonly type: DecisionType }[];
      readonly allowed: string | null;
    };

/** Whether a value passes unary tests. */
export type PassesTests = (tests: string, value: unknown) => boolean;

const mismatch = Symbol('mismatch');

/**
 * The value as the type has it: a list of one stands for its element and the other way round, a date
 * for its midnight (DMN 1.3 §10.3.2.9.4). Undefined when the value is not of the type; null always is.
 */
export function conform(value: unknown, type: DecisionType, passes: PassesTests): unknown {
  const conformed = convert(value, type, passes);
  return conformed === mismatch ? undefined : conformed;
}

/** JSON has no dates: a text becomes what the type says, as far as it can be read so. */
export function fromText(value: unknown, type: DecisionType): unknown {
  if (type.kind === 'list') {
    return Array.isArray(value) ? value.map((item) => fromText(item, type.item)) : fromText(value, type.item);
  }
  if (type.kind === 'context') {
    if (!isContext(value)) return value;
    const entries = type.entries.filter(({ name }) => Object.hasOwn(value, name));
    const changed = entries.map((entry) => [entry.name, fromText(value[entry.name], entry.type)] as const);
    return { ...value, ...Object.fromEntries(changed) };
  }
  return type.kind === 'simple' && typeof value === 'string' ? readAs(type.name, value) : value;
}

/** The type's name as it appears in messages. */
export function nameOfType(type: DecisionType): string {
  switch (type.kind) {
    case 'simple':
      return type.name;
    case 'list':
      return `list of ${nameOfType(type.item)}`;
    case 'any':
    case 'function':
    case 'context':
      return type.kind;
  }
}

function readAs(name: SimpleType, text: string): unknown {
  switch (name) {
    case 'date':
    case 'date and time':
      return (text.includes('T') ? parseDateTime(text) : parseDate(text)) ?? text;
    case 'time':
      return parseTime(text) ?? text;
    case 'days and time duration':
    case 'years and months duration':
      return duration(text) ?? text;
    case 'number':
    case 'string':
    case 'boolean':
      return text;
  }
}

function convert(value: unknown, type: DecisionType, passes: PassesTests): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'any':
      return value;
    case 'function':
      return typeof value === 'function' || isFunction(value) ? value : mismatch;
    case 'simple':
      return allowed(simple(unwrapped(value), type.name), type.allowed, passes);
    case 'list':
      return allowed(list(Array.isArray(value) ? value : [value], type.item, passes), type.allowed, passes);
    case 'context':
      return allowed(context(unwrapped(value), type.entries, passes), type.allowed, passes);
  }
}

function unwrapped(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function allowed(value: unknown, tests: string | null, passes: PassesTests): unknown {
  if (value === mismatch || value === null || tests === null || passes(tests, value)) return value;
  return mismatch;
}

function list(values: readonly unknown[], item: DecisionType, passes: PassesTests): unknown {
  const items = values.map((value) => convert(value, item, passes));
  return items.includes(mismatch) ? mismatch : items;
}

function context(
  value: unknown,
  entries: readonly { readonly name: string; readonly type: DecisionType }[],
  passes: PassesTests,
): unknown {
  if (!isContext(value)) return mismatch;
  const converted = new Map<string, unknown>(Object.entries(value));
  for (const { name, type } of entries) {
    if (!Object.hasOwn(value, name)) return mismatch;
    const entry = convert(value[name], type, passes);
    if (entry === mismatch) return mismatch;
    converted.set(name, entry);
  }
  return Object.fromEntries(converted);
}

function simple(value: unknown, name: SimpleType): unknown {
  if (value === null) return null;
  switch (name) {
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === name ? value : mismatch;
    case 'date':
      return value instanceof FeelDate ? value : mismatch;
    case 'time':
      return value instanceof FeelTime ? value : mismatch;
    case 'date and time':
      if (value instanceof FeelDate) return parseDateTime(`${value.toString()}T00:00:00Z`) ?? mismatch;
      return value instanceof FeelDateTime ? value : mismatch;
    case 'days and time duration':
      return value instanceof FeelDuration && !value.yearsMonths ? value : mismatch;
    case 'years and months duration':
      return value instanceof FeelDuration && value.yearsMonths ? value : mismatch;
  }
}

/** A context of FEEL, which none of its other values and no function is. */
export function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isRange(value) &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  );
}
