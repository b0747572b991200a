import type { TaskList } from '@wbpm/contract';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../access/principal.ts';
import { createStamps, type Stamp } from '../cache/stamps.ts';
import type { InstanceChange } from '../store/instance-change.ts';

/** Lists of open tasks as people have just seen them, kept until something in them changes. */
export interface Inboxes {
  /** The list kept under this key, or what `load` gives; `key` says all that it depends on beside person and tasks. */
  read(principal: Principal, key: string, load: () => Promise<TaskList>): Promise<TaskList>;
  /** Forgets what rests on what has changed. To be told of a commit before anybody is answered. */
  hear(change: TasksChange): void;
  /** What became of a commit is unknown: nothing is kept until it can no longer happen. */
  distrust(): void;
}

type TasksChange = Pick<InstanceChange, 'tenantId' | 'tasks' | 'migration'>;

interface Kept {
  readonly list: TaskList;
  readonly stamp: Stamp;
}

const maxInboxes = 10_000;
/** Of all kept lists together; a task takes about a kibibyte. */
const maxTasks = 32_768;
/** Longer than any commit may take. */
const distrustMs = 60_000;

/**
 * @param ttlSeconds 0 keeps nothing.
 * @param isAlone what other nodes commit is heard here some milliseconds late: with others about nothing is kept.
 */
export function createInboxes(ttlSeconds: number, isAlone: () => boolean): Inboxes {
  const stamps = createStamps();
  const inboxes = new LRUCache<string, Kept>({
    max: maxInboxes,
    maxSize: maxTasks,
    sizeCalculation: ({ list }) => 1 + list.tasks.length,
    ttl: Math.max(1, ttlSeconds * 1000),
  });
  /** Of each list that is being read: the tasks that have changed meanwhile. */
  const underWay = new Set<Set<string>>();
  let trustedFrom = 0;

  function mayKeep(): boolean {
    if (ttlSeconds > 0 && performance.now() >= trustedFrom && isAlone()) return true;
    inboxes.clear();
    return false;
  }

  function touchTask(tenantId: string, taskId: string): void {
    stamps.touch(taskConcern(tenantId, taskId));
    for (const changed of underWay) changed.add(taskId);
  }

  return {
    async read(principal, key, load) {
      if (!mayKeep()) return load();
      const { tenantId, userId, groups } = principal;
      const id = JSON.stringify([tenantId, userId, groups, key]);
      const kept = inboxes.get(id);
      if (kept !== undefined && stamps.isCurrent(kept.stamp)) return kept.list;
      const people = stamps.take(peopleConcerns(principal));
      const changed = new Set<string>();
      underWay.add(changed);
      try {
        const list = await load();
        const taskIds = list.tasks.map((task) => task.task_id);
        if (mayKeep() && !taskIds.some((taskId) => changed.has(taskId))) {
          const tasks = stamps.take(taskIds.map((taskId) => taskConcern(tenantId, taskId)));
          inboxes.set(id, { list, stamp: [...people, ...tasks] });
        }
        return list;
      } finally {
        underWay.delete(changed);
      }
    },
    hear({ tenantId, tasks, migration }) {
      for (const { details } of tasks.created) {
        const { assignee, candidateUsers, candidateGroups } = details;
        if (assignee !== null) stamps.touch(userConcern(tenantId, assignee));
        for (const userId of candidateUsers) stamps.touch(userConcern(tenantId, userId));
        for (const group of candidateGroups) stamps.touch(groupConcern(tenantId, group));
        const isOpen = candidateUsers.length === 0 && candidateGroups.length === 0;
        if (assignee === null && isOpen) stamps.touch(everyoneConcern(tenantId));
      }
      for (const { taskId, assignee } of tasks.assigned) {
        touchTask(tenantId, taskId);
        // Given back, it is there for its candidates again, and the change does not say who they are.
        stamps.touch(assignee === null ? everyoneConcern(tenantId) : userConcern(tenantId, assignee));
      }
      for (const { taskId } of tasks.closed) touchTask(tenantId, taskId);
      for (const { taskId } of migration?.tasks ?? []) touchTask(tenantId, taskId);
    },
    distrust() {
      trustedFrom = performance.now() + distrustMs;
      inboxes.clear();
    },
  };
}

function peopleConcerns({ tenantId, userId, groups }: Principal): readonly string[] {
  return [
    everyoneConcern(tenantId),
    userConcern(tenantId, userId),
    ...groups.map((group) => groupConcern(tenantId, group)),
  ];
}

// Tenants have no colon in their ids, so that no two of these can be the same text.
const everyoneConcern = (tenantId: string): string => `${tenantId}:everyone`;
const userConcern = (tenantId: string, userId: string): string => `${tenantId}:user:${userId}`;
const groupConcern = (tenantId: string, group: string): string => `${tenantId}:group:${group}`;
const taskConcern = (tenantId: string, taskId: string): string => `${tenantId}:task:${taskId}`;
