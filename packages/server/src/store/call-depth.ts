import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { InstanceKey } from './load-instances.ts';

export interface CallDepth extends InstanceKey {
  /** In how many called instances the instance stands, itself not counted. */
  readonly depth: number;
}

/** How deep each of the instances stands; counting ends at `most`. Unknown keys are missing from the answer. */
export async function callDepths(
  transaction: Transaction,
  keys: readonly InstanceKey[],
  most: number,
): Promise<CallDepth[]> {
  const rows = await transaction.query<{ tenant_id: string; instance_id: string; depth: number }>(
    `WITH RECURSIVE caller AS (
       SELECT tenant_id, instance_id, parent_instance_id, 0 AS depth FROM wbpm_process_instances
       JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, instance_id) USING (tenant_id, instance_id)
       UNION ALL
       SELECT caller.tenant_id, caller.instance_id, i.parent_instance_id, caller.depth + 1
       FROM caller
       JOIN wbpm_process_instances i
         ON i.tenant_id = caller.tenant_id AND i.instance_id = caller.parent_instance_id
       WHERE caller.depth < $3
     )
     SELECT tenant_id, instance_id, max(depth)::int AS depth FROM caller GROUP BY tenant_id, instance_id`,
    [
      ...columns(
        keys,
        (key) => key.tenantId,
        (key) => key.instanceId,
      ),
      most,
    ],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, instanceId: row.instance_id, depth: row.depth }));
}
