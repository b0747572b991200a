import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { Refusal } from '../../access/refusal.ts';
import { msToWait } from './limiter.ts';

/** Attempts to log in, of which only those that fail count in the end. */
export interface LoginLimiter {
  /** Rejects with a `Refusal` when there were too many. */
  attempt(key: string): Promise<void>;
  succeeded(key: string): Promise<void>;
}

/** Of one user, and of one address, behind which a whole office may be. */
const loginAttempts = { user: 10, address: 100 } as const;

const withinSeconds = 300;
/** Checking a password takes longer than asking Redis, so an attempt waits for its answer, but not for long. */
const answerMs = 100;

export function loginLimiter(redis: Redis | null, of: keyof typeof loginAttempts): LoginLimiter {
  const attempts = loginAttempts[of];
  const limiter = attemptsIn(redis, of);
  return {
    async attempt(key) {
      const waitMs = await limiter.consume(key).then(() => 0, msToWait);
      if (waitMs === 0) return;
      const message = `Rate limit exceeded: ${attempts} attempts to log in may fail in ${withinSeconds / 60} minutes, but found more`;
      throw new Refusal('RATE_LIMITED', message, {
        findings: [{ code: 'RATE_LIMITED', message, limit: attempts }],
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    },
    async succeeded(key) {
      await limiter.reward(key);
    },
  };
}

function attemptsIn(redis: Redis | null, of: keyof typeof loginAttempts) {
  const rule = { points: loginAttempts[of], duration: withinSeconds };
  const memory = new RateLimiterMemory({ ...rule, keyPrefix: `login-${of}` });
  if (redis === null) return memory;
  const stored = new RateLimiterRedis({
    ...rule,
    storeClient: redis,
    keyPrefix: `wbpm:rate:login-${of}`,
    rejectIfRedisNotReady: true,
  });
  return new RLWrapperTimeouts({ limiter: stored, timeoutMs: answerMs, insuranceLimiter: memory });
}
