import { describe, expect, it } from 'vitest';
import { rewrite } from './rewrite.ts';

describe('rewriting a FEEL expression', () => {
  it.each([
    ['a > 1', 'a > 1'],
    ['for i in l return i', '__guard_value(for i in __guard_iterate(l) return i)'],
    ['for i in 1..n return i', '__guard_value(for i in __guard_range(1,n) return i)'],
    ['l[1]', 'l[1]'],
    ['l[item > 1]', '__guard_iterate(l)[item > 1]'],
    ['a + b + c', '__guard_value(a + b + c)'],
    ['a - b', 'a - b'],
    ['function(x) x', 'function(x) if __guard_enter() then (x) else null'],
    ['[1]', '__guard_value([1])'],
  ])('guards what can repeat or multiply: %s', (source, expected) => {
    expect(rewrite(source, {}).source).toBe(expected);
  });

  it('collects the names that are read', () => {
    expect(rewrite('string  length(a.b) + c', {}).names).toEqual(['string length', 'a', 'c']);
    expect(rewrite('order-id', { 'order-id': null }).names).toEqual(['order-id']);
  });

  it('finds its way back to the original positions', () => {
    const { source, originalPosition } = rewrite('[1] = foo(2)', {});
    expect(originalPosition(source.indexOf('foo'))).toBe(6);
    expect(originalPosition(0)).toBe(0);
  });
});
