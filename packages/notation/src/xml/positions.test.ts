import { describe, expect, it } from 'vitest';
import { positionsIn } from './positions.ts';

describe('positions', () => {
  const positions = positionsIn('ab\ncd\n\nef');

  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [6, 3, 1],
    [7, 4, 1],
    [8, 4, 2],
  ])('puts offset %i in line %i, column %i', (offset, line, column) => {
    expect(positions.at(offset)).toEqual({ line, column });
  });

  it('turns the parser’s line and column into an offset', () => {
    expect(positions.offsetOf(1, 1)).toBe(4);
    expect(positions.offsetOf(99, 3)).toBe(3);
  });
});
