import type { Conditions } from './conditions.ts';

/**
 * `priority`: urgent ones first, then the oldest; `created_at`, `-created_at`: the oldest, the newest first;
 * `due_date`: what is due soonest first, what is never due last.
 */
export type TaskSort = 'priority' | 'created_at' | '-created_at' | 'due_date';

/** What of the last task of a page the next one begins after. */
export interface TaskPosition {
  readonly taskId: string;
  readonly priority: number;
  readonly createdAt: Date;
  readonly dueDate: Date | null;
}

interface TaskOrder {
  readonly orderBy: string;
  /** Narrows to what comes after a task. */
  after(filters: Conditions, position: TaskPosition): void;
}

/** Each ends with the id: no two tasks stand at the same place. */
export const taskOrders: Readonly<Record<TaskSort, TaskOrder>> = {
  priority: {
    orderBy: 'ORDER BY t.priority DESC, t.created_at, t.task_id',
    after(filters, { priority, createdAt, taskId }) {
      const [created, id] = [filters.parameter(createdAt), filters.parameter(taskId)];
      filters.and(
        `t.priority <= ? AND (t.priority < ? OR (t.created_at, t.task_id) > (${created}::timestamptz, ${id}::uuid))`,
        priority,
      );
    },
  },
  created_at: {
    orderBy: 'ORDER BY t.created_at, t.task_id',
    after: (filters, position) => pastTime(filters, '>', position),
  },
  '-created_at': {
    orderBy: 'ORDER BY t.created_at DESC, t.task_id DESC',
    after: (filters, position) => pastTime(filters, '<', position),
  },
  due_date: {
    orderBy: 'ORDER BY t.due_date, t.task_id',
    after(filters, { dueDate, taskId }) {
      const id = filters.parameter(taskId);
      if (dueDate === null) {
        filters.andClause(`t.due_date IS NULL AND t.task_id > ${id}::uuid`);
        return;
      }
      filters.and(
        `(t.due_date > ?::timestamptz OR (t.due_date = ?::timestamptz AND t.task_id > ${id}::uuid) OR t.due_date IS NULL)`,
        dueDate,
      );
    },
  },
};

function pastTime(filters: Conditions, direction: '<' | '>', { createdAt, taskId }: TaskPosition): void {
  const id = filters.parameter(taskId);
  filters.and(`(t.created_at, t.task_id) ${direction} (?::timestamptz, ${id}::uuid)`, createdAt);
}
