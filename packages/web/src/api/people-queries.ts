import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

/** As many as one request may ask for. */
const most = 200;
const first = undefined as string | undefined;

export interface UserFilter {
  readonly search?: string | undefined;
  readonly status?: 'active' | 'disabled' | undefined;
  readonly group?: string | undefined;
}

export function usersQuery({ search, status, group }: UserFilter, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ['people', 'users', { search, status, group }, limit],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) =>
      client.people.users(
        {
          limit,
          ...(search === undefined ? {} : { search }),
          ...(status === undefined ? {} : { status }),
          ...(group === undefined ? {} : { group }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function userQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'user', id],
    queryFn: ({ signal }) => client.people.user(id, { signal }),
  });
}

export function groupsQuery() {
  return infiniteQueryOptions({
    queryKey: ['people', 'groups'],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) =>
      client.people.groups(
        { limit: most, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function groupQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'group', id],
    queryFn: ({ signal }) => client.people.group(id, { signal }),
  });
}

export function rolesQuery() {
  return queryOptions({
    queryKey: ['people', 'roles'],
    queryFn: ({ signal }) => client.people.roles({ signal }),
  });
}

export function apiKeysQuery() {
  return infiniteQueryOptions({
    queryKey: ['people', 'api-keys'],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) =>
      client.people.apiKeys(
        { limit: most, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function tenantsQuery() {
  return infiniteQueryOptions({
    queryKey: ['tenants', 'all'],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) =>
      client.tenants.list(
        { limit: most, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { signal },
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: ['tenants', 'one', id],
    queryFn: ({ signal }) => client.tenants.get(id, { signal }),
  });
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: ['people', 'my sessions'],
    queryFn: ({ signal }) => client.login.sessions({ signal }),
  });
}
