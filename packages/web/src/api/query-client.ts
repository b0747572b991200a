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

/** Reloads what is on screen. Diagrams of a version never change and stay. */
export function refreshShown(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'xml' });
}
