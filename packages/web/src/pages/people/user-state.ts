import type { User } from '@wbpm/contract';
import type { State } from '../../components/state-badge.tsx';

/** Whether somebody can sign in now. */
export function userState(
  { status, locked_until }: Pick<User, 'status' | 'locked_until'>,
  now: number,
): Extract<State, 'active' | 'disabled' | 'locked'> {
  if (status === 'disabled') return 'disabled';
  return locked_until !== null && Date.parse(locked_until) > now ? 'locked' : 'active';
}
