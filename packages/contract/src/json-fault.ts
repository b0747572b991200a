/** Limits on the JSON a client sends as variables. */
export const jsonLimits = {
  /** Levels of nesting, the outermost object being the first. */
  depth: 64,
  nameLength: 255,
  keysPerObject: 10_000,
  values: 100_000,
  /** Characters of one text. */
  textLength: 1_048_576,
} as const;

/** What is wrong with a JSON value and where. */
export interface JsonFault {
  readonly code: 'VALIDATION_FAILED' | 'LIMIT_EXCEEDED';
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** With `LIMIT_EXCEEDED`: the limit, and what was found where it was counted to the end. */
  readonly limit?: number;
  readonly actual?: number;
}

/** Names that reach an object's prototype in careless code somewhere downstream. */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const loneSurrogate = /\p{Surrogate}/u;

interface Walk {
  values: number;
}

/**
 * The first fault of variables, or null. Recursion ends at the depth limit, so a deeply nested value
 * cannot exhaust the stack, and paths are only built once a fault is found.
 */
export function jsonFault(value: unknown): JsonFault | null {
  if (!isObject(value)) {
    return invalid(`Expected an object, but found ${kindOf(value)}`);
  }
  return objectFault(value, 1, { values: 0 });
}

function valueFault(value: unknown, depth: number, walk: Walk): JsonFault | null {
  walk.values += 1;
  if (walk.values > jsonLimits.values) {
    return exceeded(`Expected at most ${jsonLimits.values} values, but found more`, jsonLimits.values);
  }
  switch (typeof value) {
    case 'string':
      return textFault(value);
    case 'number':
      return Number.isFinite(value) ? null : invalid(`Expected a finite number, but found ${value}`);
    case 'boolean':
      return null;
    case 'object':
      if (value === null) return null;
      if (depth >= jsonLimits.depth) {
        const message = `Expected nesting of at most ${jsonLimits.depth} levels, but found more`;
        return exceeded(message, jsonLimits.depth);
      }
      return Array.isArray(value) ? listFault(value, depth + 1, walk) : objectFault(value, depth + 1, walk);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      return invalid(`Expected a JSON value, but found ${kindOf(value)}`);
  }
}

function textFault(value: string): JsonFault | null {
  if (value.length > jsonLimits.textLength) {
    const message = `Expected a text of at most ${jsonLimits.textLength} characters, but found ${value.length}`;
    return exceeded(message, jsonLimits.textLength, value.length);
  }
  if (value.includes('\u0000')) return invalid('Expected a text without NUL characters, but found one');
  return loneSurrogate.test(value)
    ? invalid('Expected well-formed Unicode, but found half a surrogate pair')
    : null;
}

function listFault(list: readonly unknown[], depth: number, walk: Walk): JsonFault | null {
  for (let index = 0; index < list.length; index += 1) {
    const fault = valueFault(list[index], depth, walk);
    if (fault !== null) return at(index, fault);
  }
  return null;
}

function objectFault(value: object, depth: number, walk: Walk): JsonFault | null {
  const entries = Object.entries(value);
  if (entries.length > jsonLimits.keysPerObject) {
    const message = `Expected at most ${jsonLimits.keysPerObject} names, but found ${entries.length}`;
    return exceeded(message, jsonLimits.keysPerObject, entries.length);
  }
  for (const [name, item] of entries) {
    const fault = nameFault(name) ?? valueFault(item, depth, walk);
    if (fault !== null) return at(name.slice(0, jsonLimits.nameLength), fault);
  }
  return null;
}

function nameFault(name: string): JsonFault | null {
  if (name.length > jsonLimits.nameLength) {
    const message = `Expected a name of at most ${jsonLimits.nameLength} characters, but found ${name.length}`;
    return exceeded(message, jsonLimits.nameLength, name.length);
  }
  if (reservedNames.has(name)) {
    return invalid(`Expected a name other than "${name}", but found this reserved one`);
  }
  return name === '' ? invalid('Expected a name, but found an empty text') : textFault(name);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}

function invalid(message: string): JsonFault {
  return { code: 'VALIDATION_FAILED', path: [], message };
}

function exceeded(message: string, limit: number, actual?: number): JsonFault {
  return { code: 'LIMIT_EXCEEDED', path: [], message, limit, ...(actual !== undefined && { actual }) };
}

function at(step: string | number, fault: JsonFault): JsonFault {
  return { ...fault, path: [step, ...fault.path] };
}
