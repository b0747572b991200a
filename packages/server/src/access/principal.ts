import { expandPermissions } from './permissions.ts';

/** Who a request acts for. */
export interface Principal {
  readonly tenantId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Expanded: everything the roles and grants amount to. */
  readonly permissions: ReadonlySet<string>;
  readonly authMode: 'dev' | 'jwt' | 'oidc' | 'apg';
}

/** The claims of a token, or what stands in for one. */
export interface Identity {
  readonly tenantId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly permissions: readonly string[];
}

export function principalOf(identity: Identity, authMode: Principal['authMode']): Principal {
  return {
    tenantId: identity.tenantId,
    userId: identity.userId,
    roles: identity.roles,
    groups: identity.groups,
    permissions: expandPermissions(identity.roles, identity.permissions),
    authMode,
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
