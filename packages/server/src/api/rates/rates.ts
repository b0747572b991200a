import type { Redis } from 'ioredis';
import type { Principal } from '../../access/principal.ts';
import { Refusal } from '../../access/refusal.ts';
import { type Limiter, memoryLimiter, type Rate } from './limiter.ts';
import { loginLimiter } from './login-limiter.ts';
import { sharedCounts } from './shared-counts.ts';

/** Requests a second; 0: as many as come. */
export interface RateSettings {
  readonly perUser: number;
  /** As many of one user in one second now and then. */
  readonly burst: number;
  readonly perTenant: number;
}

/** How often somebody may come. All reject with a `Refusal` with the code `RATE_LIMITED` that says when to come again. */
export interface Rates {
  /** Counts a request for its user and tenant. */
  request(principal: Pick<Principal, 'tenantId' | 'userId'>): Promise<void>;
  /** Counts an attempt to log in as a user of a tenant. */
  login(user: string): Promise<void>;
  /** Counts one from the address of a client. */
  loginFrom(address: string): Promise<void>;
  /** The attempt succeeded: it does not count. */
  loggedIn(user: string, address: string | null): Promise<void>;
  close(): void;
}

/**
 * Counts in memory; with `redis` what all nodes count is added up there. While Redis is away, is slow or has
 * forgotten, each node counts for itself, and nobody is refused or kept waiting for that.
 */
export function createRates(settings: RateSettings, redis: Redis | null): Rates {
  const closing: (() => void)[] = [];
  const users = limiterOf({ name: 'user', perSecond: settings.perUser, burst: settings.burst });
  const tenants = limiterOf({ name: 'tenant', perSecond: settings.perTenant, burst: settings.perTenant });
  const ofUsers = loginLimiter(redis, 'user');
  const ofAddresses = loginLimiter(redis, 'address');

  function limiterOf(rate: Rate): Limiter | null {
    if (rate.perSecond === 0) return null;
    const own = memoryLimiter(rate);
    if (redis === null) return own;
    const shared = sharedCounts(redis, rate);
    closing.push(() => shared.close());
    return {
      async take(key) {
        const heldBackMs = shared.msHeldBack(key);
        if (heldBackMs > 0) return heldBackMs;
        const waitMs = await own.take(key);
        if (waitMs === 0) shared.count(key);
        return waitMs;
      },
    };
  }

  return {
    async request({ tenantId, userId }) {
      // A tenant's name has no colon. What a user sends too much does not count for the tenant.
      const userWaitsMs = users === null ? 0 : await users.take(`${tenantId}:${userId}`);
      if (userWaitsMs > 0) throw refusalOfUser(settings, userId, userWaitsMs);
      const tenantWaitsMs = tenants === null ? 0 : await tenants.take(tenantId);
      if (tenantWaitsMs > 0) throw refusalOfTenant(settings, tenantId, tenantWaitsMs);
    },
    login: (user) => ofUsers.attempt(user),
    loginFrom: (address) => ofAddresses.attempt(address),
    async loggedIn(user, address) {
      await ofUsers.succeeded(user);
      if (address !== null) await ofAddresses.succeeded(address);
    },
    close() {
      for (const close of closing) close();
    },
  };
}

function refusalOfUser({ perUser, burst }: RateSettings, userId: string, waitMs: number): Refusal {
  const now = burst > perUser ? ` and ${burst} now and then` : '';
  return rateLimited(
    `user ${userId} may send ${perUser} requests a second${now}, but sent more`,
    perUser,
    waitMs,
  );
}

function refusalOfTenant({ perTenant }: RateSettings, tenantId: string, waitMs: number): Refusal {
  return rateLimited(
    `tenant ${tenantId} may send ${perTenant} requests a second, but sent more`,
    perTenant,
    waitMs,
  );
}

function rateLimited(which: string, limit: number, waitMs: number): Refusal {
  const message = `Rate limit exceeded: ${which}`;
  return new Refusal('RATE_LIMITED', message, {
    findings: [{ code: 'RATE_LIMITED', message, limit }],
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}
