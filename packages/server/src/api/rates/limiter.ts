import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How often one key may come. */
export interface Rate {
  /** Of Redis and of memory: `user`, `tenant`. */
  readonly name: string;
  readonly perSecond: number;
  /** As many may come in one second now and then; `perSecond` for never more than that. */
  readonly burst: number;
}

/** What goes beyond `perSecond` in a second is taken from an allowance that is filled up again so often. */
export const burstEverySeconds = 10;

/** What may go beyond `perSecond` within `burstEverySeconds`. */
export function burstAllowance({ perSecond, burst }: Rate): number {
  return Math.max(0, burst - perSecond);
}

export interface Limiter {
  /** Counts one; 0, or the milliseconds until the key may come again. */
  take(key: string): Promise<number>;
}

/** Counts in the memory of this process. */
export function memoryLimiter(rate: Rate): Limiter {
  const base = new RateLimiterMemory({ keyPrefix: rate.name, points: rate.perSecond, duration: 1 });
  const allowance = burstAllowance(rate);
  const limiter =
    allowance === 0
      ? base
      : new BurstyRateLimiter(
          base,
          new RateLimiterMemory({
            keyPrefix: `${rate.name}-burst`,
            points: allowance,
            duration: burstEverySeconds,
          }),
        );
  return {
    take: (key) => limiter.consume(key).then(none, msToWait),
  };
}

function none(): number {
  return 0;
}

/** What the library rejects with when there is nothing left; anything else is an error. */
export function msToWait(reason: unknown): number {
  if (reason instanceof RateLimiterRes) return Math.max(1, reason.msBeforeNext);
  throw reason;
}
