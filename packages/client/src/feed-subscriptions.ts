import type { FeedRequest } from '@wbpm/contract';

/** What can be heard of a whole tenant. */
export type FeedTopic = 'incidents' | 'definitions';

type Subscription = { readonly of: 'process'; readonly id: string } | { readonly of: FeedTopic };

export interface FeedSubscriptions {
  /** Counted: the same one twice has to be removed twice. */
  add(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  /** Tells a new connection of all. */
  sendAll(): void;
}

export function createFeedSubscriptions(send: (request: FeedRequest) => void): FeedSubscriptions {
  const counted = new Map<string, { readonly subscription: Subscription; count: number }>();

  return {
    add(subscription) {
      const key = JSON.stringify(subscription);
      const found = counted.get(key);
      if (found === undefined) {
        counted.set(key, { subscription, count: 1 });
        send(requestOf('subscribe', subscription));
      } else found.count += 1;
    },
    remove(subscription) {
      const key = JSON.stringify(subscription);
      const found = counted.get(key);
      if (found === undefined) return;
      found.count -= 1;
      if (found.count > 0) return;
      counted.delete(key);
      send(requestOf('unsubscribe', subscription));
    },
    sendAll() {
      for (const { subscription } of counted.values()) send(requestOf('subscribe', subscription));
    },
  };
}

function requestOf(what: 'subscribe' | 'unsubscribe', subscription: Subscription): FeedRequest {
  return subscription.of === 'process'
    ? { type: `${what}_process`, process_id: subscription.id }
    : { type: `${what}_${subscription.of}` };
}
