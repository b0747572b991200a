import type { z } from 'zod';

/** An issue of a schema before it has a message. */
export type RawIssue = z.core.$ZodRawIssue;

/**
 * Says what was expected and what was found. Given to `safeParse` as `error`; undefined leaves the
 * message the schema itself gives.
 */
export function issueText(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `Expected ${nameOfType(issue.expected)}, but found ${shownValue(issue.input)}`;
    case 'invalid_value':
      return `Expected ${issue.values.map((value) => shownValue(value)).join(', ')}, but found ${shownValue(issue.input)}`;
    case 'too_small':
      return `Expected ${least(issue)}, but found ${amount(issue.input)}`;
    case 'too_big':
      return `Expected ${most(issue)}, but found ${amount(issue.input)}`;
    case 'unrecognized_keys':
      return `Expected no other names, but found ${issue.keys.map((key) => shownValue(key)).join(', ')}`;
    case 'invalid_format':
      return `Expected a text in the format ${issue.format}, but found ${shownValue(issue.input)}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return undefined;
  }
}

type Bound = Extract<RawIssue, { readonly code: 'too_small' | 'too_big' }>;

function least(issue: Extract<Bound, { readonly code: 'too_small' }>): string {
  return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue)}`;
}

function most(issue: Extract<Bound, { readonly code: 'too_big' }>): string {
  return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue)}`;
}

function unitOf(issue: Bound): string {
  if (issue.origin === 'string') return ' characters';
  return issue.origin === 'array' ? ' items' : '';
}

function nameOfType(expected: string): string {
  const article = /^[aeio]/.test(expected) ? 'an' : 'a';
  return expected === 'null' ? 'null' : `${article} ${expected}`;
}

function amount(input: unknown): string {
  if (typeof input === 'string') return `${input.length}`;
  return Array.isArray(input) ? `${input.length}` : shownValue(input);
}

/** A value as a message shows it: short values themselves, others by their kind. */
export function shownValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${value}`;
    case 'undefined':
      return 'nothing';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : 'an object';
    case 'symbol':
    case 'function':
      return `a ${typeof value}`;
  }
}
