import type { Principal } from '../access/principal.ts';
import { mayDo } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import type { Database } from '../store/database.ts';
import { read } from '../store/read.ts';
import { findTasks, type Task } from '../store/tasks.ts';
import type { UseCase } from '../use-case.ts';

/** Whoever may assign tasks sees all of them; everybody else sees their own and what they could claim. */
export function seesEveryTask(principal: Principal): boolean {
  return mayDo(principal, 'task', 'assign');
}

export function isCandidate(task: Task, { userId, groups }: Principal): boolean {
  const open = task.candidateUsers.length === 0 && task.candidateGroups.length === 0;
  return (
    open ||
    task.candidateUsers.includes(userId) ||
    task.candidateGroups.some((group) => groups.includes(group))
  );
}

export function isVisible(task: Task, principal: Principal): boolean {
  return (
    seesEveryTask(principal) ||
    task.assignee === principal.userId ||
    task.completedBy === principal.userId ||
    isCandidate(task, principal)
  );
}

/** The task, when the caller may see it; a task of others is unknown to them. */
export async function requireTask({ runtime, principal, database }: UseCase, id: string): Promise<Task> {
  const key = { tenantId: principal.tenantId, id: requireId('task', id) };
  const task = (await runtime.task(key)) ?? (await archivedTask(database, key));
  if (task === null || !isVisible(task, principal)) throw notFound('task', id);
  return task;
}

async function archivedTask(
  database: Database,
  key: { readonly tenantId: string; readonly id: string },
): Promise<Task | null> {
  const [task] = await read(database, key.tenantId, (transaction) =>
    findTasks(transaction, [key], 'archive'),
  );
  return task ?? null;
}
