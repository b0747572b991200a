import { LRUCache } from 'lru-cache';
import { OutsideError } from '../outgoing/call-outside.ts';
import { type ApgAuthSettings, verifyAtPlatform } from './apg.ts';
import { type OidcSettings, verifyAtProvider } from './oidc.ts';
import { devPrincipal, type Principal, principalOf } from './principal.ts';
import { Refusal } from './refusal.ts';
import { type TokenRules, type VerifyToken, verifyWithKeys } from './token.ts';
import { TokenError } from './token-error.ts';

/** Where authentication tells what happened. */
export interface SecurityLog {
  info(message: string): void;
  warn(message: string): void;
}

/** In dev mode no token is needed, and without rules none is looked at. */
export type AuthSettings =
  | { readonly mode: 'dev'; readonly tokens: TokenRules | null }
  | { readonly mode: 'jwt'; readonly tokens: TokenRules }
  | { readonly mode: 'oidc'; readonly provider: OidcSettings }
  | { readonly mode: 'apg'; readonly platform: ApgAuthSettings };

export interface AuthenticationSettings {
  readonly auth: AuthSettings;
  readonly log: SecurityLog;
  /** Epoch milliseconds; the system's clock without it. */
  readonly now?: () => number;
}

/**
 * Finds out who calls. Both throw `Refusal`, at once or by rejecting: with `UNAUTHENTICATED` for the caller, with
 * `UNAVAILABLE` when whoever knows the caller cannot be asked.
 */
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
  const verifyToken = verifierOf(auth);
  const trusted = new LRUCache<string, Trusted>({ max: maxTrusted });

  async function verify(token: string, by: VerifyToken): Promise<Principal> {
    try {
      const { identity, expiresAt } = await by(token, new Date(now()));
      const principal = principalOf(identity, auth.mode);
      trusted.set(token, { principal, until: Math.min(now() + trustMs, expiresAt) });
      log.info(`User authenticated: ${identity.userId} of tenant ${identity.tenantId}`);
      return principal;
    } catch (cause) {
      if (cause instanceof OutsideError) throw unavailable(cause, log);
      if (!(cause instanceof TokenError)) throw cause;
      log.warn(`Invalid token: ${cause.reason}`);
      throw unauthenticated(cause.message);
    }
  }

  function fromToken(token: string | null): Principal | Promise<Principal> {
    if (verifyToken === null || (token === null && auth.mode === 'dev')) return devPrincipal;
    if (token === null || token.length > maxTokenLength) throw missing();
    const known = trusted.get(token);
    if (known !== undefined && known.until > now()) return known.principal;
    return verify(token, verifyToken);
  }

  return {
    fromToken,
    fromHeader(header) {
      if (header === undefined || verifyToken === null) return fromToken(null);
      const token = /^Bearer +([^\s,]+)$/i.exec(header)?.[1];
      if (token === undefined) throw missing();
      return fromToken(token);
    },
  };
}

/** Null: nobody looks at tokens. */
function verifierOf(auth: AuthSettings): VerifyToken | null {
  switch (auth.mode) {
    case 'dev':
      return auth.tokens === null ? null : verifyWithKeys(auth.tokens);
    case 'jwt':
      return verifyWithKeys(auth.tokens);
    case 'oidc':
      return verifyAtProvider(auth.provider);
    case 'apg':
      return verifyAtPlatform(auth.platform);
  }
}

/** The caller may be who the token says: nobody can tell now. */
function unavailable(cause: OutsideError, log: SecurityLog): Refusal {
  log.warn(`Nobody could be authenticated: ${cause.message}`);
  return new Refusal('UNAVAILABLE', 'Expected to find out whose token this is, but nobody can be asked now', {
    retryAfterSeconds: 5,
    cause,
  });
}

function missing(): Refusal {
  return unauthenticated('Missing or invalid authorization header');
}

function unauthenticated(message: string): Refusal {
  return new Refusal('UNAUTHENTICATED', message, { headers: { 'www-authenticate': 'Bearer' } });
}
