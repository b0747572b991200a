import type { onRequestHookHandler } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../access/principal.ts';
import type { Logger } from '../../observability/logs.ts';
import type { OverloadMetrics } from '../../observability/overload-metrics.ts';
import type { Rates } from './rates.ts';

/** Somebody who floods is told of in the log once in that time. */
const quietMs = 10_000;
const mostRemembered = 1000;

/** Turns requests away that come too often for their user or tenant. For routes that know who calls. */
export function limitRates(
  rates: Rates,
  { metrics, security }: { readonly metrics: OverloadMetrics; readonly security: Logger },
): onRequestHookHandler {
  const told = new LRUCache<string, true>({ max: mostRemembered, ttl: quietMs });

  function tell({ tenantId, userId }: Principal): void {
    metrics.recordRefused('rate');
    const who = `${tenantId}:${userId}`;
    if (told.has(who)) return;
    told.set(who, true);
    security.warn({ tenant_id: tenantId, user_id: userId }, `Rate limit exceeded: ${userId}`);
  }

  return ({ principal }, _reply, done) => {
    if (principal === null) {
      done();
      return;
    }
    rates.request(principal).then(
      () => done(),
      (reason: unknown) => {
        tell(principal);
        done(reason instanceof Error ? reason : new Error('Expected an error', { cause: reason }));
      },
    );
  };
}
