import type { FastifyRequest } from 'fastify';
import type { Principal } from '../access/principal.ts';
import type { Logger } from '../observability/logs.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on secured routes before anything else runs, null on open ones. */
    principal: Principal | null;
    /** `performance.now()` at the arrival of the request. */
    arrivedAt: number;
    /** Items of the answer, counted when debug logs ask for it. */
    resultCount: number | null;
  }
  interface FastifyContextConfig {
    /** The route takes XML beside JSON: as its body, or as the one file of a form. */
    acceptsXml?: boolean;
    /** How long the handler may take, where it is not the usual time. */
    handlerMs?: number;
  }
}

/** What a use case needs to know about the request it serves. */
export interface RequestContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly log: Logger;
}

/** The context of a request on a secured route. */
export function contextOf(request: FastifyRequest, log: Logger): RequestContext {
  const { principal } = request;
  if (principal === null) {
    throw new Error(`Expected ${operationOf(request)} to be a secured route, but it is an open one`);
  }
  return {
    principal,
    requestId: request.id,
    // Most requests log nothing, so the child logger is made when it is asked for.
    get log() {
      return requestLog(request, log);
    },
  };
}

/** A logger that says which request it speaks of. */
export function requestLog(request: FastifyRequest, log: Logger): Logger {
  return log.child({
    request_id: request.id,
    user_id: request.principal?.userId ?? null,
    operation: operationOf(request),
  });
}

/** Method and pattern of the route, such as `GET /api/v1/tasks/:id`. */
function operationOf(request: FastifyRequest): string {
  return `${request.method} ${endpointOf(request)}`;
}

/** Pattern of the route; unknown addresses share one name. */
export function endpointOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unmatched';
}

const saneId = /^[A-Za-z0-9._-]+$/;

/** Whether a client's request id can be taken over: it is logged and sent back. */
export function isSaneRequestId(
  text: string | readonly string[] | undefined,
  maxLength: number,
): text is string {
  return typeof text === 'string' && text.length <= maxLength && saneId.test(text);
}
