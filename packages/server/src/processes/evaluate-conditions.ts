import type { StartedByConditions } from '@wbpm/contract';
import { ExpressionError, evaluateCondition, type JsonObject, startTriggersOf } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Outgoing, targetOf } from '../store/effect.ts';
import { insertOutgoing } from '../store/outbox.ts';
import { read } from '../store/read.ts';
import { type StartSubscription, startedByConditions } from '../store/start-subscriptions.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce } from './answer-once.ts';
import type { Executed } from './execute.ts';

/** Starts every process whose conditional start event holds with these variables. */
export async function evaluateConditions(
  useCase: UseCase,
  variables: JsonObject,
): Promise<Executed<StartedByConditions>> {
  const { principal, database, runtime, idempotency } = useCase;
  requirePermission(principal, 'process', 'start');
  const { tenantId } = principal;
  const conditional = await read(database, tenantId, (transaction) =>
    startedByConditions(transaction, tenantId),
  );
  const held = await Promise.all(conditional.map((start) => holds(useCase, start, variables)));
  const starts = conditional
    .filter((_start, index) => held[index])
    .map((start) => startOf(start, variables, runtime));
  let written: readonly Outgoing[] = [];
  const executed = await database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async () => {
      await insertOutgoing(transaction, starts);
      written = starts;
      return { instance_ids: starts.flatMap(({ effect }) => targetOf(effect) ?? []) };
    }),
  );
  await runtime.route(written);
  return executed;
}

/** A condition over variables that were not given does not hold. */
async function holds(
  { runtime }: UseCase,
  { tenantId, definitionId, elementId, triggerIndex }: StartSubscription,
  variables: JsonObject,
): Promise<boolean> {
  const graph = await runtime.definitions.graph(tenantId, definitionId);
  const start = startTriggersOf(graph).find(
    (candidate) => candidate.elementId === elementId && candidate.triggerIndex === triggerIndex,
  );
  if (start?.trigger.kind !== 'conditional') return false;
  try {
    return evaluateCondition(start.trigger.condition, { variables, now: runtime.clock.now() });
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function startOf(start: StartSubscription, variables: JsonObject, runtime: Runtime): Outgoing {
  const { tenantId, definitionId, version, elementId, triggerIndex } = start;
  return {
    tenantId,
    id: runtime.newId(),
    lockedUntil: runtime.outboxLease(),
    effect: {
      kind: 'start',
      instanceId: runtime.newId(),
      definitionId,
      version,
      startElementId: elementId,
      startTriggerIndex: triggerIndex,
      businessKey: null,
      triggerVariables: variables,
      conversationId: null,
    },
  };
}
