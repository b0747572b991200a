import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Me } from '@wbpm/contract';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';
import { currentToken } from './session.ts';

export function meQuery() {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.login.me({ signal }),
    staleTime: 60_000,
  });
}

/** The ways in do not change while a server runs. */
export function methodsQuery() {
  return queryOptions({
    queryKey: ['methods'],
    queryFn: ({ signal }) => client.login.methods({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Who looks at the page. Pages are shown only once that is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery());
  if (data === undefined) throw new Error('Expected to know who is signed in, but found nobody');
  return data;
}

/** The id others know them by, for where there are no hooks. */
export function currentUser(): string {
  const me = queryClient.getQueryData(meQuery().queryKey);
  if (me === undefined) throw new Error('Expected to know who is signed in, but found nobody');
  return me.user_id;
}

/** Whether they may do something, such as `user_read`. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

/** Nobody has signed in, and nobody has to. */
export function isAnonymous(me: Me): boolean {
  return me.known_by === 'dev' && currentToken() === null;
}
