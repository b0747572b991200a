import { expect, it } from 'vitest';
import { toFeelValue } from './values.ts';

it('converts a large value once, however often it is read', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ index }));
  expect(toFeelValue(items)).toBe(toFeelValue(items));
  expect(toFeelValue(items)).toEqual(items);
});

it('converts a copy of it anew', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  expect(toFeelValue([...items])).not.toBe(toFeelValue(items));
});

it('leaves out what would change the prototype of a context', () => {
  const value = toFeelValue(JSON.parse('{"__proto__": {"x": 1}, "y": 2}'));
  expect(Object.keys(Object(value))).toEqual(['y']);
});

it('refuses values nested deeper than FEEL may go, large ones too', () => {
  const deep = JSON.parse(`${'['.repeat(102)}${'1,'.repeat(100)}1${']'.repeat(102)}`);
  expect(() => toFeelValue(deep)).toThrow('nested at most 100 deep');
  expect(() => toFeelValue(deep)).toThrow('nested at most 100 deep');
});
