import { expect, test } from 'vitest';
import { createStamps } from './stamps.ts';

test('an answer is outdated once something it rests on is touched', () => {
  const stamps = createStamps();
  const stamp = stamps.take(['t:user:ann', 't:group:clerks']);
  expect(stamps.isCurrent(stamp)).toBe(true);
  stamps.touch('t:user:bob');
  expect(stamps.isCurrent(stamp)).toBe(true);
  stamps.touch('t:group:clerks');
  expect(stamps.isCurrent(stamp)).toBe(false);
  expect(stamps.isCurrent(stamps.take(['t:user:ann', 't:group:clerks']))).toBe(true);
});

test('what rests on nothing never is', () => {
  const stamps = createStamps();
  const stamp = stamps.take([]);
  stamps.touch('');
  expect(stamps.isCurrent(stamp)).toBe(true);
});

test('a million concerns are touched without forgetting one', () => {
  const stamps = createStamps();
  const stamp = stamps.take(['t:task:kept']);
  for (let index = 0; index < 1_000_000; index += 1) stamps.touch(`t:task:${index}`);
  // Shared counters only ever outdate too much.
  stamps.touch('t:task:kept');
  expect(stamps.isCurrent(stamp)).toBe(false);
});
