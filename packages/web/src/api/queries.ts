import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type {
  Activity,
  InstanceDetail,
  InstanceStatus,
  JournalEvent,
  Subscription,
  Task,
} from '@wbpm/contract';
import { client } from './client.ts';

/** As many as one request may ask for. */
const most = 200;

export function processesQuery() {
  return queryOptions({
    queryKey: ['processes'],
    queryFn: ({ signal }) => client.processes.list({ limit: most }, { signal }),
  });
}

/** By process id (latest version) or definition id (that version). */
export function processQuery(id: string) {
  return queryOptions({
    queryKey: ['process', id],
    queryFn: ({ signal }) => client.processes.get(id, { signal }),
  });
}

export function versionsQuery(processId: string) {
  return queryOptions({
    queryKey: ['process', processId, 'versions'],
    queryFn: ({ signal }) => client.processes.versions(processId, { limit: most }, { signal }),
  });
}

export function diagramQuery(definitionId: string) {
  return queryOptions({
    queryKey: ['xml', definitionId],
    queryFn: ({ signal }) => client.processes.xml(definitionId, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface InstanceFilter {
  readonly status?: InstanceStatus | undefined;
  readonly processId?: string | undefined;
  readonly businessKey?: string | undefined;
}

export function instancesQuery(filter: InstanceFilter, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ['instances', filter, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.instances.list(
        {
          limit,
          ...(filter.status === undefined ? {} : { status: filter.status }),
          ...(filter.processId === undefined ? {} : { process_id: filter.processId }),
          ...(filter.businessKey === undefined ? {} : { business_key: filter.businessKey }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Everything about one instance, read together so that its parts agree with each other. */
export interface InstanceView {
  readonly instance: InstanceDetail;
  readonly activities: readonly Activity[];
  readonly events: readonly JournalEvent[];
  readonly subscriptions: readonly Subscription[];
  readonly tasks: readonly Task[];
}

export function instanceViewQuery(id: string) {
  return queryOptions({
    queryKey: ['instance', id],
    queryFn: async ({ signal }): Promise<InstanceView> => {
      const page = { limit: most };
      const [instance, activities, journal, subscriptions, tasks] = await Promise.all([
        client.instances.get(id, { signal }),
        client.instances.activities(id, page, { signal }),
        client.instances.journal(id, page, { signal }),
        client.instances.subscriptions(id, page, { signal }),
        client.tasks.list({ instance_id: id, ...page }, { signal }),
      ]);
      return {
        instance,
        activities: activities.activities,
        events: journal.events,
        subscriptions: subscriptions.subscriptions,
        tasks: tasks.tasks,
      };
    },
  });
}

export function openTasksQuery() {
  return queryOptions({
    queryKey: ['tasks', 'open'],
    queryFn: ({ signal }) => client.tasks.list({ limit: most }, { signal }),
  });
}

export function taskQuery(id: string) {
  return queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => client.tasks.get(id, { signal }),
  });
}

export function incidentsQuery() {
  return queryOptions({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => client.incidents.list({ limit: most }, { signal }),
  });
}

export function useOpenTaskCount(): number {
  return useQuery(openTasksQuery()).data?.tasks.length ?? 0;
}

/** What a text says as a process. The same text says the same as long as the page is open. */
export function parseQuery(definition: string) {
  return queryOptions({
    queryKey: ['parse', definition],
    queryFn: ({ signal }) => client.processes.parse({ definition }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
