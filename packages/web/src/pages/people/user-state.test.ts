import { expect, it } from 'vitest';
import { userState } from './user-state.ts';

const now = Date.parse('2026-11-29T12:00:00Z');

it.each([
  ['active', null, 'active'],
  ['active', '2026-11-29T12:01:00Z', 'locked'],
  ['active', '2026-11-29T11:59:00Z', 'active'],
  ['disabled', '2026-11-29T12:01:00Z', 'disabled'],
] as const)('%s and locked until %s is %s', (status, lockedUntil, state) => {
  expect(userState({ status, locked_until: lockedUntil }, now)).toBe(state);
});
