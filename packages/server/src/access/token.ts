import type { KeyObject } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { identityOf, ownClaims } from './claims.ts';
import type { Identity } from './principal.ts';
import { TokenError } from './token-error.ts';
import type { TokenKey } from './token-key.ts';

/** Which tokens count. */
export interface TokenRules {
  /** One for each algorithm at most. */
  readonly keys: readonly TokenKey[];
  /** Who has to have issued a token, and for whom; null: whoever has the key. */
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** Of the tokens the command line issues. */
const issuedWith = 'HS256';

export interface VerifiedToken {
  readonly identity: Identity;
  /** Epoch milliseconds; infinite when it is not known. */
  readonly expiresAt: number;
}

/** Throws `TokenError`, or what kept it from finding out. */
export type VerifyToken = (token: string, now: Date) => Promise<VerifiedToken>;

/** Checks signature, lifetime and claims with the keys of the configuration. */
export function verifyWithKeys({ keys, ...expected }: TokenRules): VerifyToken {
  const keyFor = ({ alg }: { readonly alg?: string | undefined }): KeyObject => {
    const found = keys.find(({ algorithm }) => algorithm === alg);
    // Only algorithms of a key get here: the others are refused before.
    if (found === undefined) throw new errors.JOSEAlgNotAllowed();
    return found.key;
  };
  const algorithms = keys.map(({ algorithm }) => algorithm);
  return async (token, now) => {
    const { payload, expiresAt } = await verifySignature(token, keyFor, { algorithms, ...expected }, now);
    return { identity: identityOf(payload, ownClaims), expiresAt };
  };
}

interface Expected {
  readonly algorithms: readonly string[];
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** Signature and lifetime, by keys of any source. Throws `TokenError`, or what the source threw. */
export async function verifySignature(
  token: string,
  keyFor: JWTVerifyGetKey,
  { algorithms, issuer, audience }: Expected,
  now: Date,
): Promise<{ readonly payload: JWTPayload; readonly expiresAt: number }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keyFor, {
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      currentDate: now,
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    });
    refuseOtherKinds(payload, protectedHeader.typ);
    return { payload, expiresAt: (payload.exp ?? 0) * 1000 };
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new TokenError('Token expired', 'its time is over');
    // A token that never expires is treated as one that always has.
    if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'exp') {
      throw new TokenError('Token expired', 'the claim exp is missing or malformed');
    }
    if (cause instanceof errors.JOSEError) throw new TokenError('Invalid token', cause.code);
    throw cause;
  }
}

const kinds = /^(application\/)?(at\+)?jwt$/i;
/** How providers say in a token what else it is, whose header says nothing (Keycloak). */
const otherKinds = new Set<unknown>(['ID', 'Refresh', 'Offline', 'Logout']);

/**
 * What a provider signs for something else is no access token, though it may be for the same audience: an ID token
 * tells a page who somebody is, a logout token that they are gone (RFC 8725 §3.12).
 */
function refuseOtherKinds(payload: JWTPayload, kind: string | undefined): void {
  const isOther =
    (kind !== undefined && !kinds.test(kind)) ||
    otherKinds.has(payload['typ']) ||
    ['at_hash', 'c_hash', 'events'].some((claim) => Object.hasOwn(payload, claim));
  if (isOther) throw new TokenError('Invalid token', 'it is a token for something else');
}

/** Signs a token for development and for the command line. */
export function issueToken(
  identity: Identity,
  secret: string,
  lifetime: { readonly issuedAt: Date; readonly expiresAt: Date },
): Promise<string> {
  return new SignJWT({
    tenant_id: identity.tenantId,
    user_id: identity.userId,
    roles: [...identity.roles],
    groups: [...identity.groups],
    permissions: [...identity.permissions],
  })
    .setProtectedHeader({ alg: issuedWith, typ: 'JWT' })
    .setSubject(identity.userId)
    .setIssuedAt(lifetime.issuedAt)
    .setExpirationTime(lifetime.expiresAt)
    .sign(new TextEncoder().encode(secret));
}
