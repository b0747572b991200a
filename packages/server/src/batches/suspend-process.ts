import type { SuspendedProcess, SuspendProcess } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import { requireDefinition } from '../processes/read-process.ts';
import { notifyDefinitions } from '../store/commit-notice.ts';
import type { Transaction } from '../store/database.ts';
import { type Definition, listVersions, suspendDefinitions } from '../store/definitions.ts';
import { messagesStarting } from '../store/start-subscriptions.ts';
import type { UseCase } from '../use-case.ts';
import { requireBatchPermission } from './batch-permission.ts';
import { storeBatch } from './create-batch.ts';

/** From now on the definition, or every version of the process, starts nothing. */
export function suspendProcess(
  useCase: UseCase,
  id: string,
  request: SuspendProcess,
): Promise<Executed<SuspendedProcess>> {
  return change(useCase, id, 'suspend', request);
}

/** Lets it start again; messages that were kept meanwhile start it now. */
export async function resumeProcess(
  useCase: UseCase,
  id: string,
  request: SuspendProcess,
): Promise<Executed<SuspendedProcess>> {
  const executed = await change(useCase, id, 'resume', request);
  const { database, runtime, principal } = useCase;
  const { tenantId } = principal;
  const names = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    messagesStarting(transaction, tenantId, executed.response.process_id),
  );
  for (const name of names) runtime.offerKept(tenantId, name);
  return executed;
}

async function change(
  useCase: UseCase,
  id: string,
  operation: 'suspend' | 'resume',
  { include_instances: withInstances = false, reason }: SuspendProcess,
): Promise<Executed<SuspendedProcess>> {
  const { principal, database, idempotency } = useCase;
  requirePermission(principal, 'process', 'suspend');
  if (withInstances) requireBatchPermission(principal, operation);
  const definition = await requireDefinition(useCase, id);
  if (definition.status === 'archived') {
    throw new Refusal('CONFLICT', `Expected process '${id}' to be in use, but it is archived`);
  }
  const { tenantId } = principal;
  const filter = isId(id) ? { definition_id: definition.definitionId } : { process_id: definition.processId };
  return database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async () => {
      const definitionIds = await meant(transaction, tenantId, id, definition);
      await suspendDefinitions(transaction, tenantId, definitionIds, operation === 'suspend');
      await notifyDefinitions(transaction, tenantId, [definition.processId]);
      const why = reason === undefined ? {} : { reason };
      const batch = withInstances
        ? await storeBatch(transaction, useCase, { operation, filter, parameters: {}, ...why })
        : null;
      return {
        process_id: definition.processId,
        status: operation === 'suspend' ? 'suspended' : 'active',
        versions: definitionIds.length,
        batch_id: batch?.batch_id ?? null,
      };
    }),
  );
}

/** One version where a definition id was given, else all that are in use. */
async function meant(
  transaction: Transaction,
  tenantId: string,
  id: string,
  { definitionId, processId }: Definition,
): Promise<string[]> {
  if (isId(id)) return [definitionId];
  const versions = await listVersions(transaction, tenantId, processId);
  return versions.filter(({ status }) => status !== 'archived').map((version) => version.definitionId);
}
