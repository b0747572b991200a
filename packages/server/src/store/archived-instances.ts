import type { Transaction } from './database.ts';
import { grouped } from './grouped.ts';
import {
  type InstanceRecord,
  instanceState,
  setVariable,
  type VariableRecord,
  variableColumns,
} from './instance-records.ts';
import type { InstanceSource } from './instance-source.ts';
import { type LoadedInstance, loadInstances } from './load-instances.ts';

/** An instance of the archive as it was when it ended; null where it is not in the archive. */
export async function loadArchived(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<LoadedInstance | null> {
  const [loaded] = await loadManyArchived(transaction, tenantId, [instanceId]);
  return loaded ?? null;
}

async function loadManyArchived(
  transaction: Transaction,
  tenantId: string,
  instanceIds: readonly string[],
): Promise<LoadedInstance[]> {
  const [rows, variables] = await Promise.all([
    transaction.query<InstanceRecord>(
      `SELECT tenant_id, instance_id, process_definition_id, process_id, version, business_key, status, sequence,
              encode(journal_hash, 'hex') AS journal_hash, started_by, start_time, end_time, parent_instance_id,
              parent_element_instance_id, conversation_id
       FROM wbpm_process_instances_archive WHERE tenant_id = $1 AND instance_id = ANY($2::uuid[])`,
      [tenantId, instanceIds],
    ),
    transaction.query<VariableRecord>(
      `SELECT ${variableColumns} FROM wbpm_variables_archive t
       WHERE tenant_id = $1 AND instance_id = ANY($2::uuid[])`,
      [tenantId, instanceIds],
    ),
  ]);
  const variablesOf = grouped(variables, (variable) => variable.instance_id);
  return rows.map((row) => {
    const { instance_id: instanceId, journal_hash: journalHash, started_by: startedBy } = row;
    const state = instanceState(row);
    const own = variablesOf.get(instanceId) ?? [];
    const largeVariables = own.flatMap((variable) => setVariable(state, variable) ?? []);
    const conversationId = row.conversation_id;
    return {
      instance: { tenantId, instanceId, journalHash, startedBy, conversationId, state, largeVariables },
    };
  });
}

/** Instances with all that belongs to them, wherever they stand. Unknown ids are missing from the answer. */
export async function loadWhereTheyStand(
  transaction: Transaction,
  tenantId: string,
  instanceIds: readonly string[],
): Promise<LoadedInstance[]> {
  const current = await loadInstances(
    transaction,
    instanceIds.map((instanceId) => ({ tenantId, instanceId })),
  );
  const found = new Set(current.map(({ instance }) => instance.instanceId));
  const missing = instanceIds.filter((id) => !found.has(id));
  if (missing.length === 0) return current;
  return [...current, ...(await loadManyArchived(transaction, tenantId, missing))];
}

export async function isArchived(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    'SELECT FROM wbpm_process_instances_archive WHERE tenant_id = $1 AND instance_id = $2',
    [tenantId, instanceId],
  );
  return rows.length > 0;
}

/**
 * What belongs to an instance, from where the instance stands; null: of all that are not archived. Most who ask ask for
 * one that is not, so the archive is looked at only where nothing else was found.
 */
export async function listWhereItStands<Row>(
  transaction: Transaction,
  tenantId: string,
  instanceId: string | null,
  list: (from: InstanceSource) => Promise<Row[]>,
): Promise<Row[]> {
  const current = await list('current');
  if (instanceId === null || current.length > 0) return current;
  return (await isArchived(transaction, tenantId, instanceId)) ? list('archive') : current;
}
