import type { Topic } from './updates.ts';

/** Who listens to one topic of one tenant, and what was gathered for them since they were told last. */
export interface TopicListeners<Listener, Update> {
  readonly topic: Topic;
  readonly listeners: Set<Listener>;
  readonly gathered: Map<string, Update>;
}

/** Who listens to what, found by tenant and topic however many listen to something else. */
export interface Listeners<Listener, Update> {
  add(tenantId: string, topic: Topic, listener: Listener): void;
  remove(tenantId: string, topic: Topic, listener: Listener): void;
  find(tenantId: string, topic: Topic): TopicListeners<Listener, Update> | undefined;
}

export function createListeners<Listener, Update>(): Listeners<Listener, Update> {
  const byTenant = new Map<string, Map<Topic, TopicListeners<Listener, Update>>>();

  function find(tenantId: string, topic: Topic): TopicListeners<Listener, Update> | undefined {
    return byTenant.get(tenantId)?.get(topic);
  }

  return {
    find,
    add(tenantId, topic, listener) {
      const topics = byTenant.get(tenantId) ?? new Map<Topic, TopicListeners<Listener, Update>>();
      byTenant.set(tenantId, topics);
      const found = topics.get(topic) ?? { topic, listeners: new Set(), gathered: new Map() };
      topics.set(topic, found);
      found.listeners.add(listener);
    },
    remove(tenantId, topic, listener) {
      const topics = byTenant.get(tenantId);
      const found = topics?.get(topic);
      if (topics === undefined || found === undefined) return;
      found.listeners.delete(listener);
      if (found.listeners.size === 0) topics.delete(topic);
      if (topics.size === 0) byTenant.delete(tenantId);
    },
  };
}
