import type { Task } from '@wbpm/contract';

type Assignment = Pick<Task, 'assignee' | 'candidate_groups' | 'candidate_users'>;

/** Whose task it is, or whose it could be. */
export function assigneeWords({ assignee, candidate_groups, candidate_users }: Assignment): string {
  if (assignee !== null) return `Assigned to ${assignee}`;
  const candidates = [...candidate_groups, ...candidate_users];
  return candidates.length === 0 ? 'Unassigned' : `For ${candidates.join(', ')}`;
}
