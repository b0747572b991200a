import {
  type BatchPlan,
  batchLimits,
  type CreateBatch,
  type MigrationPlan,
  type MigrationVerdict,
} from '@wbpm/contract';
import { migrationPlan, migrationRequest } from '../processes/migrate-instance.ts';
import { countInstances, firstInstances } from '../store/batch-instances.ts';
import { loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { selectionOf } from './batch-selection.ts';

/** Each is loaded whole. */
const mostExamined = 100;
const mostReasons = 100;

/** What a batch would have, and for a migration what it would come to. */
export async function planBatch(useCase: UseCase, batch: CreateBatch): Promise<BatchPlan> {
  const { principal, database, runtime } = useCase;
  const { tenantId } = principal;
  const selection = selectionOf(batch.operation, batch.filter);
  const wanted = batch.operation === 'migrate' ? mostExamined : batchLimits.sample;
  const [total, loaded] = await read(database, tenantId, async (transaction) => [
    await countInstances(transaction, tenantId, selection, batchLimits.instances + 1),
    await loadInstances(transaction, await firstInstances(transaction, tenantId, selection, wanted)),
  ]);
  const instances = await Promise.all(loaded.map((instance) => runtime.largeValues.instance(instance)));
  const oldestFirst = instances.toSorted((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  const plans = await plansOf(useCase, batch, oldestFirst);
  return {
    dry_run: true,
    total,
    examined: plans.length,
    verdicts: grouped(plans),
    sample: oldestFirst.slice(0, batchLimits.sample).map(({ instanceId, state }, index) => {
      const verdict = plans[index]?.verdict;
      return {
        instance_id: instanceId,
        process_id: state.processId,
        definition_id: state.definitionId,
        version: state.version,
        status: state.status,
        business_key: state.businessKey,
        ...(verdict === undefined ? {} : { verdict }),
      };
    }),
  };
}

async function plansOf(
  useCase: UseCase,
  batch: CreateBatch,
  instances: readonly StoredInstance[],
): Promise<MigrationPlan[]> {
  if (batch.operation !== 'migrate') return [];
  const request = await migrationRequest(useCase, batch.parameters);
  const plans: MigrationPlan[] = [];
  for (const { state } of instances) plans.push(await migrationPlan(useCase, state, request));
  return plans;
}

const verdicts: readonly MigrationVerdict[] = ['migrates', 'needs_mapping', 'cannot'];

function grouped(plans: readonly MigrationPlan[]): BatchPlan['verdicts'] {
  return verdicts.flatMap((verdict) => {
    const alike = plans.filter((plan) => plan.verdict === verdict);
    return alike.length === 0 ? [] : [{ verdict, count: alike.length, reasons: reasonsOf(alike) }];
  });
}

function reasonsOf(plans: readonly MigrationPlan[]): BatchPlan['verdicts'][number]['reasons'] {
  const reasons = new Map<string, BatchPlan['verdicts'][number]['reasons'][number]>();
  for (const { elements } of plans) {
    const ofThis = new Map(
      elements.flatMap(({ element_id, reason }) =>
        reason === undefined ? [] : [[JSON.stringify([element_id, reason]), { element_id, reason }]],
      ),
    );
    for (const [key, reason] of ofThis) {
      reasons.set(key, { ...reason, count: (reasons.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...reasons.values()].toSorted((a, b) => b.count - a.count).slice(0, mostReasons);
}
