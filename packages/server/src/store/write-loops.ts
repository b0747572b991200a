import { jsonTexts } from './columns.ts';
import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** What loops run over and gave, and what can be undone: rows that are written once. */
export function writeLoops(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.loops.items,
      `INSERT INTO wbpm_loop_items (tenant_id, instance_id, body_id, items)
       SELECT tenant_id, instance_id, body_id, items::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], ${jsonTexts(4)}) AS row (tenant_id, instance_id, body_id, items)`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.bodyId },
      { json: ({ row }) => row.items },
    ),
    write(
      (change) => change.loops.outputs,
      `INSERT INTO wbpm_loop_outputs (tenant_id, instance_id, body_id, item_index, value)
       SELECT tenant_id, instance_id, body_id, item_index, value::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], ${jsonTexts(5)})
         AS row (tenant_id, instance_id, body_id, item_index, value)`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.bodyId },
      ({ row }) => row.index,
      { json: ({ row }) => row.value },
    ),
    ...['wbpm_loop_items', 'wbpm_loop_outputs'].map((table) =>
      write(
        (change) => change.loops.deleted,
        `DELETE FROM ${table} l
         USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, body_id)
         WHERE l.tenant_id = row.tenant_id AND l.instance_id = row.instance_id AND l.body_id = row.body_id`,
        tenantOf,
        { ids: instanceOf },
        { ids: ({ row }) => row },
      ),
    ),
    write(
      (change) => change.compensations.kept,
      `INSERT INTO wbpm_compensations
         (tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables, position)
       SELECT tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables::json,
              position
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], ${jsonTexts(7)}, $8::bigint[])
         AS row (tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables, position)`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.compensationId },
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.elementInstanceId },
      { ids: ({ row }) => row.scopeId },
      { json: ({ row }) => row.variables },
      ({ row }) => row.position,
    ),
    write(
      (change) => change.compensations.deleted,
      `DELETE FROM wbpm_compensations c
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, compensation_id)
       WHERE c.tenant_id = row.tenant_id AND c.instance_id = row.instance_id AND c.compensation_id = row.compensation_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row },
    ),
  ];
}
