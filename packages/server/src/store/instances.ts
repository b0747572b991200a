import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';

/** Inserts new instances; returns the ids of those that did not exist and whose unique key was free. */
export async function insertInstances(
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = await transaction.query<{ instance_id: string }>(
    `INSERT INTO wbpm_process_instances
       (tenant_id, instance_id, process_definition_id, process_id, version, business_key, status, sequence,
        journal_hash, unfinished_steps, open_incidents, started_by, start_time, end_time, unique_key, parent_instance_id,
        parent_element_instance_id, conversation_id)
     SELECT tenant_id, instance_id, definition_id, process_id, version, business_key, status, sequence,
            decode(journal_hash, 'hex'), unfinished_steps, open_incidents, started_by, start_time, end_time,
            unique_key, parent_instance_id, parent_element_instance_id, conversation_id
     FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::bigint[],
                 $9::text[], $10::bigint[], $11::int[], $12::text[], $13::timestamptz[], $14::timestamptz[],
                 $15::text[], $16::uuid[], $17::uuid[], $18::uuid[])
       AS row (tenant_id, instance_id, definition_id, process_id, version, business_key, status, sequence,
               journal_hash, unfinished_steps, open_incidents, started_by, start_time, end_time, unique_key,
               parent_instance_id, parent_element_instance_id, conversation_id)
     ON CONFLICT DO NOTHING
     RETURNING instance_id`,
    columns(
      changes,
      (change) => change.tenantId,
      { ids: (change) => change.instanceId },
      { ids: ({ instance }) => instance.definitionId },
      ({ instance }) => instance.processId,
      ({ instance }) => instance.version,
      ({ instance }) => instance.businessKey,
      ({ instance }) => instance.status,
      ({ instance }) => instance.sequence,
      ({ instance }) => instance.journalHash,
      ({ instance }) => instance.unfinishedSteps,
      ({ instance }) => instance.openIncidents,
      ({ instance }) => instance.startedBy,
      { times: ({ instance }) => instance.startedAt },
      { times: ({ instance }) => instance.endedAt },
      ({ instance }) => instance.uniqueKey,
      { ids: ({ instance }) => instance.parent?.instanceId ?? null },
      { ids: ({ instance }) => instance.parent?.elementInstanceId ?? null },
      { ids: ({ instance }) => instance.conversationId },
    ),
  );
  return rows.map((row) => row.instance_id);
}

/** Updates the instances that still have the expected sequence; returns their ids. */
export async function updateInstances(
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = await transaction.query<{ instance_id: string }>(
    `UPDATE wbpm_process_instances i
     SET status = row.status, sequence = row.sequence, journal_hash = decode(row.journal_hash, 'hex'),
         unfinished_steps = row.unfinished_steps, open_incidents = row.open_incidents, end_time = row.end_time
     FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
                 $8::int[], $9::timestamptz[])
       AS row (tenant_id, instance_id, expected, status, sequence, journal_hash, unfinished_steps, open_incidents, end_time)
       WHERE i.tenant_id = row.tenant_id AND i.instance_id = row.instance_id AND i.sequence = row.expected
     RETURNING i.instance_id`,
    columns(
      changes,
      (change) => change.tenantId,
      { ids: (change) => change.instanceId },
      (change) => change.expectedSequence,
      ({ instance }) => instance.status,
      ({ instance }) => instance.sequence,
      ({ instance }) => instance.journalHash,
      ({ instance }) => instance.unfinishedSteps,
      ({ instance }) => instance.openIncidents,
      { times: ({ instance }) => instance.endedAt },
    ),
  );
  return rows.map((row) => row.instance_id);
}

/** Locks an instance against changes and answers at which sequence it is; null when there is none. */
export async function lockSequence(
  transaction: Transaction,
  { tenantId, instanceId }: { readonly tenantId: string; readonly instanceId: string },
): Promise<number | null> {
  const [row] = await transaction.query<{ sequence: number }>(
    `SELECT sequence FROM wbpm_process_instances WHERE tenant_id = $1 AND instance_id = $2 FOR NO KEY UPDATE`,
    [tenantId, instanceId],
  );
  return row?.sequence ?? null;
}

export interface UnfinishedInstance {
  readonly tenantId: string;
  readonly instanceId: string;
  /** Since its last wait. */
  readonly stepsTaken: number;
}

/** Active instances with work left that nothing will wake up. */
export async function unfinishedInstances(
  transaction: Transaction,
  limit: number,
): Promise<UnfinishedInstance[]> {
  const rows = await transaction.query<{ tenant_id: string; instance_id: string; unfinished_steps: number }>(
    `SELECT tenant_id, instance_id, unfinished_steps FROM wbpm_process_instances
     WHERE unfinished_steps IS NOT NULL AND status = 'active' LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    instanceId: row.instance_id,
    stepsTaken: row.unfinished_steps,
  }));
}
