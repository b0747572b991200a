import { describe, expect, it } from 'vitest';
import { UnderWay } from './under-way.ts';

/** Work that ends when it is told to. */
function work() {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const done = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { done, end, fail };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work under way', () => {
  it('leaves no room when as much goes on as may, until some of it has ended', async () => {
    const underWay = new UnderWay(() => 2);
    const [first, second] = [work(), work()];
    expect(await underWay.room()).toBe(2);
    underWay.begin(first.done);
    expect(await underWay.room()).toBe(1);
    underWay.begin(second.done);
    let free = 0;
    const room = underWay.room().then((found) => {
      free = found;
    });
    await turn();
    expect(free).toBe(0);
    first.end();
    await room;
    expect(free).toBe(1);
    second.end();
    await underWay.ended();
  });

  it('gives room by the share that is asked for', async () => {
    const underWay = new UnderWay(() => 4);
    const all = [work(), work(), work()];
    for (const { done } of all) underWay.begin(done);
    let free = 0;
    const half = underWay.room(0.5).then((found) => {
      free = found;
    });
    await turn();
    expect(free).toBe(0);
    for (const { end } of all) end();
    await half;
    expect(free).toBeGreaterThanOrEqual(2);
  });

  it('has room for one when nothing goes on, however little may', async () => {
    expect(await new UnderWay(() => 0).room()).toBe(1);
  });

  it('tells who waits for room what has failed, once, and nobody is left waiting', async () => {
    const underWay = new UnderWay(() => 1);
    const failing = work();
    underWay.begin(failing.done);
    const room = underWay.room();
    failing.fail(new Error('the store is away'));
    await expect(room).rejects.toThrow('the store is away');
    await underWay.ended();
    expect(await underWay.room()).toBe(1);
  });
});
