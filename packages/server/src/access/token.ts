import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Identity } from './principal.ts';

/** The only algorithm tokens are signed and accepted with. */
const algorithm = 'HS256';

/** A token that does not prove who its bearer is. `reason` is for the log, `message` for the bearer. */
export class TokenError extends Error {
  readonly reason: string;

  constructor(message: 'Token expired' | 'Invalid token', reason: string) {
    super(message);
    this.name = 'TokenError';
    this.reason = reason;
  }
}

const namesSchema = z.array(z.string().min(1).max(255)).max(200).default([]);

const claimsSchema = z.object({
  tenant_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  user_id: z.string().min(1).max(255),
  roles: namesSchema,
  groups: namesSchema,
  permissions: namesSchema,
  exp: z.number(),
});

export interface VerifiedToken {
  readonly identity: Identity;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Checks signature, lifetime and claims. Throws `TokenError`. */
export async function verifyToken(token: string, secret: Uint8Array, now: Date): Promise<VerifiedToken> {
  const payload = await verifiedPayload(token, secret, now);
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) {
    const places = claims.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new TokenError('Invalid token', `the claims ${places} are missing or malformed`);
  }
  const { tenant_id, user_id, roles, groups, permissions, exp } = claims.data;
  return {
    identity: { tenantId: tenant_id, userId: user_id, roles, groups, permissions },
    expiresAt: exp * 1000,
  };
}

async function verifiedPayload(token: string, secret: Uint8Array, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [algorithm],
      requiredClaims: ['exp'],
      currentDate: now,
    });
    return payload;
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
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setSubject(identity.userId)
    .setIssuedAt(lifetime.issuedAt)
    .setExpirationTime(lifetime.expiresAt)
    .sign(new TextEncoder().encode(secret));
}
