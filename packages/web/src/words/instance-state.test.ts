import { expect, it } from 'vitest';
import { instanceState } from './instance-state.ts';

it.each([
  ['active', 0, 'active'],
  ['active', 2, 'incident'],
  ['suspended', 1, 'suspended'],
  ['terminated', 0, 'cancelled'],
  ['failed', 0, 'failed'],
] as const)('shows %s with %i incidents as %s', (status, incidents, state) => {
  expect(instanceState({ status, open_incidents: incidents })).toBe(state);
});
