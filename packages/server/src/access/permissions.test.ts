import { describe, expect, it } from 'vitest';
import { expandPermissions } from './permissions.ts';
import { devPrincipal, principalOf } from './principal.ts';
import { Refusal } from './refusal.ts';
import { AccessDenied, mayDo, requirePermission } from './require-permission.ts';

function principal(roles: readonly string[], permissions: readonly string[] = []) {
  return principalOf({ tenantId: 't', userId: 'ann', roles, groups: ['sales'], permissions }, 'jwt');
}

describe('roles', () => {
  it('give a user what working with processes takes, and nothing to operate them', () => {
    const user = principal(['user']);
    expect(mayDo(user, 'process', 'create')).toBe(true);
    expect(mayDo(user, 'process', 'start')).toBe(true);
    expect(mayDo(user, 'task', 'complete')).toBe(true);
    expect(mayDo(user, 'instance', 'cancel')).toBe(false);
    expect(mayDo(user, 'job', 'activate')).toBe(false);
  });

  it('give an operator and an admin more', () => {
    expect(mayDo(principal(['operator']), 'incident', 'resolve')).toBe(true);
    expect(mayDo(principal(['admin']), 'process', 'delete')).toBe(true);
  });

  it('that are unknown give nothing', () => {
    expect(expandPermissions(['constructor', 'root'], []).size).toBe(0);
  });
});

describe('permissions', () => {
  it('granted one by one count', () => {
    expect(mayDo(principal([], ['process_delete']), 'process', 'delete')).toBe(true);
  });

  it('called workflow_execute imply starting and completing', () => {
    const executor = principal([], ['workflow_execute']);
    expect(mayDo(executor, 'process', 'start')).toBe(true);
    expect(mayDo(executor, 'task', 'complete')).toBe(true);
    expect(mayDo(executor, 'job', 'complete')).toBe(true);
    expect(mayDo(executor, 'process', 'delete')).toBe(false);
  });

  it('that are missing refuse the action and say so for the log', () => {
    const check = () => requirePermission(principal(['user']), 'process', 'delete');
    expect(check).toThrow(AccessDenied);
    expect(check).toThrow('Expected the permission process_delete, but user ann lacks it');
    expect(new AccessDenied(principal([]), 'process', 'delete').logText).toBe(
      'Access denied: ann attempted delete on process',
    );
    expect(() => requirePermission(principal(['admin']), 'process', 'delete')).not.toThrow(AccessDenied);
  });
});

describe('the principal of dev mode', () => {
  it('is the context of the guide', () => {
    expect(devPrincipal).toMatchObject({
      tenantId: 'default',
      userId: 'api_user',
      roles: ['user'],
      knownBy: 'dev',
    });
    expect(devPrincipal.permissions.has('workflow_execute')).toBe(true);
    expect(mayDo(devPrincipal, 'process', 'delete')).toBe(true);
  });
});

describe('a refusal', () => {
  it('is its own finding unless it has others', () => {
    expect(new Refusal('CONFLICT', 'no').findings).toEqual([{ code: 'CONFLICT', message: 'no' }]);
    const findings = [{ code: 'X', message: 'm' }];
    const refusal = new Refusal('UNAVAILABLE', 'no', { findings, retryAfterSeconds: 2, headers: { a: 'b' } });
    expect(refusal).toMatchObject({ findings, retryAfterSeconds: 2, headers: { a: 'b' }, status: 503 });
  });
});
