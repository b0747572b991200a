import type { BatchOperation } from '@wbpm/contract';
import type { Principal } from '../access/principal.ts';
import { requirePermission } from '../access/require-permission.ts';

/** A batch takes the permission of its operation on one instance, and that to see which instances there are. */
export function requireBatchPermission(principal: Principal, operation: BatchOperation): void {
  requirePermission(principal, 'instance', 'read');
  switch (operation) {
    case 'cancel':
      requirePermission(principal, 'instance', 'cancel');
      return;
    case 'suspend':
    case 'resume':
      requirePermission(principal, 'instance', 'suspend');
      return;
    case 'migrate':
    case 'modify':
    case 'set_variables':
      requirePermission(principal, 'instance', 'update');
      return;
    case 'resolve_incidents':
      requirePermission(principal, 'incident', 'resolve');
      return;
  }
}
