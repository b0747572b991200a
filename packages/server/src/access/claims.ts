import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Identity } from './principal.ts';
import { TokenError } from './token-error.ts';

/** Under which names an issuer tells who somebody is. A dot leads into an object: `realm_access.roles`. */
export interface ClaimNames {
  readonly tenant: string;
  readonly user: string;
  readonly roles: string;
  readonly groups: string;
  readonly permissions: string;
}

/** Those of the tokens this product issues. */
export const ownClaims: ClaimNames = {
  tenant: 'tenant_id',
  user: 'user_id',
  roles: 'roles',
  groups: 'groups',
  permissions: 'permissions',
};

const namesSchema = z.array(z.string().min(1).max(255)).max(200).default([]);

const identitySchema = z.object({
  tenant: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  user: z.string().min(1).max(255),
  roles: namesSchema,
  groups: namesSchema,
  permissions: namesSchema,
});

/** Throws `TokenError` where a claim is missing or malformed. */
export function identityOf(payload: JWTPayload, names: ClaimNames): Identity {
  const claims = identitySchema.safeParse({
    tenant: claimOf(payload, names.tenant),
    user: claimOf(payload, names.user),
    roles: claimOf(payload, names.roles),
    groups: claimOf(payload, names.groups),
    permissions: claimOf(payload, names.permissions),
  });
  if (!claims.success) {
    const places = claims.error.issues.map(({ path: [kind] }) => names[kind as keyof ClaimNames]).join(', ');
    throw new TokenError('Invalid token', `the claims ${places} are missing or malformed`);
  }
  const { tenant, user, roles, groups, permissions } = claims.data;
  return { tenantId: tenant, userId: user, roles, groups, permissions };
}

function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}
