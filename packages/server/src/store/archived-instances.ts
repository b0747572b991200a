import type { Transaction } from './database.ts';
import {
  type InstanceRecord,
  instanceState,
  setVariable,
  type VariableRecord,
  variableColumns,
} from './instance-records.ts';
import type { InstanceSource } from './instance-source.ts';
import type { LoadedInstance } from './load-instances.ts';

/** An instance of the archive as it was when it ended; null where it is not in the archive. */
export async function loadArchived(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<LoadedInstance | null> {
  const [[row], variables] = await Promise.all([
    transaction.query<InstanceRecord>(
      `SELECT tenant_id, instance_id, process_definition_id, process_id, version, business_key, status, sequence,
              encode(journal_hash, 'hex') AS journal_hash, started_by, start_time, end_time, parent_instance_id,
              parent_element_instance_id, conversation_id
       FROM wbpm_process_instances_archive WHERE tenant_id = $1 AND instance_id = $2`,
      [tenantId, instanceId],
    ),
    transaction.query<VariableRecord>(
      `SELECT ${variableColumns} FROM wbpm_variables_archive t
       WHERE tenant_id = $1 AND instance_id = $2`,
      [tenantId, instanceId],
    ),
  ]);
  if (row === undefined) return null;
  const state = instanceState(row);
  const largeVariables = variables.flatMap((variable) => setVariable(state, variable) ?? []);
  const { journal_hash: journalHash, started_by: startedBy, conversation_id: conversationId } = row;
  return {
    instance: { tenantId, instanceId, journalHash, startedBy, conversationId, state, largeVariables },
  };
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
