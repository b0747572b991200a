import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Ann Lee', 'AL'],
  ['Jean Marie Le Clerc', 'JC'],
  ['admin', 'A'],
  ['ann.lee', 'AL'],
  ['øyvind', 'Ø'],
  ['𠮷田 太郎', '𠮷太'],
  ['--', '?'],
])('%s is %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
