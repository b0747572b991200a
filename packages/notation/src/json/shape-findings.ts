import { z } from 'zod';
import { errorAt, type Finding, type Report, warningAt } from '../finding.ts';
import { pointerTo } from './pointer.ts';

export function reportAt(report: Report, pointer: string, expected: string, value: unknown): void {
  report(shapeError(pointer, `to be ${expected}, but found ${found(value)}`));
}

function shapeError(pointer: string, rest: string): Finding {
  return { ...errorAt(null, 'json-shape', `Expected ${pointer || 'the definition'} ${rest}`), pointer };
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return `${value}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** What a schema complains of, each with the place in the words of JSON pointers. */
export function findingsOfIssues(error: z.ZodError): readonly Finding[] {
  return error.issues.flatMap((issue) => flattened(issue, ''));
}

type Issue = z.core.$ZodIssue;

function flattened(issue: Issue, above: string): readonly Finding[] {
  const pointer = issue.path.reduce<string>((at, key) => pointerTo(at, String(key)), above);
  if (issue.code === 'unrecognized_keys') {
    // A misspelt key is silence where something was meant, so it is said.
    return issue.keys.map((key) => {
      const message = `Expected ${pointer || 'the definition'} ${issue.message}, but found '${key.slice(0, 60)}'; it has no effect`;
      return { ...warningAt(null, 'json-shape', message), pointer: pointerTo(pointer, key) };
    });
  }
  const meant = issue.code === 'invalid_union' ? meantOption(issue) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => flattened(inner, pointer));
  return [shapeError(pointer, issue.message)];
}

/** The option of a union whose own key is there: its complaints say more than that nothing fits. */
function meantOption({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const meant = errors.filter((option) => option.length > 0 && !option.some(isOfAnother));
  return meant.length === 1 ? meant[0] : undefined;
}

/** The value is no such object, or has not the key that makes it one. */
function isOfAnother({ code, path, message }: Issue): boolean {
  if (path.length === 0) return code !== 'unrecognized_keys';
  return path.length === 1 && message.endsWith(foundNothing);
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** The end of the message of a finding, from `to be …` on. */
export function wordsFor(issue: RawIssue): string {
  const { input } = issue;
  if (issue.code === 'unrecognized_keys') return `to have no keys but ${keysOf(issue.inst).join(', ')}`;
  if (issue.code === 'invalid_type') {
    const expected = input === undefined && issue.expected === 'string' ? 'text' : issue.expected;
    return expectedBut(typeWords.get(expected) ?? `a ${expected}`, input);
  }
  if (issue.code === 'invalid_value') return expectedBut(oneOf(issue.values.map(String)), input);
  if (issue.code !== 'invalid_union') return expectedBut('of another form', input);
  const discriminator: unknown = issue['discriminator'];
  if (typeof discriminator !== 'string') return expectedBut(unionWords(issue.inst), input);
  const options = Array.isArray(issue['options']) ? issue['options'].map(String) : [];
  return expectedBut(oneOf(options), memberOf(input, discriminator));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}

const foundNothing = `but found ${found(undefined)}`;

function expectedBut(expected: string, input: unknown): string {
  return `to be ${expected}, but found ${found(input)}`;
}

function oneOf(options: readonly string[]): string {
  const [only] = options;
  return options.length === 1 ? `'${only}'` : `one of ${options.join(', ')}`;
}

const typeWords: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['text', 'a text that is not blank'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
]);

/** `a text or an object with one of literal, feel, juel, list, map` */
function unionWords(schema: unknown): string {
  if (!(schema instanceof z.ZodUnion)) return 'of another form';
  const texts = schema.options.filter((option: unknown) => option instanceof z.ZodString);
  const values = schema.options.flatMap((option: unknown) =>
    option instanceof z.ZodLiteral ? [...option.values].map(String) : [],
  );
  const keys = [...new Set(schema.options.flatMap((option: unknown) => keysOf(option)))];
  const object = keys.length === 0 ? [] : [`an object with one of ${keys.join(', ')}`];
  return [...(texts.length === 0 ? [] : ['a text']), ...values, ...object].join(' or ');
}

function keysOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
