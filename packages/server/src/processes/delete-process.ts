import type { DeletedProcess } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { isId } from '../ids.ts';
import { notifyDefinitions } from '../store/commit-notice.ts';
import { archiveDefinitions, type Definition, listVersions } from '../store/definitions.ts';
import { runningInstances } from '../store/instance-lists.ts';
import { read } from '../store/read.ts';
import { deleteStartSubscriptions, replaceStartSubscriptions } from '../store/start-subscriptions.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce } from './answer-once.ts';
import { type Executed, execute } from './execute.ts';
import { requireDefinition } from './read-process.ts';
import { startSubscriptionsOf } from './start-subscriptions.ts';

/**
 * Takes a process (or the one version a definition id names) out of use. Running instances stand in
 * the way unless `cascade` ends them. What has run stays readable.
 */
export async function deleteProcess(
  useCase: UseCase,
  id: string,
  cascade: boolean,
): Promise<Executed<DeletedProcess>> {
  const { principal, database } = useCase;
  requirePermission(principal, 'process', 'delete');
  const { tenantId } = principal;
  const definition = await requireDefinition(useCase, id);
  const running = await read(database, tenantId, (transaction) =>
    runningInstances(transaction, tenantId, definition.processId),
  );
  if (running.length > 0 && !cascade) {
    throw new Refusal(
      'PROCESS_IN_USE',
      `Expected no running instance of '${definition.processId}', but found ${running.length}`,
    );
  }
  const { idempotency, ...withoutKey } = useCase;
  for (const instanceId of running) {
    await execute(withoutKey, instanceId, { type: 'cancelInstance', reason: 'process deleted' }, () => ({}));
  }
  const executed = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async () => {
      const versions = isId(id)
        ? [definition]
        : (await listVersions(transaction, tenantId, definition.processId)).filter(
            ({ status }) => status !== 'archived',
          );
      await archiveDefinitions(
        transaction,
        tenantId,
        versions.map(({ definitionId }) => definitionId),
      );
      await deleteStartSubscriptions(
        transaction,
        tenantId,
        versions.map(({ definitionId }) => definitionId),
      );
      await notifyDefinitions(transaction, tenantId, [definition.processId]);
      return {
        process_id: definition.processId,
        deleted_versions: versions.length,
        deleted_instances: running.length,
      };
    }),
  );
  if (!executed.replayed) await startByRemaining(useCase, definition);
  return executed;
}

/** When the newest version was deleted, the newest of the others is what events start. */
async function startByRemaining(
  { database, runtime, principal }: UseCase,
  { processId, version }: Definition,
): Promise<void> {
  const { tenantId } = principal;
  const latest = await runtime.definitions.latest(tenantId, processId);
  if (latest === null || latest.version > version) return;
  const graph = await runtime.definitions.graph(tenantId, latest.definitionId);
  const starts = startSubscriptionsOf(tenantId, latest, graph, runtime.clock.now());
  await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    replaceStartSubscriptions(transaction, tenantId, processId, starts),
  );
}
