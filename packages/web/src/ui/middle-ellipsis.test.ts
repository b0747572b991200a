import { expect, it } from 'vitest';
import { middleEllipsis } from './middle-ellipsis.ts';

it('leaves short text alone', () => {
  expect(middleEllipsis('order-4711', 12)).toBe('order-4711');
});

it('keeps both ends of long text', () => {
  expect(middleEllipsis('0193f2a1-77aa-7d11-9c4e', 11)).toBe('0193f…-9c4e');
});
