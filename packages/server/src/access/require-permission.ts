import type { ActionOn, Resource } from './permissions.ts';
import type { Principal } from './principal.ts';
import { Refusal } from './refusal.ts';

/** The caller is known but may not do this. The edge that catches it logs `logText` as a security event. */
export class AccessDenied extends Refusal {
  readonly logText: string;

  constructor(principal: Principal, resource: string, action: string) {
    const { userId, mustChangePassword } = principal;
    super(
      'FORBIDDEN',
      mustChangePassword
        ? `Expected user ${userId} to have a password of their own, but it is the initial one still`
        : `Expected the permission ${resource}_${action}, but user ${userId} lacks it`,
    );
    this.name = 'AccessDenied';
    this.logText = `Access denied: ${userId} attempted ${action} on ${resource}`;
  }
}

/** Throws `AccessDenied` unless the principal holds `{resource}_{action}`. */
export function requirePermission<Of extends Resource>(
  principal: Principal,
  resource: Of,
  action: ActionOn<Of>,
): void {
  if (!mayDo(principal, resource, action)) throw new AccessDenied(principal, resource, action);
}

/** Whether the principal holds `{resource}_{action}`. */
export function mayDo<Of extends Resource>(
  principal: Principal,
  resource: Of,
  action: ActionOn<Of>,
): boolean {
  return principal.permissions.has(`${resource}_${action}`);
}
