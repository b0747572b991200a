import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** What loops run over and gave, and what can be undone: rows that are written once. */
export function writeLoops(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.loops.items,
      `INSERT INTO wbpm_loop_items (tenant_id, instance_id, body_id, items)
       SELECT tenant_id, instance_id, body_id, items::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[]) AS row (tenant_id, instance_id, body_id, items)`,
      tenantOf,
      instanceOf,
      ({ row }) => row.bodyId,
      ({ row }) => row.items,
    ),
    write(
      (change) => change.loops.outputs,
      `INSERT INTO wbpm_loop_outputs (tenant_id, instance_id, body_id, item_index, value)
       SELECT tenant_id, instance_id, body_id, item_index, value::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::text[])
         AS row (tenant_id, instance_id, body_id, item_index, value)`,
      tenantOf,
      instanceOf,
      ({ row }) => row.bodyId,
      ({ row }) => row.index,
      ({ row }) => row.value,
    ),
    ...['wbpm_loop_items', 'wbpm_loop_outputs'].map((table) =>
      write(
        (change) => change.loops.deleted,
        `DELETE FROM ${table} l
         USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, body_id)
         WHERE l.tenant_id = row.tenant_id AND l.instance_id = row.instance_id AND l.body_id = row.body_id`,
        tenantOf,
        instanceOf,
        ({ row }) => row,
      ),
    ),
    write(
      (change) => change.compensations.kept,
      `INSERT INTO wbpm_compensations
         (tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables, position)
       SELECT tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables::json,
              position
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::bigint[])
         AS row (tenant_id, instance_id, compensation_id, element_id, element_instance_id, scope_id, variables, position)`,
      tenantOf,
      instanceOf,
      ({ row }) => row.compensationId,
      ({ row }) => row.elementId,
      ({ row }) => row.elementInstanceId,
      ({ row }) => row.scopeId,
      ({ row }) => row.variables,
      ({ row }) => row.position,
    ),
    write(
      (change) => change.compensations.deleted,
      `DELETE FROM wbpm_compensations c
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, compensation_id)
       WHERE c.tenant_id = row.tenant_id AND c.instance_id = row.instance_id AND c.compensation_id = row.compensation_id`,
      tenantOf,
      instanceOf,
      ({ row }) => row,
    ),
  ];
}
