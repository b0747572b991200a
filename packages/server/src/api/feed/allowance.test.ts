import { describe, expect, it } from 'vitest';
import { createAllowance } from './allowance.ts';

describe('the allowance of a socket', () => {
  it('has room for many at once and for some a second from then on', () => {
    let now = 0;
    const verdictOf = createAllowance({ messagesAtOnce: 3, messagesPerSecond: 2 }, () => now);
    const verdicts = (count: number) => Array.from({ length: count }, verdictOf);
    expect(verdicts(5)).toEqual(['allowed', 'allowed', 'allowed', 'tooMany', 'repeated']);
    now = 500;
    expect(verdicts(2)).toEqual(['allowed', 'repeated']);
    now = 10_000;
    expect(verdicts(4)).toEqual(['allowed', 'allowed', 'allowed', 'tooMany']);
  });
});
