import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { burstAllowance, burstEverySeconds, type Rate } from './limiter.ts';

/** What this node and the others count for the same keys, added up in Redis. */
export interface SharedCounts {
  /** Counts one for the key, which the others hear of soon. */
  count(key: string): void;
  /** So long nobody may come with that key, because of what came to all nodes together; 0 when they may. */
  msHeldBack(key: string): number;
  close(): void;
}

/**
 * No request waits for Redis: what came is told to it so often, one number a key, and answered with the sum of
 * all nodes. What a key can have beyond its rate is thus what comes to each node in that time, and never more
 * than each node allows by itself.
 */
const tellEveryMs = 50;
/** An answer that comes later is about a second that is over by half or more. */
const timelyMs = 100;

export function sharedCounts(redis: Redis, rate: Rate): SharedCounts {
  const store = { storeClient: redis, rejectIfRedisNotReady: true };
  const base = new RateLimiterRedis({
    ...store,
    keyPrefix: `wbpm:rate:${rate.name}`,
    points: rate.perSecond,
    duration: 1,
  });
  const allowance = burstAllowance(rate);
  const burst = new RateLimiterRedis({
    ...store,
    keyPrefix: `wbpm:rate:${rate.name}-burst`,
    points: allowance,
    duration: burstEverySeconds,
  });
  const heldUntil = new Map<string, number>();
  let counts = new Map<string, number>();
  let telling = false;

  async function tell(key: string, count: number): Promise<void> {
    const asked = performance.now();
    const { consumedPoints, msBeforeNext } = await base.penalty(key, count);
    const beyond = Math.min(count, consumedPoints - rate.perSecond);
    if (beyond <= 0) return;
    const taken = allowance === 0 ? null : await burst.penalty(key, beyond);
    if (taken !== null && taken.consumedPoints <= allowance) return;
    const now = performance.now();
    if (now - asked <= timelyMs) heldUntil.set(key, now + msBeforeNext);
  }

  async function tellAll(told: ReadonlyMap<string, number>): Promise<void> {
    telling = true;
    try {
      await Promise.all([...told].map(([key, count]) => tell(key, count)));
    } catch {
      // Each node counts for itself meanwhile. A connection that does not answer is left for another one.
      if (redis.status === 'ready') redis.disconnect(true);
    }
    telling = false;
  }

  const ticks = setInterval(() => {
    const now = performance.now();
    for (const [key, until] of heldUntil) if (until <= now) heldUntil.delete(key);
    // What Redis cannot be told in time is forgotten: it would count for a later second.
    const told = counts;
    counts = new Map();
    if (told.size > 0 && !telling && redis.status === 'ready') void tellAll(told);
  }, tellEveryMs);
  ticks.unref();

  return {
    count(key) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    msHeldBack(key) {
      const until = heldUntil.get(key);
      return until === undefined ? 0 : Math.max(0, until - performance.now());
    },
    close: () => clearInterval(ticks),
  };
}
