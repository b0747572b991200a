import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueText, shownValue } from './issue-text.ts';

function messages(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value, { error: issueText }).error?.issues.map((issue) => issue.message) ?? [];
}

describe('the text of an issue', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['Expected a string, but found 5', z.string(), 5],
    ['Expected an object, but found an array', z.object({}), []],
    ['Expected null, but found true', z.null(), true],
    ['Expected an int, but found 1.5', z.int(), 1.5],
    ['Expected "a", "b", but found "c"', z.enum(['a', 'b']), 'c'],
    ['Expected at least 3 characters, but found 1', z.string().min(3), 'x'],
    ['Expected at most 1 items, but found 2', z.array(z.number()).max(1), [1, 2]],
    ['Expected more than 0, but found 0', z.number().positive(), 0],
    ['Expected less than 0, but found 1', z.number().negative(), 1],
    ['Expected no other names, but found "b"', z.strictObject({}), { b: 1 }],
    ['Expected a text in the format email, but found "x"', z.email(), 'x'],
  ])('says: %s', (message, schema, value) => {
    expect(messages(schema, value)).toEqual([message]);
  });

  it('leaves to the schema what it says itself', () => {
    expect(
      messages(
        z.string().refine(() => false, 'Expected better'),
        'x',
      ),
    ).toEqual(['Expected better']);
    expect(messages(z.number().multipleOf(2), 3)).toHaveLength(1);
  });
});

describe('a shown value', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an object', {}],
    ['12', 12n],
    ['a symbol', Symbol('s')],
    ['a function', () => 1],
    [`"${'x'.repeat(60)}…"`, 'x'.repeat(61)],
  ])('is %s', (text, value) => {
    expect(shownValue(value)).toBe(text);
  });
});
