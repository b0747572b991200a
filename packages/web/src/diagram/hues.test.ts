import { expect, it } from 'vitest';
import { hueOf } from './hues.ts';

it.each([
  ['#ffffff', 'neutral'],
  ['#1E88E5', 'active'],
  ['#BBDEFB', 'active'],
  ['#43A047', 'success'],
  ['#FB8C00', 'warning'],
  ['#E53935', 'danger'],
  ['#8E24AA', 'scheduled'],
  ['#f00', 'danger'],
  ['red', 'neutral'],
])('maps %s to %s', (colour, hue) => {
  expect(hueOf(colour)).toBe(hue);
});
