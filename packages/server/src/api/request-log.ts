import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../access/refusal.ts';
import { AccessDenied } from '../access/require-permission.ts';
import type { Logs } from '../observability/logs.ts';
import type { Metrics } from '../observability/metrics.ts';
import { endpointOf, requestLog } from './context.ts';

/** Counts and logs requests. Successes are debug entries: at thousands a second they are noise. */
export interface RequestLog {
  started(request: FastifyRequest): void;
  answered(request: FastifyRequest, reply: FastifyReply): void;
  refused(request: FastifyRequest, refusal: Refusal): void;
  /** Something is wrong with the server itself. */
  defect(request: FastifyRequest, error: FastifyError | Error): void;
}

export function createRequestLog(logs: Logs, metrics: Metrics): RequestLog {
  return {
    started(request) {
      if (logs.api.isLevelEnabled('debug')) requestLog(request, logs.api).debug('Processing request started');
    },
    answered(request, reply) {
      const seconds = (performance.now() - request.arrivedAt) / 1000;
      metrics.recordApiRequest({
        method: request.method,
        endpoint: endpointOf(request),
        statusCode: reply.statusCode,
        seconds,
      });
      if (reply.statusCode >= 400 || !logs.api.isLevelEnabled('debug')) return;
      const outcome = { status_code: reply.statusCode, seconds, result_count: request.resultCount };
      requestLog(request, logs.api).debug(outcome, 'Request processed successfully');
    },
    refused(request, refusal) {
      if (refusal instanceof AccessDenied) requestLog(request, logs.security).warn(refusal.logText);
      const failure = { error: refusal.message, code: refusal.code, status_code: refusal.status };
      const log = requestLog(request, logs.api);
      if (refusal.status >= 500) log.error({ ...failure, err: refusal.cause }, 'Request processing failed');
      // Whoever floods shall not flood the log.
      else if (refusal.code === 'RATE_LIMITED') log.debug(failure, 'Request processing failed');
      else log.info(failure, 'Request processing failed');
    },
    defect(request, error) {
      const failure = { error: error.message, code: 'INTERNAL_ERROR', status_code: 500, err: error };
      requestLog(request, logs.api).error(failure, 'Request processing failed');
    },
  };
}

/** Items of an answer: the length of the list it holds, 1 when it is a single thing. */
export function countResults(payload: unknown): number | null {
  if (typeof payload !== 'object' || payload === null || !('data' in payload)) return null;
  const { data } = payload;
  if (typeof data !== 'object' || data === null) return null;
  const list = Object.values(data).find(Array.isArray);
  return 'next_cursor' in data && list !== undefined ? list.length : 1;
}
