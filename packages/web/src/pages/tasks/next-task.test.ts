import { expect, it } from 'vitest';
import { nextTask } from './next-task.ts';

it.each([
  [['a', 'b', 'c'], 'b', 'c'],
  [['a', 'b', 'c'], 'c', 'a'],
  [['a', 'b'], 'x', 'a'],
  [['a'], 'a', null],
  [[], 'a', null],
])('of %j after %s comes %s', (ids, finished, next) => {
  expect(nextTask(ids, finished)).toBe(next);
});
