import { expandPermissions, isOfPlatform } from './permissions.ts';

/** Who a request acts for. */
export interface Principal {
  readonly tenantId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Expanded: everything the roles and grants amount to. */
  readonly permissions: ReadonlySet<string>;
  readonly knownBy: KnownBy;
  /** Of those who came in with a session. */
  readonly sessionId: string | null;
  /** Until then they have no permissions. */
  readonly mustChangePassword: boolean;
}

/** What the server of this `AUTH_MODE` takes, or something it gave out itself. */
export type KnownBy = 'dev' | 'jwt' | 'oidc' | 'apg' | 'session' | 'api_key';

/** The claims of a token, or what stands in for one. */
export interface Identity {
  readonly tenantId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly permissions: readonly string[];
}

/** The tenant whose administrators can look after all tenants. Elsewhere nobody can, whatever their token says. */
export const platformTenant = 'default';

export function principalOf(
  identity: Identity,
  knownBy: KnownBy,
  details: {
    readonly tenantRoles?: ReadonlyMap<string, readonly string[]>;
    readonly sessionId?: string;
    readonly mustChangePassword?: boolean;
  } = {},
): Principal {
  const { tenantRoles, sessionId = null, mustChangePassword = false } = details;
  const { tenantId, userId, roles, groups } = identity;
  const held = expandPermissions(roles, identity.permissions, tenantRoles);
  const usable = mustChangePassword
    ? []
    : [...held].filter((permission) => tenantId === platformTenant || !isOfPlatform(permission));
  return {
    tenantId,
    userId,
    roles,
    groups,
    permissions: new Set(usable),
    knownBy,
    sessionId,
    mustChangePassword,
  };
}

/**
 * Whom a request without token acts for in dev mode. The role is `user`; what an operator may do is
 * granted on top, for there is nobody on a developer's machine to ask.
 */
export const devPrincipal: Principal = principalOf(
  {
    tenantId: 'default',
    userId: 'api_user',
    roles: ['user'],
    groups: [],
    permissions: ['workflow_execute', ...expandPermissions(['operator'], [])],
  },
  'dev',
);
