import { LRUCache } from 'lru-cache';
import { OutsideError } from '../outgoing/call-outside.ts';
import { type ApgAuthSettings, verifyAtPlatform } from './apg.ts';
import { type Credential, credentialOf } from './credential.ts';
import { type OidcSettings, verifyAtProvider } from './oidc.ts';
import { devPrincipal, type Identity, type Principal, principalOf } from './principal.ts';
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

/** Those this server gave something to come back with, and what it knows of the tenants of all. */
export interface KnownCallers {
  /** Null: nobody has it, or its time is over. Whether somebody comes with it, or it is only looked at again. */
  find(
    credential: Credential,
    isUse: boolean,
  ): Promise<(KnownCaller & { readonly tenant: KnownTenant }) | null>;
  tenant(tenantId: string): Promise<KnownTenant>;
}

export interface KnownCaller {
  readonly knownBy: 'session' | 'api_key';
  readonly identity: Identity;
  readonly sessionId: string | null;
  readonly mustChangePassword: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface KnownTenant {
  readonly isActive: boolean;
  /** Permissions of the roles the tenant made for itself. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

export interface AuthenticationSettings {
  readonly auth: AuthSettings;
  readonly callers: KnownCallers;
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
  /** Looks again at a token that somebody came with: keeps no session from ending for want of use. */
  verifyAgain(token: string | null): Principal | Promise<Principal>;
  /** Who may what has changed in this tenant: everybody of it is looked at anew. */
  forget(tenantId: string): void;
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
  const { auth, callers, log, now = Date.now } = settings;
  const verifyToken = verifierOf(auth);
  const trusted = new LRUCache<string, Trusted>({ max: maxTrusted });
  /** Counts what was forgotten, so that nothing found out before is trusted after. */
  let forgotten = 0;

  async function verify(token: string, find: () => Promise<Found>): Promise<Principal> {
    const before = forgotten;
    try {
      const { principal, expiresAt } = await find();
      if (before === forgotten)
        trusted.set(token, { principal, until: Math.min(now() + trustMs, expiresAt) });
      log.info(`User authenticated: ${principal.userId} of tenant ${principal.tenantId}`);
      return principal;
    } catch (cause) {
      if (cause instanceof OutsideError) throw unavailable(cause, log);
      if (!(cause instanceof TokenError)) throw cause;
      log.warn(`Invalid token: ${cause.reason}`);
      throw unauthenticated(cause.message);
    }
  }

  async function byToken(token: string, verifyIt: VerifyToken): Promise<Found> {
    const { identity, expiresAt } = await verifyIt(token, new Date(now()));
    const { tenantId } = identity;
    const tenantRoles = rolesOf(tenantId, await callers.tenant(tenantId));
    return { principal: principalOf(identity, auth.mode, { tenantRoles }), expiresAt };
  }

  async function byCredential(credential: Credential, isUse: boolean): Promise<Found> {
    const found = credential.kind === 'refresh' ? null : await callers.find(credential, isUse);
    if (found === null) throw new TokenError('Invalid token', `nobody has such a ${credential.kind}`);
    const { identity, knownBy, sessionId, mustChangePassword, expiresAt } = found;
    const tenantRoles = rolesOf(identity.tenantId, found.tenant);
    const details = { tenantRoles, mustChangePassword, ...(sessionId === null ? {} : { sessionId }) };
    return { principal: principalOf(identity, knownBy, details), expiresAt };
  }

  function lookAt(token: string | null, isUse: boolean): Principal | Promise<Principal> {
    if (token === null) {
      if (auth.mode === 'dev') return devPrincipal;
      throw missing();
    }
    if (token.length > maxTokenLength) throw missing();
    const known = trusted.get(token);
    if (known !== undefined && known.until > now()) return known.principal;
    const credential = credentialOf(token);
    if (credential !== null) return verify(token, () => byCredential(credential, isUse));
    return verifyToken === null ? devPrincipal : verify(token, () => byToken(token, verifyToken));
  }

  const fromToken = (token: string | null) => lookAt(token, true);

  return {
    fromToken,
    verifyAgain: (token) => lookAt(token, false),
    fromHeader(header) {
      if (header === undefined) return fromToken(null);
      const token = bearerOf(header);
      if (token !== null) return fromToken(token);
      if (verifyToken === null) return devPrincipal;
      throw missing();
    },
    forget(tenantId) {
      forgotten += 1;
      for (const [token, { principal }] of trusted.entries()) {
        if (principal.tenantId === tenantId) trusted.delete(token);
      }
    },
  };
}

function rolesOf(tenantId: string, { isActive, roles }: KnownTenant): KnownTenant['roles'] {
  if (isActive) return roles;
  throw new Refusal('FORBIDDEN', `Expected tenant ${tenantId} to be active, but it is suspended`);
}

interface Found {
  readonly principal: Principal;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The token of an `Authorization` header; null: it has none, or not one alone. */
export function bearerOf(header: string): string | null {
  return /^Bearer +([^\s,]+)$/i.exec(header)?.[1] ?? null;
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
