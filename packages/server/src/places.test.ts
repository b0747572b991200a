import { describe, expect, it } from 'vitest';
import { createPlaces } from './places.ts';

function work() {
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish };
}

describe('places', () => {
  it('are taken by so many at once, then in the order in which they came', async () => {
    const places = createPlaces(2);
    const begun: number[] = [];
    const works = [0, 1, 2, 3].map(work);
    const runs = works.map(({ done }, index) =>
      places.run(() => {
        begun.push(index);
        return done;
      }),
    );
    expect(begun).toEqual([0, 1]);
    expect(places.waiting).toBe(2);
    works[1]?.finish();
    await runs[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const { finish } of works) finish();
    await Promise.all(runs);
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(places.waiting).toBe(0);
  });

  it('are free again when the work fails', async () => {
    const places = createPlaces(1);
    await expect(places.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await places.run(() => Promise.resolve('yes'))).toBe('yes');
  });

  it('are handed over, not taken by who comes just then', async () => {
    const places = createPlaces(1);
    const order: string[] = [];
    const first = work();
    const one = places.run(() => first.done);
    const two = places.run(() => Promise.resolve(void order.push('waited')));
    first.finish();
    await one;
    await Promise.all([two, places.run(() => Promise.resolve(void order.push('came later')))]);
    expect(order).toEqual(['waited', 'came later']);
  });
});
