import type { MigratedInstance, MigrateInstance, MigrationPlan, MigrationVerdict } from '@wbpm/contract';
import {
  hasEnded,
  type InstanceState,
  type MigrationRequest,
  type MigrationPlan as Plan,
  planMigration,
  type Verdict,
  type WaitedFor,
} from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { staleness } from '../runtime/command-outcome.ts';
import { loadInstances } from '../store/load-instances.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute, refusalOf } from './execute.ts';
import { requireDefinition } from './read-process.ts';

/** Lets the instance go on by another definition, or says what that would come to. */
export async function migrateInstance(
  useCase: UseCase,
  id: string,
  body: MigrateInstance,
): Promise<Executed<MigratedInstance | MigrationPlan>> {
  requirePermission(useCase.principal, 'instance', 'update');
  const instanceId = requireId('instance', id);
  if (body.dry_run === true) return { response: await plan(useCase, instanceId, body), replayed: false };
  const request = await migrationRequest(useCase, body);
  const command = { type: 'migrateInstance', ...request, reason: body.reason ?? null } as const;
  return execute(useCase, instanceId, command, wireMigrated);
}

async function plan(useCase: UseCase, instanceId: string, body: MigrateInstance): Promise<MigrationPlan> {
  const { database, principal, runtime } = useCase;
  const { tenantId } = principal;
  const [loaded] = await read(database, tenantId, (transaction) =>
    loadInstances(transaction, [{ tenantId, instanceId }]),
  );
  if (loaded === undefined) throw notFound('instance', instanceId);
  const { state } = await runtime.largeValues.instance(loaded);
  if (hasEnded(state)) {
    throw new Refusal(
      'INSTANCE_ENDED',
      `Expected instance ${instanceId} to be active, but it is ${state.status}`,
    );
  }
  const { expectedRevision: expectedSequence } = useCase;
  const stale = staleness(state, expectedSequence === undefined ? {} : { expectedSequence });
  if (stale !== null) throw refusalOf(stale);
  return migrationPlan(useCase, state, await migrationRequest(useCase, body));
}

/** What the migration of an instance in this state would come to. */
export async function migrationPlan(
  { runtime, principal }: UseCase,
  state: InstanceState,
  request: MigrationRequest,
): Promise<MigrationPlan> {
  const graph = await runtime.definitions.graph(principal.tenantId, state.definitionId);
  return wirePlan(state.instanceId, planMigration(graph, state, request, runtime.clock.now()));
}

/** Refused when the target is none. */
export async function migrationRequest(
  useCase: UseCase,
  { target, mapping = {}, update_events: updatedEvents = [] }: MigrateInstance,
): Promise<MigrationRequest> {
  const { definitionId, version, status } = await requireDefinition(useCase, target);
  if (status === 'archived') {
    throw new Refusal('CONFLICT', `Expected definition '${target}' to be active, but it is archived`);
  }
  const graph = await useCase.runtime.definitions.graph(useCase.principal.tenantId, definitionId);
  return { target: graph, definitionId, version, mapping, updatedEvents };
}

function wireMigrated(state: InstanceState): MigratedInstance {
  const { instanceId, processId, definitionId, version, status } = state;
  return {
    id: instanceId,
    instance_id: instanceId,
    process_id: processId,
    definition_id: definitionId,
    version,
    status,
  };
}

const wireVerdicts: { readonly [Of in Verdict]: MigrationVerdict } = {
  migrates: 'migrates',
  needsMapping: 'needs_mapping',
  cannot: 'cannot',
};

function wirePlan(instanceId: string, { verdict, elements, subscriptions }: Plan): MigrationPlan {
  return {
    instance_id: instanceId,
    verdict: wireVerdicts[verdict],
    elements: elements.map((element) => ({
      element_id: element.elementId,
      element_instance_id: element.elementInstanceId,
      target_element_id: element.targetElementId,
      verdict: wireVerdicts[element.verdict],
      ...(element.reason === null ? {} : { reason: element.reason }),
    })),
    subscriptions: {
      kept: subscriptions.kept.map(wireWaitedFor),
      closed: subscriptions.closed.map(wireWaitedFor),
      opened: subscriptions.opened.map(wireWaitedFor),
    },
  };
}

function wireWaitedFor({ elementId, elementInstanceId, kind }: WaitedFor) {
  return { element_id: elementId, element_instance_id: elementInstanceId, type: kind };
}
