import type { onRequestHookHandler } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import type { OverloadMetrics } from '../observability/overload-metrics.ts';

/** Turn requests away while too many are under way: each holds its body and its answer in memory. */
export interface RequestBounds {
  /** Of all requests, before anything is done for them. */
  readonly arrive: onRequestHookHandler;
  /** Of each tenant, as soon as it is known who calls: what one cannot have is left for the others. */
  readonly identify: onRequestHookHandler;
}

/** For routes that need a principal: health and metrics are always answered. */
export function boundRequests(
  bounds: { readonly maxRequestsInFlight: number; readonly maxRequestsPerTenant: number },
  metrics: OverloadMetrics,
): RequestBounds {
  const { maxRequestsInFlight, maxRequestsPerTenant } = bounds;
  let inFlight = 0;
  const ofTenants = new Map<string, number>();
  const leave = (): void => {
    inFlight -= 1;
  };

  function leaveTenant(tenantId: string): void {
    const left = (ofTenants.get(tenantId) ?? 0) - 1;
    if (left > 0) ofTenants.set(tenantId, left);
    else ofTenants.delete(tenantId);
  }

  return {
    arrive(_request, reply, done) {
      if (inFlight >= maxRequestsInFlight) {
        metrics.recordRefused('requests');
        const message = `Expected at most ${maxRequestsInFlight} requests under way, but found more`;
        done(new Refusal('UNAVAILABLE', message, { retryAfterSeconds: 1 }));
        return;
      }
      inFlight += 1;
      reply.raw.once('close', leave);
      done();
    },
    identify({ principal }, reply, done) {
      const tenantId = principal?.tenantId ?? '';
      const count = ofTenants.get(tenantId) ?? 0;
      if (count >= maxRequestsPerTenant) {
        // Its place is free at once: refusals on their way out shall not keep others from coming in.
        reply.raw.off('close', leave);
        leave();
        metrics.recordRefused('tenant');
        const message = `Expected at most ${maxRequestsPerTenant} requests of one tenant under way, but found more`;
        done(new Refusal('RATE_LIMITED', message, { retryAfterSeconds: 1 }));
        return;
      }
      ofTenants.set(tenantId, count + 1);
      reply.raw.once('close', () => leaveTenant(tenantId));
      done();
    },
  };
}
