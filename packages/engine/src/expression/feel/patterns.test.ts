import { describe, expect, it } from 'vitest';
import { matches, replace, split } from './patterns.ts';

describe('patterns in FEEL', () => {
  it('find a match anywhere, with flags', () => {
    expect(matches('Order 42', '\\d+', null)).toBe(true);
    expect(matches('ABC', 'b', undefined)).toBe(false);
    expect(matches('A\nB', 'a.b', 'is')).toBe(true);
    expect(matches('x\nb', '^b$', 'm')).toBe(true);
  });

  it('replace and split', () => {
    expect(replace('2026-01', '(\\d+)-(\\d+)', '$2/$1', null)).toBe('01/2026');
    expect(split('a, b,c', ',\\s*')).toEqual(['a', 'b', 'c']);
  });

  it('give null for what is no text', () => {
    expect([matches(1, 'a', null), replace('a', 'b', null, null), split(null, ',')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['(', 'invalid pattern'],
    ['(?=a)b', 'invalid pattern'],
    ['(a)\\1', 'invalid pattern'],
    ['x'.repeat(2_000), 'a pattern of at most 1024 characters, found 2000'],
  ])('refuse the pattern %s', (pattern, message) => {
    expect(() => matches('a', pattern, null)).toThrow(message);
  });

  it('refuse unknown flags', () => {
    expect(() => matches('a', 'a', 'x')).toThrow("unsupported pattern flag 'x'");
  });

  it('come to an end where others explode', () => {
    expect(matches(`${'a'.repeat(5_000)}b`, '(a+)+$', null)).toBe(false);
  });

  it('refuse more matching or more text than is good', () => {
    expect(() => matches('x'.repeat(100_000), 'a{900}', null)).toThrow('pattern size times text length');
    expect(() => replace('x'.repeat(20_000), 'x', 'y'.repeat(1_000), null)).toThrow(
      'a replacement that yields',
    );
  });
});
