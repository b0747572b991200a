import type {
  InstanceDetail,
  InstanceList,
  InstanceSummary,
  SubscriptionList,
  Variables,
} from '@wbpm/contract';
import type { InstanceStatus } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { isId, requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { loadArchived } from '../store/archived-instances.ts';
import { findInstance, type InstanceListing, listInstances } from '../store/instance-lists.ts';
import { loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { keyAfter, keyParts, type Page, pageOf } from './page.ts';
import { requireDefinition } from './read-process.ts';
import { variableCondition } from './variable-condition.ts';
import { wireActiveElements, wireOpenIncidents, wireSubscriptions } from './wire-state.ts';

export interface InstanceQuery extends Page {
  readonly status?: InstanceStatus | undefined;
  /** A process id for all versions, a definition id for one. */
  readonly process_id?: string | undefined;
  readonly business_key?: string | undefined;
  /** `name:op:value`, each of which has to hold. */
  readonly variable?: readonly string[] | undefined;
  /** Searches what was moved to the archive instead of what was not. */
  readonly archived?: boolean | undefined;
}

export async function listAllInstances(useCase: UseCase, query: InstanceQuery): Promise<InstanceList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'instance', 'read');
  const before = keyAfter(query, keyParts.id);
  const process = query.process_id ?? null;
  const oneVersion = process !== null && isId(process);
  const rows = await read(database, principal.tenantId, (transaction) =>
    listInstances(
      transaction,
      principal.tenantId,
      {
        status: query.status ?? null,
        processId: oneVersion ? null : process,
        definitionId: oneVersion ? process : null,
        businessKey: query.business_key ?? null,
        from: query.archived === true ? 'archive' : 'current',
        variables: (query.variable ?? []).map(variableCondition),
      },
      { before: before?.[0] ?? null, limit: query.limit + 1 },
    ),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireInstance, (row) => [row.instanceId]);
  return { instances: items, next_cursor };
}

export async function readInstance(useCase: UseCase, id: string): Promise<InstanceDetail> {
  const { listing, stored } = await requireInstance(useCase, id);
  const graph = await useCase.runtime.definitions.graph(stored.tenantId, stored.state.definitionId);
  return {
    ...wireInstance(listing),
    revision: stored.state.sequence,
    variables: { ...stored.state.variables.get(stored.instanceId) },
    active_elements: wireActiveElements(stored.state, graph),
    incidents: wireOpenIncidents(stored.state),
  };
}

/** The instance by way of its process, named by either id. */
export async function readInstanceOf(
  useCase: UseCase,
  processId: string,
  id: string,
): Promise<InstanceDetail> {
  const definition = await requireDefinition(useCase, processId);
  const instance = await readInstance(useCase, id);
  const belongs = isId(processId)
    ? instance.definition_id === definition.definitionId
    : instance.process_id === definition.processId;
  if (!belongs) throw notFound('instance', id);
  return instance;
}

/** What the instance waits for besides people and workers. */
export async function readSubscriptions(useCase: UseCase, id: string, page: Page): Promise<SubscriptionList> {
  const after = keyAfter(page, keyParts.id)?.[0] ?? '';
  const { stored } = await requireInstance(useCase, id);
  const graph = await useCase.runtime.definitions.graph(stored.tenantId, stored.state.definitionId);
  const rest = [...wireSubscriptions(stored.state, graph)]
    .filter(([subscriptionId]) => subscriptionId > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { items, next_cursor } = pageOf(
    rest.slice(0, page.limit + 1),
    page.limit,
    ([, subscription]) => subscription,
    ([subscriptionId]) => [subscriptionId],
  );
  return { subscriptions: items, next_cursor };
}

/** Variables local to one element instance. */
export async function readLocalVariables(
  useCase: UseCase,
  id: string,
  elementInstanceId: string,
): Promise<Variables> {
  const { stored } = await requireInstance(useCase, id);
  const elementId = requireId('element instance', elementInstanceId);
  if (!stored.state.elements.has(elementId)) throw notFound('element instance', elementInstanceId);
  return { variables: { ...stored.state.variables.get(elementId) } };
}

async function requireInstance(
  { principal, database, runtime }: UseCase,
  id: string,
): Promise<{ readonly listing: InstanceListing; readonly stored: StoredInstance }> {
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const instanceId = requireId('instance', id);
  const found = await read(database, tenantId, async (transaction) => {
    const listing = await findInstance(transaction, tenantId, instanceId);
    if (listing === null) return null;
    if (listing.archived) return { listing, loaded: await loadArchived(transaction, tenantId, instanceId) };
    const [loaded] = await loadInstances(transaction, [{ tenantId, instanceId }]);
    return { listing, loaded };
  });
  if (found === null || found.loaded === undefined || found.loaded === null) throw notFound('instance', id);
  return { listing: found.listing, stored: await runtime.largeValues.instance(found.loaded) };
}

export function wireInstance(listing: InstanceListing): InstanceSummary {
  return {
    id: listing.instanceId,
    instance_id: listing.instanceId,
    process_id: listing.processId,
    process_name: listing.processName,
    definition_id: listing.definitionId,
    version: listing.version,
    status: listing.status,
    business_key: listing.businessKey,
    start_time: listing.startTime.toISOString(),
    end_time: listing.endTime?.toISOString() ?? null,
    started_by: listing.startedBy,
    parent_instance_id: listing.parentInstanceId,
    open_incidents: listing.openIncidents,
  };
}
