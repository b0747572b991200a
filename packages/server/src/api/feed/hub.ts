import type { PassedNotices } from '../../runtime/passed-notices.ts';
import type { CommitNotices } from '../../store/commit-notice.ts';
import { createListeners, type TopicListeners } from './listeners.ts';
import type { Subscriber } from './subscriber.ts';
import { type FeedUpdate, type Topic, updatesOf } from './updates.ts';

/** All open feeds of this node: tells each what it listens to. */
export interface FeedHub {
  hear(notices: CommitNotices): void;
  open(subscriber: Subscriber): void;
  close(subscriber: Subscriber): void;
  subscribe(subscriber: Subscriber, topic: Topic): void;
  unsubscribe(subscriber: Subscriber, topic: Topic): void;
  /** Tells what was missed since a position, or that it is not known; null: tells where the feed is now. */
  resume(subscriber: Subscriber, position: string | null): void;
  /** Whether everything that has passed was told; then the position of the feed is that of what passed last. */
  catchUp(subscriber: Subscriber): boolean;
  stop(): void;
}

/** Updates of one instance within this time become one message. */
const gatherMs = 100;
/** Sending takes its turn with everything else: the others wait for the next time, who waits longest comes first. */
const messagesAtOnce = 1000;
/** A topic with more updates times listeners than this tells that it changed instead of what of it. */
const mostPerTopic = 2000;

type Heard = TopicListeners<Subscriber, FeedUpdate>;

export function createFeedHub(passed: PassedNotices): FeedHub {
  const listeners = createListeners<Subscriber, FeedUpdate>();
  const open = new Set<Subscriber>();
  /** Have something to be sent, in the order of their turns. */
  const waiting = new Set<Subscriber>();
  const heard = new Set<Heard>();
  /** Tenants that have to look for themselves. */
  let looking: Set<string> | 'all' = new Set();
  let timer: NodeJS.Timeout | null = null;

  function plan(): void {
    timer ??= setTimeout(tellSome, gatherMs);
  }

  function hearOf(notices: Extract<CommitNotices, { kind: 'few' }>): void {
    for (const { tenantId, topic, about, update } of updatesOf(notices)) {
      const found = listeners.find(tenantId, topic);
      if (found === undefined) continue;
      found.gathered.set(about, update);
      heard.add(found);
    }
  }

  /** Hands what was heard to those who listen: once for all that was heard meanwhile. */
  function distribute(): void {
    for (const { topic, listeners: hearing, gathered } of heard) {
      const tooMuch = gathered.size > Math.max(1, mostPerTopic / hearing.size);
      for (const subscriber of hearing) {
        if (tooMuch) subscriber.gatherWhole(topic);
        else for (const [about, update] of gathered) subscriber.gather(topic, about, update);
        waiting.add(subscriber);
      }
      gathered.clear();
    }
    heard.clear();
    for (const subscriber of lookers(looking)) {
      subscriber.gatherResync();
      waiting.add(subscriber);
    }
    looking = new Set();
  }

  function* lookers(tenants: ReadonlySet<string> | 'all'): Iterable<Subscriber> {
    if (tenants === 'all') yield* open;
    else for (const tenantId of tenants) yield* listeners.find(tenantId, 'tasks')?.listeners ?? [];
  }

  function flush(subscriber: Subscriber): ReturnType<Subscriber['flush']> {
    waiting.delete(subscriber);
    return subscriber.flush(passed.head);
  }

  function tellSome(): void {
    timer = null;
    distribute();
    let sent = 0;
    for (const subscriber of waiting) {
      sent += flush(subscriber).length;
      if (sent >= messagesAtOnce) break;
    }
    if (waiting.size > 0) plan();
  }

  /** What a feed would have heard, through the same sieve. */
  function gatherMissed(subscriber: Subscriber, missed: Iterable<CommitNotices>): void {
    const { tenantId } = subscriber.principal;
    for (const notices of missed) {
      if (notices.kind === 'many') {
        if (notices.tenants?.includes(tenantId) === false) continue;
        subscriber.gatherResync();
        return;
      }
      for (const { topic, about, update } of updatesOf(notices, (of) => of === tenantId)) {
        if (subscriber.topics.has(topic)) subscriber.gather(topic, about, update);
      }
    }
  }

  return {
    hear(notices) {
      if (open.size === 0) return;
      if (notices.kind === 'few') hearOf(notices);
      else if (notices.tenants === null) looking = 'all';
      else if (looking !== 'all') for (const tenantId of notices.tenants) looking.add(tenantId);
      if (heard.size > 0 || looking === 'all' || looking.size > 0) plan();
    },
    open(subscriber) {
      open.add(subscriber);
      for (const topic of subscriber.topics) listeners.add(subscriber.principal.tenantId, topic, subscriber);
    },
    close(subscriber) {
      open.delete(subscriber);
      waiting.delete(subscriber);
      for (const topic of subscriber.topics)
        listeners.remove(subscriber.principal.tenantId, topic, subscriber);
    },
    subscribe(subscriber, topic) {
      subscriber.topics.add(topic);
      listeners.add(subscriber.principal.tenantId, topic, subscriber);
    },
    unsubscribe(subscriber, topic) {
      subscriber.topics.delete(topic);
      listeners.remove(subscriber.principal.tenantId, topic, subscriber);
    },
    resume(subscriber, position) {
      subscriber.resumes = true;
      distribute();
      if (position !== null) {
        const missed = passed.since(position);
        if (missed === null) subscriber.gatherResync();
        else gatherMissed(subscriber, missed);
      }
      if (flush(subscriber).at(-1)?.type !== 'resync')
        subscriber.tell({ type: 'resumed', position: passed.head });
    },
    catchUp(subscriber) {
      distribute();
      if (waiting.has(subscriber)) return false;
      subscriber.flush(passed.head);
      return true;
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
