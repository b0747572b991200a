import type { InstanceStatus } from '@wbpm/contract';
import type { State } from '../components/state-badge.tsx';

interface Condition {
  readonly status: InstanceStatus;
  readonly open_incidents: number;
}

/** An incident outranks "active": it is what somebody has to act on. */
export function instanceState({ status, open_incidents }: Condition): State {
  if (status === 'terminated') return 'cancelled';
  return status === 'active' && open_incidents > 0 ? 'incident' : status;
}
