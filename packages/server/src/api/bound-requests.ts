import type { onRequestHookHandler } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import type { OverloadMetrics } from '../observability/overload-metrics.ts';

/**
 * Turns requests away while too many are under way: each holds its body and its answer in memory. Health and
 * metrics, whose routes are open, are still answered.
 */
export function boundRequests(
  { maxRequestsInFlight }: { readonly maxRequestsInFlight: number },
  metrics: OverloadMetrics,
): onRequestHookHandler {
  let inFlight = 0;
  return (_request, reply, done) => {
    if (inFlight >= maxRequestsInFlight) {
      metrics.recordRefused('requests');
      const message = `Expected at most ${maxRequestsInFlight} requests under way, but found more`;
      done(new Refusal('UNAVAILABLE', message, { retryAfterSeconds: 1 }));
      return;
    }
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    done();
  };
}
