import type { CommitNotice, CommitNotices } from '../../store/commit-notice.ts';
import { gathered, type Put } from './gathered.ts';

/** Hears of commits from now on; answers how to stop. */
export type OnCommitted = (listener: (notices: CommitNotices) => void) => () => void;

/** Null: more has changed than can be said. */
export interface InstanceUpdate {
  readonly instance_id: string | null;
  readonly status: string | null;
}

/** Null: tasks of more than one process. */
export interface TasksUpdate {
  readonly process_id: string | null;
}

/** What subscriptions hear of the commits of all nodes. Who may hear it is not its concern. */
export interface Updates {
  /** `id` names a process, all its instances, or one instance. */
  ofInstances(tenantId: string, id: string): AsyncIterableIterator<InstanceUpdate>;
  /** Says that the lists of tasks may have changed, not how. */
  ofTasks(tenantId: string): AsyncIterableIterator<TasksUpdate>;
}

interface Subscription {
  readonly tenantId: string;
  hear(notice: CommitNotice): void;
  /** More has happened than was told. */
  hearOfMany(): void;
}

const wholeInstances: InstanceUpdate = { instance_id: null, status: null };
const wholeTasks: TasksUpdate = { process_id: null };

export function createUpdates(onCommitted: OnCommitted): Updates {
  /** Found by what they listen to, however many listen to something else. */
  const byTopic = new Map<string, Set<Subscription>>();
  let stopListening: (() => void) | null = null;

  function tell(tenantId: string, topic: string, notice: CommitNotice): void {
    for (const subscription of byTopic.get(keyOf(tenantId, topic)) ?? []) subscription.hear(notice);
  }

  function hear(notices: CommitNotices): void {
    if (notices.kind === 'few') {
      for (const notice of notices.notices) {
        tell(notice.tenantId, `id ${notice.instanceId}`, notice);
        tell(notice.tenantId, `id ${notice.processId}`, notice);
        if (notice.tasksChanged) tell(notice.tenantId, 'tasks', notice);
      }
      return;
    }
    for (const subscription of [...byTopic.values()].flatMap((subscriptions) => [...subscriptions])) {
      if (notices.tenants?.includes(subscription.tenantId) !== false) subscription.hearOfMany();
    }
  }

  function add(topic: string, subscription: Subscription): () => void {
    const key = keyOf(subscription.tenantId, topic);
    const subscriptions = byTopic.get(key) ?? new Set();
    byTopic.set(key, subscriptions.add(subscription));
    stopListening ??= onCommitted(hear);
    return () => {
      subscriptions.delete(subscription);
      if (subscriptions.size === 0) byTopic.delete(key);
      if (byTopic.size > 0) return;
      stopListening?.();
      stopListening = null;
    };
  }

  return {
    ofInstances(tenantId, id) {
      const begin = (put: Put<InstanceUpdate>) =>
        add(`id ${id}`, {
          tenantId,
          hear: ({ instanceId, status }) => put(instanceId, { instance_id: instanceId, status }),
          hearOfMany: () => put('', wholeInstances),
        });
      return gathered(begin, wholeInstances);
    },
    ofTasks(tenantId) {
      const begin = (put: Put<TasksUpdate>) =>
        add('tasks', {
          tenantId,
          hear: ({ processId }) => put(processId, { process_id: processId }),
          hearOfMany: () => put('', wholeTasks),
        });
      return gathered(begin, wholeTasks);
    },
  };
}

function keyOf(tenantId: string, topic: string): string {
  return `${tenantId} ${topic}`;
}
