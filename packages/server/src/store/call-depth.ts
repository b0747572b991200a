import type { Transaction } from './database.ts';

/** In how many called instances an instance stands, itself not counted; counting ends at `most`. */
export async function callDepthOf(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  most: number,
): Promise<number> {
  const [row] = await transaction.query<{ depth: number }>(
    `WITH RECURSIVE caller AS (
       SELECT parent_instance_id, 0 AS depth FROM wbpm_process_instances
       WHERE tenant_id = $1 AND instance_id = $2
       UNION ALL
       SELECT i.parent_instance_id, caller.depth + 1 FROM wbpm_process_instances i
       JOIN caller ON i.instance_id = caller.parent_instance_id
       WHERE i.tenant_id = $1 AND caller.depth < $3
     )
     SELECT max(depth)::int AS depth FROM caller`,
    [tenantId, instanceId, most],
  );
  return row?.depth ?? 0;
}
