import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../access/refusal.ts';
import { isAllowedOrigin } from './feed/origin.ts';

/** How a browser keeps its session: no script can read it, and other sites' requests come without it. */
export interface SessionCookie {
  readonly name: string;
  /** `Set-Cookie` that hands it over. */
  set(token: string, lastsSeconds: number): string;
  /** `Set-Cookie` that takes it away. */
  readonly clear: string;
  /** Null: the request has none. */
  of(header: string | undefined): string | null;
}

/** With `secure` the browser sends it over HTTPS only, and takes it from this very host only (`__Host-`). */
export function sessionCookie(secure: boolean): SessionCookie {
  const name = secure ? '__Host-wbpm_session' : 'wbpm_session';
  const serialize = (value: string, maxAge: number): string =>
    stringifySetCookie({ name, value, path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
  return {
    name,
    set: serialize,
    clear: serialize('', 0),
    of(header) {
      if (header === undefined || !header.includes(name)) return null;
      return parseCookie(header)[name] ?? null;
    },
  };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Browsers add cookies to whatever any page sends, so a change that comes with one has to come from our own pages:
 * every browser says where from.
 */
export function requireOwnPage(request: FastifyRequest, corsOrigins: readonly string[]): void {
  if (safeMethods.has(request.method)) return;
  const { origin, host } = request.headers;
  if (origin !== undefined && isAllowedOrigin(origin, host, corsOrigins)) return;
  const found = origin === undefined ? 'none' : `'${origin.slice(0, 200)}'`;
  throw new Refusal('FORBIDDEN', `Expected an Origin of this server or of CORS_ORIGINS, but found ${found}`);
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * A browser sends to the machine it runs on whatever any page likes: where nobody has to log in, that is too much. Pages
 * of the same machine may, such as those of a server that builds the web pages anew with each change.
 */
export function requireNoForeignPage(request: FastifyRequest, corsOrigins: readonly string[]): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (URL.canParse(origin) && loopback.test(new URL(origin).hostname)) return;
  requireOwnPage(request, corsOrigins);
}
