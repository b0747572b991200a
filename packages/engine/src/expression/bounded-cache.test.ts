import { expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

it('computes once per key and forgets the oldest when it is full', () => {
  const cache = new BoundedCache<string>(2);
  const computed: string[] = [];
  const read = (key: string) =>
    cache.get(key, () => {
      computed.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a'].map(read)).toEqual(['A', 'B', 'A', 'C', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
  expect(cache.size).toBe(2);
});

it('remembers no failure', () => {
  const cache = new BoundedCache<number>(2);
  expect(() =>
    cache.get('x', () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(cache.get('x', () => 5)).toBe(5);
});
