import type { CommitNotice, CommitNotices } from '../../store/commit-notice.ts';
import { createListeners } from '../feed/listeners.ts';
import { type Topic, topicOfId } from '../feed/updates.ts';
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
  const listeners = createListeners<Subscription, never>();
  const open = new Set<Subscription>();
  let stopListening: (() => void) | null = null;

  function hearOf(notice: CommitNotice): void {
    const { tenantId, instanceId, processId, tasksChanged } = notice;
    const topics: Topic[] = [
      topicOfId(instanceId),
      topicOfId(processId),
      ...(tasksChanged ? ['tasks' as const] : []),
    ];
    for (const topic of topics) {
      for (const subscription of listeners.find(tenantId, topic)?.listeners ?? []) subscription.hear(notice);
    }
  }

  function hear(notices: CommitNotices): void {
    if (notices.kind === 'few') {
      for (const notice of notices.notices) hearOf(notice);
      return;
    }
    for (const subscription of open) {
      if (notices.tenants?.includes(subscription.tenantId) !== false) subscription.hearOfMany();
    }
  }

  function add(topic: Topic, subscription: Subscription): () => void {
    listeners.add(subscription.tenantId, topic, subscription);
    open.add(subscription);
    stopListening ??= onCommitted(hear);
    return () => {
      listeners.remove(subscription.tenantId, topic, subscription);
      open.delete(subscription);
      if (open.size > 0) return;
      stopListening?.();
      stopListening = null;
    };
  }

  return {
    ofInstances(tenantId, id) {
      const begin = (put: Put<InstanceUpdate>) =>
        add(topicOfId(id), {
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
