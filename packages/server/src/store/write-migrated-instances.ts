import { jsonTexts } from './columns.ts';
import type { InstanceChange, MovedSubscription } from './instance-change.ts';
import { type ChangedRow, instanceOf, tenantOf, type Write } from './row-writer.ts';

const definitionOf = ({ change }: ChangedRow<unknown>): string => change.instance.definitionId;
const processOf = ({ change }: ChangedRow<unknown>): string => change.instance.processId;

/** Instances that moved to another definition, and every row of theirs that names an element of it. */
export function writeMigratedInstances(write: Write): Promise<void>[] {
  return [
    // A business key is unique within a process: an instance that comes from another one gives the claim up.
    write(
      (change) => (change.migration === null ? [] : [change.instance.version]),
      `UPDATE wbpm_process_instances i
       SET process_definition_id = row.definition_id, process_id = row.process_id, version = row.version,
           unique_key = CASE WHEN i.process_id = row.process_id THEN i.unique_key END
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::int[])
         AS row (tenant_id, instance_id, definition_id, process_id, version)
       WHERE i.tenant_id = row.tenant_id AND i.instance_id = row.instance_id`,
      tenantOf,
      { ids: instanceOf },
      definitionOf,
      processOf,
      ({ row }) => row,
    ),
    write(
      (change) => change.migration?.elements ?? [],
      `UPDATE wbpm_element_instances e
       SET element_id = row.element_id, scope_id = row.scope_id, flow_id = row.flow_id, item_index = row.item_index,
           wait = row.wait::json, undoes = row.undoes::json
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::int[], ${jsonTexts(8)},
                   ${jsonTexts(9)})
         AS row (tenant_id, instance_id, element_instance_id, element_id, scope_id, flow_id, item_index, wait, undoes)
       WHERE e.tenant_id = row.tenant_id AND e.instance_id = row.instance_id AND e.element_instance_id = row.element_instance_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.id },
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.scopeId },
      ({ row }) => row.flowId,
      ({ row }) => row.itemIndex,
      { json: ({ row }) => row.wait },
      { json: ({ row }) => row.undoes },
    ),
    moveWork(write, 'wbpm_tasks', 'task_id', (change) =>
      (change.migration?.tasks ?? []).map(({ taskId, elementId }) => ({ id: taskId, elementId })),
    ),
    moveWork(write, 'wbpm_jobs', 'job_id', (change) =>
      (change.migration?.jobs ?? []).map(({ jobId, elementId }) => ({ id: jobId, elementId })),
    ),
    moveSubscriptions(write, 'wbpm_process_timers', 'timer_id', (change) => change.migration?.timers ?? []),
    moveSubscriptions(
      write,
      'wbpm_event_subscriptions',
      'subscription_id',
      (change) => change.migration?.subscriptions ?? [],
    ),
    write(
      (change) => change.migration?.compensations ?? [],
      `UPDATE wbpm_compensations c SET element_id = row.element_id
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[])
         AS row (tenant_id, instance_id, compensation_id, element_id)
       WHERE c.tenant_id = row.tenant_id AND c.instance_id = row.instance_id AND c.compensation_id = row.compensation_id`,
      tenantOf,
      { ids: instanceOf },
      { ids: ({ row }) => row.compensationId },
      ({ row }) => row.elementId,
    ),
    write(
      (change) => change.migration?.incidents ?? [],
      `UPDATE wbpm_incidents i SET element_id = row.element_id, process_id = row.process_id
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[])
         AS row (tenant_id, incident_id, element_id, process_id)
       WHERE i.tenant_id = row.tenant_id AND i.incident_id = row.incident_id`,
      tenantOf,
      { ids: ({ row }) => row.incidentId },
      ({ row }) => row.elementId,
      processOf,
    ),
  ];
}

function moveWork(
  write: Write,
  table: string,
  id: string,
  pick: (change: InstanceChange) => readonly { readonly id: string; readonly elementId: string }[],
): Promise<void> {
  return write(
    pick,
    `UPDATE ${table} w
     SET element_id = row.element_id, process_definition_id = row.definition_id, process_id = row.process_id
     FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[])
       AS row (tenant_id, id, element_id, definition_id, process_id)
     WHERE w.tenant_id = row.tenant_id AND w.${id} = row.id`,
    tenantOf,
    { ids: ({ row }) => row.id },
    ({ row }) => row.elementId,
    definitionOf,
    processOf,
  );
}

function moveSubscriptions(
  write: Write,
  table: string,
  id: string,
  pick: (change: InstanceChange) => readonly MovedSubscription[],
): Promise<void> {
  return write(
    pick,
    `UPDATE ${table} s SET element_id = row.element_id, trigger_index = row.trigger_index
     FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[]) AS row (tenant_id, id, element_id, trigger_index)
     WHERE s.tenant_id = row.tenant_id AND s.${id} = row.id`,
    tenantOf,
    { ids: ({ row }) => row.id },
    ({ row }) => row.elementId,
    ({ row }) => row.triggerIndex,
  );
}
