import { expect, it } from 'vitest';
import { gathered, type Put } from './gathered.ts';

function begun() {
  let put: Put<string> = () => {};
  let stopped = 0;
  const updates = gathered<string>((given) => {
    put = given;
    return () => {
      stopped += 1;
    };
  }, 'everything');
  return { updates, put: (key: string, update: string) => put(key, update), stopped: () => stopped };
}

it('tells the last of several updates of one thing', async () => {
  const { updates, put } = begun();
  put('a', 'a1');
  put('b', 'b1');
  put('a', 'a2');
  expect(await updates.next()).toEqual({ done: false, value: 'a2' });
  expect(await updates.next()).toEqual({ done: false, value: 'b1' });
  const later = updates.next();
  put('a', 'a3');
  expect(await later).toEqual({ done: false, value: 'a3' });
});

it('tells that everything may have changed where it has fallen behind', async () => {
  const { updates, put } = begun();
  for (let count = 0; count < 1000; count += 1) put(`id ${count}`, `update ${count}`);
  const told: (string | undefined)[] = [];
  for (let update = await updates.next(); ; update = await updates.next()) {
    told.push(update.value);
    if (update.value === 'update 999') break;
  }
  expect(told).toContain('everything');
  expect(told.length).toBeLessThanOrEqual(200);
});

it('ends for whoever waits when it is given up', async () => {
  const { updates, stopped } = begun();
  const waiting = updates.next();
  await updates.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await updates.next()).toEqual({ done: true, value: undefined });
  expect(stopped()).toBe(1);
});
