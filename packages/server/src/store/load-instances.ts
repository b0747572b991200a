import {
  type InstanceState,
  indexCompensation,
  indexElement,
  indexSubscription,
  type LoopProgress,
  type Subscription,
} from '@wbpm/engine';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import {
  type CompensationRecord,
  compensation,
  type ElementRecord,
  elementInstance,
  eventSubscription,
  type IncidentRecord,
  type InstanceRecord,
  incident,
  instanceState,
  type LargeVariable,
  type LoopItemsRecord,
  type LoopOutputRecord,
  loopProgress,
  type SubscriptionRecord,
  setVariable,
  type TimerRecord,
  timerSubscription,
  type VariableRecord,
  variableColumns,
} from './instance-records.ts';

export interface InstanceKey {
  readonly tenantId: string;
  readonly instanceId: string;
}

export interface StoredInstance extends InstanceKey {
  readonly state: InstanceState;
  readonly journalHash: string;
  readonly startedBy: string;
  /** null: the instance's own id. */
  readonly conversationId: string | null;
  /** Those whose values are in the file store. */
  readonly largeVariables: readonly LargeVariable[];
}

/** An instance as its rows have it: its large variables are null until their values are fetched. */
export interface LoadedInstance {
  readonly instance: StoredInstance;
}

/** Loads whole instances, many in one statement a table. Unknown keys are missing from the answer. */
export async function loadInstances(
  transaction: Transaction,
  keys: readonly InstanceKey[],
): Promise<LoadedInstance[]> {
  const parameters = columns(
    keys,
    (key) => key.tenantId,
    (key) => key.instanceId,
  );
  const rowsOf = <Row extends object>(select: string, from: string, rest = ''): Promise<Row[]> =>
    transaction.query<Row>(
      `SELECT ${select} FROM ${from} t
       JOIN unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, instance_id) USING (tenant_id, instance_id) ${rest}`,
      parameters,
    );
  const [instances, elements, variables, incidents, timers, subscriptions, items, outputs, compensations] =
    await Promise.all([
      rowsOf<InstanceRecord>(
        `t.tenant_id, t.instance_id, t.process_definition_id, t.process_id, t.version, t.business_key, t.status,
         t.sequence, encode(t.journal_hash, 'hex') AS journal_hash, t.started_by, t.start_time, t.end_time,
         t.parent_instance_id, t.parent_element_instance_id, t.conversation_id`,
        'wbpm_process_instances',
      ),
      rowsOf<ElementRecord>(
        `t.instance_id, t.element_instance_id, t.element_id, t.scope_id, t.flow_id, t.status, t.since, t.wait,
         t.incident_id, t.item_index, t.triggered, t.undoes, t.loop`,
        'wbpm_element_instances',
        'ORDER BY t.element_instance_id',
      ),
      rowsOf<VariableRecord>(variableColumns, 'wbpm_variables'),
      rowsOf<IncidentRecord>(
        't.instance_id, t.incident_id, t.element_id, t.element_instance_id, t.code, t.message, t.created_at',
        'wbpm_incidents',
        'WHERE t.resolved_at IS NULL ORDER BY t.incident_id',
      ),
      rowsOf<TimerRecord>(
        't.instance_id, t.timer_id, t.element_id, t.host_id, t.trigger_index, t.target_date, t.repeat',
        'wbpm_process_timers',
      ),
      rowsOf<SubscriptionRecord>(
        `t.instance_id, t.subscription_id, t.element_id, t.host_id, t.trigger_index, t.kind, t.name,
         t.correlation_key, t.held`,
        'wbpm_event_subscriptions',
      ),
      rowsOf<LoopItemsRecord>('t.instance_id, t.body_id, t.items', 'wbpm_loop_items'),
      rowsOf<LoopOutputRecord>('t.instance_id, t.body_id, t.item_index, t.value', 'wbpm_loop_outputs'),
      rowsOf<CompensationRecord>(
        't.instance_id, t.compensation_id, t.element_id, t.element_instance_id, t.scope_id, t.variables',
        'wbpm_compensations',
        'ORDER BY t.position',
      ),
    ]);
  const stored = new Map(instances.map((row) => [row.instance_id, storedInstance(row)]));
  const each = <Row extends { readonly instance_id: string }>(
    rows: readonly Row[],
    put: (state: InstanceState, row: Row) => void,
  ): void => {
    for (const row of rows) {
      const state = stored.get(row.instance_id)?.state;
      if (state !== undefined) put(state, row);
    }
  };
  const itemsOf = new Map(items.map((row) => [row.body_id, row.items]));
  each(elements, (state, row) => {
    indexElement(state, elementInstance(row));
    if (row.loop !== null) {
      const loop = loopProgress(row.loop, itemsOf.get(row.element_instance_id) ?? null);
      state.loops.set(row.element_instance_id, loop);
    }
  });
  each(outputs, (state, row) => runningLoop(state, row.body_id).outputs.set(row.item_index, row.value));
  each(variables, (state, row) => {
    const large = setVariable(state, row);
    if (large !== null) stored.get(row.instance_id)?.largeVariables.push(large);
  });
  each(incidents, (state, row) => state.incidents.set(row.incident_id, incident(row)));
  each(inOrderOfOpening(timers, subscriptions), (state, { subscription }) =>
    indexSubscription(state, subscription),
  );
  each(compensations, (state, row) => indexCompensation(state, compensation(row)));
  return [...stored.values()].map((instance) => ({ instance }));
}

function storedInstance(row: InstanceRecord): StoredInstance & { readonly largeVariables: LargeVariable[] } {
  return {
    tenantId: row.tenant_id,
    instanceId: row.instance_id,
    journalHash: row.journal_hash,
    startedBy: row.started_by,
    conversationId: row.conversation_id,
    state: instanceState(row),
    largeVariables: [],
  };
}

interface StoredSubscription {
  readonly instance_id: string;
  readonly subscription: Subscription;
}

/** Of both tables together: what an instance decides may depend on the order, and its journal does. */
function inOrderOfOpening(
  timers: readonly TimerRecord[],
  events: readonly SubscriptionRecord[],
): StoredSubscription[] {
  return [
    ...timers.map((row) => ({ instance_id: row.instance_id, subscription: timerSubscription(row) })),
    ...events.map((row) => ({ instance_id: row.instance_id, subscription: eventSubscription(row) })),
  ].sort((a, b) => (a.subscription.id < b.subscription.id ? -1 : 1));
}

function runningLoop(state: InstanceState, bodyId: string): LoopProgress {
  const loop = state.loops.get(bodyId);
  if (loop === undefined) throw new Error(`Expected a loop with stored outputs, but found none: ${bodyId}`);
  return loop;
}
