import {
  type Awaited,
  apply,
  type Compensation,
  type ElementInstance,
  type Event,
  type Incident,
  type InstanceState,
  type Json,
  type JsonObject,
  type LoopProgress,
  type ParentCall,
  type Repeat,
  type Subscription,
  type Undoing,
  type Wait,
} from '@wbpm/engine';
import type { LargeValueReference } from './large-value-reference.ts';

/** The rows of one instance as they are read, and the parts of its state they make. */
export interface InstanceRecord {
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
  readonly parent_instance_id: string | null;
  readonly parent_element_instance_id: string | null;
  readonly conversation_id: string | null;
}

/** As it was when it started, and how it stands; everything it holds is indexed into it row by row. */
export function instanceState(row: InstanceRecord): InstanceState {
  const parent = parentOf(row);
  const started: Event = {
    type: 'instanceStarted',
    instanceId: row.instance_id,
    processId: row.process_id,
    definitionId: row.process_definition_id,
    version: row.version,
    businessKey: row.business_key,
    ...(parent === null ? {} : { parent }),
  };
  return {
    ...apply(null, started, row.start_time.getTime()),
    endedAt: row.end_time?.getTime() ?? null,
    status: row.status,
    sequence: row.sequence,
  };
}

function parentOf(row: InstanceRecord): ParentCall | null {
  const { parent_instance_id: instanceId, parent_element_instance_id: elementInstanceId } = row;
  return instanceId === null || elementInstanceId === null ? null : { instanceId, elementInstanceId };
}

export interface ElementRecord {
  readonly instance_id: string;
  readonly element_instance_id: string;
  readonly element_id: string;
  readonly scope_id: string;
  readonly flow_id: string | null;
  readonly status: ElementInstance['status'];
  readonly since: Date;
  readonly wait: Wait | null;
  readonly incident_id: string | null;
  readonly item_index: number | null;
  readonly triggered: boolean;
  readonly undoes: Undoing | null;
  readonly loop: LoopCounters | null;
}

type LoopCounters = Omit<LoopProgress, 'items' | 'outputs'>;

export function elementInstance(row: ElementRecord): ElementInstance {
  return {
    id: row.element_instance_id,
    elementId: row.element_id,
    scopeId: row.scope_id,
    flowId: row.flow_id,
    index: row.item_index,
    triggered: row.triggered,
    undoes: row.undoes,
    status: row.status,
    since: row.since.getTime(),
    wait: row.wait,
    incidentId: row.incident_id,
  };
}

export function loopProgress(counters: LoopCounters, items: readonly Json[] | null): LoopProgress {
  const { total, created, active, completed, terminated } = counters;
  return { items, total, created, active, completed, terminated, outputs: new Map() };
}

export interface LoopItemsRecord {
  readonly instance_id: string;
  readonly body_id: string;
  readonly items: readonly Json[];
}

export interface LoopOutputRecord {
  readonly instance_id: string;
  readonly body_id: string;
  readonly item_index: number;
  readonly value: Json;
}

export interface VariableRecord {
  readonly instance_id: string;
  readonly scope_id: string;
  readonly name: string;
  readonly value: Json;
  /** Set when the value is in the file store. */
  readonly value_sha256: string | null;
  readonly value_bytes: number | null;
}

export const variableColumns = `t.instance_id, t.scope_id, t.name, t.value,
  encode(t.value_sha256, 'hex') AS value_sha256, t.value_bytes`;

/** A variable that is missing in a state as it was loaded: its value is in the file store. */
export interface LargeVariable {
  readonly scopeId: string;
  readonly name: string;
  readonly file: LargeValueReference;
}

/** Puts the variable into the state; answers what it refers to when the row does not have its value. */
export function setVariable(state: InstanceState, row: VariableRecord): LargeVariable | null {
  const { scope_id: scopeId, name, value, value_sha256: sha256, value_bytes: bytes } = row;
  const scope = state.variables.get(scopeId) ?? (Object.create(null) as Record<string, Json>);
  scope[name] = value;
  state.variables.set(scopeId, scope);
  return sha256 === null || bytes === null ? null : { scopeId, name, file: { sha256, bytes } };
}

export interface IncidentRecord {
  readonly instance_id: string;
  readonly incident_id: string;
  readonly element_id: string;
  readonly element_instance_id: string;
  readonly code: Incident['code'];
  readonly message: string;
  readonly created_at: Date;
}

export function incident(row: IncidentRecord): Incident {
  return {
    id: row.incident_id,
    elementId: row.element_id,
    elementInstanceId: row.element_instance_id,
    code: row.code,
    message: row.message,
    at: row.created_at.getTime(),
  };
}

interface SubscribedRecord {
  readonly instance_id: string;
  readonly element_id: string;
  readonly host_id: string;
  readonly trigger_index: number;
}

export interface TimerRecord extends SubscribedRecord {
  readonly timer_id: string;
  readonly target_date: Date;
  readonly repeat: Repeat | null;
}

export interface SubscriptionRecord extends SubscribedRecord {
  readonly subscription_id: string;
  readonly kind: 'message' | 'signal' | 'conditional';
  readonly name: string | null;
  readonly correlation_key: string | null;
  readonly held: boolean | null;
}

export function timerSubscription(row: TimerRecord): Subscription {
  const awaited: Awaited = { kind: 'timer', dueAt: row.target_date.getTime(), repeat: row.repeat };
  return subscription(row, row.timer_id, awaited);
}

export function eventSubscription(row: SubscriptionRecord): Subscription {
  return subscription(row, row.subscription_id, awaitedOf(row));
}

/** The schema says which columns a kind has. */
function awaitedOf({ kind, name, correlation_key, held }: SubscriptionRecord): Awaited {
  switch (kind) {
    case 'message':
      return { kind, name: name ?? '', correlationKey: correlation_key };
    case 'signal':
      return { kind, name: name ?? '' };
    case 'conditional':
      return { kind, held: held ?? false };
  }
}

function subscription(row: SubscribedRecord, id: string, awaited: Awaited): Subscription {
  return {
    id,
    elementId: row.element_id,
    hostId: row.host_id,
    triggerIndex: row.trigger_index,
    awaited,
  };
}

export interface CompensationRecord {
  readonly instance_id: string;
  readonly compensation_id: string;
  readonly element_id: string;
  readonly element_instance_id: string;
  readonly scope_id: string;
  readonly variables: JsonObject;
}

export function compensation(row: CompensationRecord): Compensation {
  return {
    id: row.compensation_id,
    elementId: row.element_id,
    elementInstanceId: row.element_instance_id,
    scopeId: row.scope_id,
    variables: row.variables,
  };
}
