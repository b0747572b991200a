import type { Task } from '@wbpm/contract';
import type { Page } from '../processes/page.ts';
import { keyAfter, keyParts } from '../processes/page.ts';
import type { TaskPosition } from '../store/task-orders.ts';

const never = '';
const { wholeNumber, instant, id } = keyParts;

/** What a cursor of tasks is made of: whatever the order, all that any of them needs. */
export function taskKey({
  priority,
  created_at: createdAt,
  due_date: dueDate,
  task_id: taskId,
}: Pick<Task, 'priority' | 'created_at' | 'due_date' | 'task_id'>): readonly string[] {
  return [String(priority), createdAt, dueDate ?? never, taskId];
}

export function positionAfter(query: Page): TaskPosition | null {
  const key = keyAfter(query, wholeNumber, instant, (text) => text === never || instant(text), id);
  if (key === null) return null;
  const [priority, createdAt = '', due = '', taskId = ''] = key;
  return {
    priority: Number(priority),
    createdAt: new Date(createdAt),
    dueDate: due === never ? null : new Date(due),
    taskId,
  };
}
