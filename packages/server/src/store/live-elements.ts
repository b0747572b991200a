import type { Transaction } from './database.ts';

/** Where the given element instances stand, as far as they live; element ids by element instance id. */
export async function liveElements(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  elementInstanceIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await transaction.query<{ element_instance_id: string; element_id: string }>(
    `SELECT element_instance_id, element_id FROM wbpm_element_instances
     WHERE tenant_id = $1 AND instance_id = $2 AND element_instance_id = ANY($3::uuid[])`,
    [tenantId, instanceId, elementInstanceIds],
  );
  return new Map(rows.map((row) => [row.element_instance_id, row.element_id]));
}
