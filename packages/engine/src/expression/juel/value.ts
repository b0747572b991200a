import type { Json, JsonObject } from '../../model/json.ts';
import { formatDateTime } from '../duration.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkTextLength } from '../limits.ts';

/** A moment while an expression still computes with it; it leaves as ISO-8601 text in UTC. */
export class Moment {
  readonly epochMs: number;

  constructor(epochMs: number) {
    this.epochMs = epochMs;
  }
}

/** What a `${…}` computes with: JSON, or a moment that has not been written down yet. */
export type Value = Json | Moment;

const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Refuses the names through which JavaScript objects are climbed, whatever the data holds under them. */
export function checkName(name: string, position: number): void {
  if (forbiddenNames.has(name)) {
    throw new ExpressionError(`the name '${name}' is not available to expressions`, position);
  }
}

export function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Moment);
}

/** The type's name as it appears in messages. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  if (value instanceof Moment) return 'date-time';
  return typeof value;
}

export function toJson(value: Value): Json {
  return value instanceof Moment ? formatDateTime(value.epochMs) : value;
}

/** Text of a value inside a template or a concatenation: null is empty, lists and objects are JSON. */
export function toText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Moment) return formatDateTime(value.epochMs);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function concatenate(left: string, right: string): string {
  checkTextLength(left.length + right.length);
  return left + right;
}
