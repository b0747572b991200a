import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { failureOf, isFinal } from './errors.ts';
import { refuseSession } from './session.ts';

function noticeRefusal(cause: unknown): void {
  if (failureOf(cause).kind === 'unauthenticated') refuseSession();
}

/** The feed says when something changed; refetching on every visit is for what it may have missed. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeRefusal }),
  mutationCache: new MutationCache({ onError: noticeRefusal }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, cause) => failures < 1 && !isFinal(cause),
      refetchOnWindowFocus: true,
    },
  },
});

/** Diagrams of a version never change, and the feed tells nothing of people. */
const unfed: readonly unknown[] = ['xml', 'me', 'methods', 'people', 'tenants'];

/** Reloads what is on screen of what the feed tells. */
export function refreshShown(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: (query) => !unfed.includes(query.queryKey[0]) });
}

/** Reloads what is on screen of people, and of what the reader may do. */
export async function refreshPeople(): Promise<void> {
  const about: readonly unknown[] = ['me', 'people', 'tenants'];
  await queryClient.invalidateQueries({ predicate: (query) => about.includes(query.queryKey[0]) });
}
