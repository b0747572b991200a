import { jsonTexts } from './columns.ts';
import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** Live element instances and the variables of every scope. */
export function writeElements(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.elements.deleted,
      `DELETE FROM wbpm_element_instances e
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, element_instance_id)
       WHERE e.tenant_id = row.tenant_id AND e.instance_id = row.instance_id AND e.element_instance_id = row.element_instance_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row },
    ),
    write(
      (change) => change.elements.updated,
      `UPDATE wbpm_element_instances e
       SET status = row.status, since = row.since, wait = row.wait::json, incident_id = row.incident_id,
           loop = row.loop::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], ${jsonTexts(6)}, $7::uuid[], ${jsonTexts(8)})
         AS row (tenant_id, instance_id, element_instance_id, status, since, wait, incident_id, loop)
       WHERE e.tenant_id = row.tenant_id AND e.instance_id = row.instance_id AND e.element_instance_id = row.element_instance_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.id },
      ({ row }) => row.status,
      { times: ({ row }) => row.since },
      { json: ({ row }) => row.wait },
      { ids: ({ row }) => row.incidentId },
      { json: ({ row }) => row.loop },
    ),
    write(
      (change) => change.elements.inserted,
      `INSERT INTO wbpm_element_instances
         (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since, wait, incident_id,
          item_index, triggered, undoes, loop)
       SELECT tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since,
              wait::json, incident_id, item_index, triggered, undoes::json, loop::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                   $8::timestamptz[], ${jsonTexts(9)}, $10::uuid[], $11::int[], $12::boolean[], ${jsonTexts(13)}, ${jsonTexts(14)})
         AS row (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, status, since, wait,
                 incident_id, item_index, triggered, undoes, loop)`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.id },
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.scopeId },
      ({ row }) => row.flowId,
      ({ row }) => row.status,
      { times: ({ row }) => row.since },
      { json: ({ row }) => row.wait },
      { ids: ({ row }) => row.incidentId },
      ({ row }) => row.itemIndex,
      ({ row }) => row.triggered,
      { json: ({ row }) => row.undoes },
      { json: ({ row }) => row.loop },
    ),
    write(
      (change) => change.variables.deletedScopes,
      `DELETE FROM wbpm_variables v
       USING unnest($1::text[], $2::uuid[], $3::uuid[]) AS row (tenant_id, instance_id, scope_id)
       WHERE v.tenant_id = row.tenant_id AND v.instance_id = row.instance_id AND v.scope_id = row.scope_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row },
    ),
    write(
      (change) => change.variables.set,
      `INSERT INTO wbpm_variables
         (tenant_id, instance_id, scope_id, name, value, text_value, number_value, time_value, value_sha256, value_bytes)
       SELECT tenant_id, instance_id, scope_id, name, value::json, text_value, number_value, time_value,
              decode(value_sha256, 'hex'), value_bytes
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], ${jsonTexts(5)}, $6::text[], $7::float8[],
                   $8::timestamptz[], ${jsonTexts(9)}, $10::bigint[])
         AS row (tenant_id, instance_id, scope_id, name, value, text_value, number_value, time_value, value_sha256,
                 value_bytes)
       ON CONFLICT (tenant_id, instance_id, scope_id, name) DO UPDATE
       SET value = excluded.value, text_value = excluded.text_value, number_value = excluded.number_value,
           time_value = excluded.time_value, value_sha256 = excluded.value_sha256, value_bytes = excluded.value_bytes`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.scopeId },
      ({ row }) => row.name,
      { json: ({ row }) => row.value },
      ({ row }) => row.textValue,
      ({ row }) => row.numberValue,
      ({ row }) => row.timeValue,
      { json: ({ row }) => row.large?.sha256 ?? null },
      ({ row }) => row.large?.bytes ?? null,
    ),
  ];
}
