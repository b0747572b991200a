import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Authentication } from '../access/authenticate.ts';
import { devPrincipal, type Principal } from '../access/principal.ts';
import { Refusal } from '../access/refusal.ts';
import { requireNoForeignPage, requireOwnPage, type SessionCookie } from './session-cookie.ts';

/** Finds out who calls before anything else is done: by the Authorization header, or else by the cookie. */
export function authenticateRequests(
  authentication: Authentication,
  cookie: SessionCookie,
  corsOrigins: readonly string[],
): onRequestHookHandler {
  function principalOf(request: FastifyRequest): Principal | Promise<Principal> {
    const { authorization } = request.headers;
    const token = authorization === undefined ? cookie.of(request.headers.cookie) : null;
    if (token === null) {
      const found = authentication.fromHeader(authorization);
      if (found === devPrincipal) requireNoForeignPage(request, corsOrigins);
      return found;
    }
    requireOwnPage(request, corsOrigins);
    return fromCookie(token);
  }

  /** A cookie that counts no more is taken away, or it would be in the way of a request without one. */
  async function fromCookie(token: string): Promise<Principal> {
    try {
      return await authentication.fromToken(token);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'UNAUTHENTICATED') throw error;
      const headers = { ...error.headers, 'set-cookie': cookie.clear };
      throw new Refusal(error.code, error.message, { headers, cause: error });
    }
  }

  return (request, _reply, done) => {
    const found = principalOf(request);
    if (!(found instanceof Promise)) {
      request.principal = found;
      done();
      return;
    }
    found.then((principal) => {
      request.principal = principal;
      done();
    }, done);
  };
}
