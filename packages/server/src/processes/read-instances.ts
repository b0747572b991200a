import type { ActiveElement, InstanceIncident, InstanceSummary } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { loadWhereTheyStand } from '../store/archived-instances.ts';
import { findInstances } from '../store/instance-lists.ts';
import type { LoadedInstance } from '../store/load-instances.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { wireInstance } from './read-instance.ts';
import { wireActiveElements, wireOpenIncidents } from './wire-state.ts';

/** Many instances as lists show them, by their ids. Unknown ids are missing from the answer. */
export async function readInstanceSummaries(
  { principal: { tenantId }, principal, database }: UseCase,
  ids: readonly string[],
): Promise<Map<string, InstanceSummary>> {
  requirePermission(principal, 'instance', 'read');
  const listings = await read(database, tenantId, (transaction) => findInstances(transaction, tenantId, ids));
  return new Map(listings.map((listing) => [listing.instanceId, wireInstance(listing)]));
}

/** What is in an instance. */
export interface InstanceParts {
  readonly active_elements: ActiveElement[];
  readonly incidents: InstanceIncident[];
  /** Large ones are in the file store and fetched only when they are asked for. */
  variables(): Promise<JsonObject>;
}

/** What is in many instances, by their ids. Unknown ids are missing from the answer. */
export async function readInstanceParts(
  useCase: UseCase,
  ids: readonly string[],
): Promise<Map<string, InstanceParts>> {
  const { principal, database } = useCase;
  requirePermission(principal, 'instance', 'read');
  const { tenantId } = principal;
  const loaded = await read(database, tenantId, (transaction) =>
    loadWhereTheyStand(transaction, tenantId, ids),
  );
  const parts = loaded.map(
    async (instance) => [instance.instance.instanceId, await partsOf(useCase, instance)] as const,
  );
  return new Map(await Promise.all(parts));
}

async function partsOf({ runtime }: UseCase, loaded: LoadedInstance): Promise<InstanceParts> {
  const { tenantId, instanceId, state } = loaded.instance;
  const graph = await runtime.definitions.graph(tenantId, state.definitionId);
  return {
    active_elements: wireActiveElements(state, graph),
    incidents: wireOpenIncidents(state),
    async variables() {
      const complete = await runtime.largeValues.instance(loaded);
      return { ...complete.state.variables.get(instanceId) };
    },
  };
}
