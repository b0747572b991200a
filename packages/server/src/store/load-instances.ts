import {
  type ElementInstance,
  type Incident,
  type InstanceState,
  indexElement,
  type Json,
  type Wait,
} from '@wbpm/engine';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

export interface InstanceKey {
  readonly tenantId: string;
  readonly instanceId: string;
}

export interface StoredInstance extends InstanceKey {
  readonly state: InstanceState;
  readonly journalHash: string;
  readonly startedBy: string;
}

interface InstanceRecord {
  readonly tenant_id: string;
  readonly instance_id: string;
  readonly process_definition_id: string;
  readonly process_id: string;
  readonly version: number;
  readonly business_key: string | null;
  readonly status: InstanceState['status'];
  readonly sequence: number;
  readonly journal_hash: string;
  readonly started_by: string;
  readonly start_time: Date;
  readonly end_time: Date | null;
}

interface ElementRecord {
  readonly instance_id: string;
  readonly element_instance_id: string;
  readonly element_id: string;
  readonly scope_id: string;
  readonly flow_id: string | null;
  readonly status: ElementInstance['status'];
  readonly since: Date;
  readonly wait: Wait | null;
  readonly incident_id: string | null;
}

interface VariableRecord {
  readonly instance_id: string;
  readonly scope_id: string;
  readonly name: string;
  readonly value: Json;
}

interface IncidentRecord {
  readonly instance_id: string;
  readonly incident_id: string;
  readonly element_id: string;
  readonly element_instance_id: string;
  readonly code: Incident['code'];
  readonly message: string;
  readonly created_at: Date;
}

/** Loads whole instances, many in four statements. Unknown keys are missing from the answer. */
export async function loadInstances(
  transaction: Transaction,
  keys: readonly InstanceKey[],
): Promise<StoredInstance[]> {
  const parameters = columns(
    keys,
    (key) => key.tenantId,
    (key) => key.instanceId,
  );
  const [instances, elements, variables, incidents] = await Promise.all([
    transaction.query<InstanceRecord>(
      `SELECT i.tenant_id, i.instance_id, i.process_definition_id, i.process_id, i.version, i.business_key, i.status,
              i.sequence, encode(i.journal_hash, 'hex') AS journal_hash, i.started_by, i.start_time, i.end_time
       FROM wbpm_process_instances i JOIN ${wanted} USING (tenant_id, instance_id)`,
      parameters,
    ),
    transaction.query<ElementRecord>(
      `SELECT e.instance_id, e.element_instance_id, e.element_id, e.scope_id, e.flow_id, e.status, e.since, e.wait,
              e.incident_id
       FROM wbpm_element_instances e JOIN ${wanted} USING (tenant_id, instance_id)
       ORDER BY e.element_instance_id`,
      parameters,
    ),
    transaction.query<VariableRecord>(
      `SELECT v.instance_id, v.scope_id, v.name, v.value
       FROM wbpm_variables v JOIN ${wanted} USING (tenant_id, instance_id)`,
      parameters,
    ),
    transaction.query<IncidentRecord>(
      `SELECT c.instance_id, c.incident_id, c.element_id, c.element_instance_id, c.code, c.message, c.created_at
       FROM wbpm_incidents c JOIN ${wanted} USING (tenant_id, instance_id)
       WHERE c.resolved_at IS NULL`,
      parameters,
    ),
  ]);
  const stored = new Map(instances.map((row) => [row.instance_id, storedInstance(row)]));
  for (const row of elements) {
    const instance = stored.get(row.instance_id);
    if (instance !== undefined) indexElement(instance.state, elementInstance(row));
  }
  for (const row of variables) setVariable(stored.get(row.instance_id)?.state, row);
  for (const row of incidents) {
    stored.get(row.instance_id)?.state.incidents.set(row.incident_id, {
      id: row.incident_id,
      elementId: row.element_id,
      elementInstanceId: row.element_instance_id,
      code: row.code,
      message: row.message,
      at: row.created_at.getTime(),
    });
  }
  return [...stored.values()];
}

const wanted = 'unnest($1::text[], $2::uuid[]) AS wanted (tenant_id, instance_id)';

function storedInstance(row: InstanceRecord): StoredInstance {
  return {
    tenantId: row.tenant_id,
    instanceId: row.instance_id,
    journalHash: row.journal_hash,
    startedBy: row.started_by,
    state: {
      instanceId: row.instance_id,
      processId: row.process_id,
      definitionId: row.process_definition_id,
      version: row.version,
      businessKey: row.business_key,
      startedAt: row.start_time.getTime(),
      endedAt: row.end_time?.getTime() ?? null,
      status: row.status,
      sequence: row.sequence,
      elements: new Map(),
      variables: new Map(),
      incidents: new Map(),
      children: new Map(),
      pending: new Set(),
      joins: new Map(),
    },
  };
}

function elementInstance(row: ElementRecord): ElementInstance {
  return {
    id: row.element_instance_id,
    elementId: row.element_id,
    scopeId: row.scope_id,
    flowId: row.flow_id,
    status: row.status,
    since: row.since.getTime(),
    wait: row.wait,
    incidentId: row.incident_id,
  };
}

function setVariable(state: InstanceState | undefined, row: VariableRecord): void {
  if (state === undefined) return;
  const scope = state.variables.get(row.scope_id) ?? (Object.create(null) as Record<string, Json>);
  scope[row.name] = row.value;
  state.variables.set(row.scope_id, scope);
}
