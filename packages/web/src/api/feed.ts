import { createFeed, type Feed, type FeedStatus } from '@wbpm/client';
import { useEffect, useSyncExternalStore } from 'react';
import { currentUser, meQuery } from './me.ts';
import { queryClient, refreshShown } from './query-client.ts';
import { currentToken } from './session.ts';

export interface FeedState {
  readonly state: 'live' | 'connecting' | 'lost';
  /** When it came to be so. */
  readonly since: number;
}

const words: Readonly<Record<FeedStatus, FeedState['state']>> = {
  connecting: 'connecting',
  open: 'live',
  reconnecting: 'lost',
  refused: 'lost',
  closed: 'lost',
};

/** One burst of updates, such as the steps of one command, becomes one reload. */
const burstMs = 80;

let feed: Feed | null = null;
let state: FeedState = { state: 'connecting', since: Date.now() };
const listeners = new Set<() => void>();

function liveFeed(): Feed {
  if (feed !== null) return feed;
  const opened = createFeed({ url: location.origin, token: currentToken, userId: currentUser() });
  let planned: ReturnType<typeof setTimeout> | null = null;
  const refreshSoon = () => {
    if (planned !== null) return;
    planned = setTimeout(() => {
      planned = null;
      void refreshShown();
    }, burstMs);
  };
  opened.subscribeTo('definitions');
  opened.on('process_update', refreshSoon);
  opened.on('definition_update', refreshSoon);
  opened.on('task_update', refreshSoon);
  opened.on('resync', refreshSoon);
  opened.on('status', (status) => {
    // A session that is over shows when it is asked for.
    if (status === 'refused') void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
    const next = words[status];
    if (next === state.state) return;
    state = { state: next, since: Date.now() };
    for (const listener of listeners) listener();
  });
  feed = opened;
  return opened;
}

/** Keeps the page in step with these processes while it is shown. */
export function useLive(processIds: readonly string[]): void {
  const key = [...new Set(processIds)].sort().join('\n');
  useEffect(() => {
    const ids = key === '' ? [] : key.split('\n');
    const live = liveFeed();
    for (const id of ids) live.subscribe(id);
    return () => {
      for (const id of ids) live.unsubscribe(id);
    };
  }, [key]);
}

/** The person's own tasks are told without a subscription. */
export function useTaskFeed(): void {
  useLive([]);
}

export function useFeedState(): FeedState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
