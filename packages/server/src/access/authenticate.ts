import { LRUCache } from 'lru-cache';
import { devPrincipal, type Principal, principalOf } from './principal.ts';
import { Refusal } from './refusal.ts';
import { TokenError, verifyToken } from './token.ts';

/** Where authentication tells what happened. */
export interface SecurityLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface AuthenticationSettings {
  readonly auth:
    | { readonly mode: 'dev'; readonly jwtSecret: string | null }
    | { readonly mode: 'jwt'; readonly jwtSecret: string };
  readonly log: SecurityLog;
  /** Epoch milliseconds; the system's clock without it. */
  readonly now?: () => number;
}

/** Finds out who calls. Both throw `Refusal` with `UNAUTHENTICATED`, at once or by rejecting. */
export interface Authentication {
  /** From the `Authorization` header. A token seen a moment ago is answered without a promise. */
  fromHeader(header: string | undefined): Principal | Promise<Principal>;
  /** From a token alone, as a WebSocket carries it; null when there is none. */
  fromToken(token: string | null): Principal | Promise<Principal>;
}

/** How long a verified token is trusted without looking again: a revocation takes at most this long. */
const trustMs = 30_000;
const maxTrusted = 10_000;
const maxTokenLength = 8192;

interface Trusted {
  readonly principal: Principal;
  readonly until: number;
}

export function createAuthentication(settings: AuthenticationSettings): Authentication {
  const { auth, log, now = Date.now } = settings;
  const secret = auth.jwtSecret === null ? null : new TextEncoder().encode(auth.jwtSecret);
  const trusted = new LRUCache<string, Trusted>({ max: maxTrusted });

  async function verify(token: string, key: Uint8Array): Promise<Principal> {
    try {
      const { identity, expiresAt } = await verifyToken(token, key, new Date(now()));
      const principal = principalOf(identity, auth.mode);
      trusted.set(token, { principal, until: Math.min(now() + trustMs, expiresAt) });
      log.info(`User authenticated: ${identity.userId} of tenant ${identity.tenantId}`);
      return principal;
    } catch (cause) {
      if (!(cause instanceof TokenError)) throw cause;
      log.warn(`Invalid token: ${cause.reason}`);
      throw unauthenticated(cause.message);
    }
  }

  function fromToken(token: string | null): Principal | Promise<Principal> {
    if (secret === null || (token === null && auth.mode === 'dev')) return devPrincipal;
    if (token === null || token.length > maxTokenLength) throw missing();
    const known = trusted.get(token);
    if (known !== undefined && known.until > now()) return known.principal;
    return verify(token, secret);
  }

  return {
    fromToken,
    fromHeader(header) {
      if (header === undefined || secret === null) return fromToken(null);
      const token = /^Bearer +([^\s,]+)$/i.exec(header)?.[1];
      if (token === undefined) throw missing();
      return fromToken(token);
    },
  };
}

function missing(): Refusal {
  return unauthenticated('Missing or invalid authorization header');
}

function unauthenticated(message: string): Refusal {
  return new Refusal('UNAUTHENTICATED', message, { headers: { 'www-authenticate': 'Bearer' } });
}
