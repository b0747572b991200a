import { jsonTexts } from './columns.ts';
import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** Timers and the other subscriptions: what waits for events. */
export function writeSubscriptions(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.timers.created,
      `INSERT INTO wbpm_process_timers
         (tenant_id, timer_id, instance_id, element_id, host_id, trigger_index, target_date, repeat, created_at)
       SELECT tenant_id, timer_id, instance_id, element_id, host_id, trigger_index, target_date, repeat::json, created_at
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::timestamptz[], ${jsonTexts(8)},
                   $9::timestamptz[])
         AS row (tenant_id, timer_id, instance_id, element_id, host_id, trigger_index, target_date, repeat, created_at)`,
      tenantOf,
      { ids: ({ row }) => row.timerId },
      { ids: instanceOf },
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.hostId },
      ({ row }) => row.triggerIndex,
      { times: ({ row }) => row.dueAt },
      { json: ({ row }) => row.repeat },
      { times: ({ row }) => row.createdAt },
    ),
    write(
      (change) => change.timers.rescheduled,
      `UPDATE wbpm_process_timers t
       SET target_date = row.target_date, repeat = row.repeat::json, locked_until = NULL
       FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], ${jsonTexts(4)}) AS row (tenant_id, timer_id, target_date, repeat)
       WHERE t.tenant_id = row.tenant_id AND t.timer_id = row.timer_id`,
      tenantOf,
      { ids: ({ row }) => row.timerId },
      { times: ({ row }) => row.dueAt },
      { json: ({ row }) => row.repeat },
    ),
    write(
      (change) => change.timers.deleted,
      `DELETE FROM wbpm_process_timers t USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, timer_id)
       WHERE t.tenant_id = row.tenant_id AND t.timer_id = row.timer_id`,
      tenantOf,
      { ids: ({ row }) => row },
    ),
    write(
      (change) => change.subscriptions.opened,
      `INSERT INTO wbpm_event_subscriptions
         (tenant_id, subscription_id, instance_id, element_id, host_id, trigger_index, kind, name, correlation_key, held)
       SELECT tenant_id, subscription_id, instance_id, element_id, host_id, trigger_index, kind, name, correlation_key,
              held
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::text[], $8::text[],
                   $9::text[], $10::boolean[])
         AS row (tenant_id, subscription_id, instance_id, element_id, host_id, trigger_index, kind, name,
                 correlation_key, held)`,
      tenantOf,
      { ids: ({ row }) => row.subscriptionId },
      { ids: instanceOf },
      ({ row }) => row.elementId,
      { ids: ({ row }) => row.hostId },
      ({ row }) => row.triggerIndex,
      ({ row }) => row.kind,
      ({ row }) => row.name,
      ({ row }) => row.correlationKey,
      ({ row }) => row.held,
    ),
    write(
      (change) => change.subscriptions.held,
      `UPDATE wbpm_event_subscriptions s SET held = row.held
       FROM unnest($1::text[], $2::uuid[], $3::boolean[]) AS row (tenant_id, subscription_id, held)
       WHERE s.tenant_id = row.tenant_id AND s.subscription_id = row.subscription_id`,
      tenantOf,
      { ids: ({ row }) => row.subscriptionId },
      ({ row }) => row.held,
    ),
    write(
      (change) => change.subscriptions.deleted,
      `DELETE FROM wbpm_event_subscriptions s USING unnest($1::text[], $2::uuid[]) AS row (tenant_id, subscription_id)
       WHERE s.tenant_id = row.tenant_id AND s.subscription_id = row.subscription_id`,
      tenantOf,
      { ids: ({ row }) => row },
    ),
    ...['wbpm_jobs', 'wbpm_process_timers', 'wbpm_event_subscriptions'].map((table) =>
      write(
        (change) => (change.waitsActive === null ? [] : [change.waitsActive]),
        `UPDATE ${table} w SET is_active = row.is_active
         FROM unnest($1::text[], $2::uuid[], $3::boolean[]) AS row (tenant_id, instance_id, is_active)
         WHERE w.tenant_id = row.tenant_id AND w.instance_id = row.instance_id`,
        tenantOf,
        { ids: instanceOf },
        ({ row }) => row,
      ),
    ),
  ];
}
