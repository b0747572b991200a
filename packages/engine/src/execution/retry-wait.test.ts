import { describe, expect, test } from 'vitest';
import { type BackOff, retryWaitMs } from './retry-wait.ts';

const job = (retries: number, retryWaitsMs?: readonly number[]) => ({
  jobType: { language: 'literal', source: 'work' } as const,
  retries,
  headers: {},
  resultVariable: null,
  ...(retryWaitsMs === undefined ? {} : { retryWaitsMs }),
});
const backOff: BackOff = { firstMs: 1000, longestMs: 5000, spread: 0 };

describe('the wait before the next attempt', () => {
  test('is the one the model writes for it, the last one again and again', () => {
    const waits = [4, 3, 2, 1].map((left) => retryWaitMs(job(5, [10, 20, 30]), left, backOff));
    expect(waits).toEqual([10, 20, 30, 30]);
  });

  test('begins anew when attempts were given anew', () => {
    expect(retryWaitMs(job(3, [10, 20]), 7, backOff)).toBe(10);
    expect(retryWaitMs(job(3), 7, backOff)).toBe(1000);
  });

  test('doubles where nothing is written, up to the longest', () => {
    expect([4, 3, 2, 1].map((left) => retryWaitMs(job(5), left, backOff))).toEqual([1000, 2000, 4000, 5000]);
  });

  test('is shorter by its spread', () => {
    expect(retryWaitMs(job(3), 2, { ...backOff, spread: 0.25 })).toBe(750);
  });

  test('is none where nobody says anything', () => {
    expect(retryWaitMs(job(3), 2, undefined)).toBe(0);
  });
});
