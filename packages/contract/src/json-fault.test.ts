import { describe, expect, it } from 'vitest';
import { jsonObjectSchema } from './json.ts';
import { jsonFault, jsonLimits } from './json-fault.ts';

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

describe('variables', () => {
  it('are handed on as they are, not copied', () => {
    const variables = { amount: 100, list: [1, 'two', null, true, { deep: [] }] };
    expect(jsonObjectSchema.parse(variables)).toBe(variables);
  });

  it('may be nested to the limit and not beyond', () => {
    expect(jsonFault(nested(jsonLimits.depth))).toBeNull();
    expect(jsonFault(nested(jsonLimits.depth + 1))).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('are refused with a path of bounded length when nested 5,000 deep', () => {
    const fault = jsonFault(nested(5000));
    expect(fault?.code).toBe('LIMIT_EXCEEDED');
    expect(fault?.path.length).toBe(jsonLimits.depth);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('may not be called %s at any depth', (name) => {
    const inner: unknown = JSON.parse(`{"${name}":1}`);
    expect(jsonFault(inner)?.path).toEqual([name]);
    expect(jsonFault({ list: [{ inner }] })?.path).toEqual(['list', 0, 'inner', name]);
  });

  it.each([
    ['an array', []],
    ['null', null],
    ['a value of type string', 'text'],
    ['a value of type undefined', undefined],
  ])('must be an object: %s is refused', (found, value) => {
    expect(jsonFault(value)?.message).toBe(`Expected an object, but found ${found}`);
  });

  it.each([
    ['infinity', Number.POSITIVE_INFINITY],
    ['not a number', Number.NaN],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a big integer', 1n],
    ['nothing', undefined],
    ['NUL in a text', 'a\u0000b'],
    ['half a surrogate pair', '\ud800'],
  ])('refuse %s', (_name, value) => {
    expect(jsonFault({ value })).toMatchObject({ code: 'VALIDATION_FAILED', path: ['value'] });
  });

  it('accept a complete surrogate pair', () => {
    expect(jsonFault({ value: '😀' })).toBeNull();
  });

  it.each([
    ['an empty name', ''],
    ['NUL in a name', 'a\u0000'],
  ])('refuse %s', (_name, key) => {
    expect(jsonFault({ [key]: 1 })).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('refuse what is too long or too many', () => {
    const long = 'x'.repeat(jsonLimits.nameLength + 1);
    expect(jsonFault({ [long]: 1 })?.message).toContain('at most 255 characters, but found 256');
    expect(jsonFault({ text: 'x'.repeat(jsonLimits.textLength + 1) })?.code).toBe('LIMIT_EXCEEDED');
    expect(jsonFault({ list: new Array(jsonLimits.values).fill(0) })?.code).toBe('LIMIT_EXCEEDED');
    const many = Object.fromEntries(
      Array.from({ length: jsonLimits.keysPerObject + 1 }, (_, i) => [`k${i}`, i]),
    );
    expect(jsonFault(many)?.message).toContain('at most 10000 names, but found 10001');
  });

  it('are reported by the schema with code and path', () => {
    const result = jsonObjectSchema.safeParse({ a: { constructor: 1 } });
    expect(result.error?.issues).toMatchObject([
      { code: 'custom', path: ['a', 'constructor'], params: { code: 'VALIDATION_FAILED' } },
    ]);
  });
});
