import type { Json } from '../model/json.ts';
import type { IncidentCode } from './event.ts';

/** What an active element instance waits for. */
export type Wait =
  | {
      readonly kind: 'userTask';
      readonly assignee: string | null;
      readonly candidateUsers: readonly string[];
      readonly candidateGroups: readonly string[];
    }
  | { readonly kind: 'job'; readonly jobType: string; readonly retries: number }
  | { readonly kind: 'timer'; readonly dueAt: number }
  | { readonly kind: 'join' };

/** The part of BPMN's activity life cycle (§13.3.2) a live element instance can be in. */
export type ElementStatus = 'ready' | 'active' | 'completing';

export interface ElementInstance {
  readonly id: string;
  readonly elementId: string;
  /** The element instance of the enclosing subprocess; the instance id at the top. */
  readonly scopeId: string;
  /** The flow its token came over; null at a start event. */
  readonly flowId: string | null;
  status: ElementStatus;
  /** Epoch ms: when it became ready, then when it became active. */
  since: number;
  wait: Wait | null;
  incidentId: string | null;
}

export interface Incident {
  readonly id: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly code: IncidentCode;
  readonly message: string;
  readonly at: number;
}

export type InstanceStatus = 'active' | 'suspended' | 'completed' | 'failed' | 'terminated';

/**
 * One process instance. Only `apply` changes it, in place: whoever hands a state to `decide` gives it
 * up, so the cost of a step does not grow with the size of the instance.
 */
export interface InstanceState {
  readonly instanceId: string;
  readonly processId: string;
  readonly definitionId: string;
  readonly version: number;
  readonly businessKey: string | null;
  readonly startedAt: number;
  endedAt: number | null;
  status: InstanceStatus;
  /** Sequence number of the last event, from 1 without gap. */
  sequence: number;
  /** Live element instances only. */
  readonly elements: Map<string, ElementInstance>;
  /** Scope (instance id or element instance id) to its variables, each on a null prototype. */
  readonly variables: Map<string, Record<string, Json>>;
  readonly incidents: Map<string, Incident>;

  // Derived from `elements`, kept so that no step has to search.
  readonly children: Map<string, Set<string>>;
  /** Ready or completing and without incident: what the next turn works on, in order. */
  readonly pending: Set<string>;
  /** Tokens waiting at a join, by `joinKey`. */
  readonly joins: Map<string, WaitingTokens>;
}

/** The tokens at one join, each flow's in the order they came. */
export interface WaitingTokens {
  count: number;
  readonly byFlow: Map<string | null, Set<string>>;
}

export function joinKey(scopeId: string, elementId: string): string {
  return `${scopeId} ${elementId}`;
}

/** Ids in events, waits and indexes are those of live elements; anything else is a defect of ours. */
export function liveElement(state: InstanceState, id: string): ElementInstance {
  const element = state.elements.get(id);
  if (element === undefined) throw new Error(`Expected a live element instance, but found none: ${id}`);
  return element;
}

export function hasEnded(state: InstanceState): boolean {
  return state.status !== 'active' && state.status !== 'suspended';
}

/** The same state as plain JSON without what is derived: what tests and time travel compare. */
export function stateToJson(state: InstanceState): Json {
  return {
    instanceId: state.instanceId,
    processId: state.processId,
    definitionId: state.definitionId,
    version: state.version,
    businessKey: state.businessKey,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    status: state.status,
    sequence: state.sequence,
    elements: sortedById([...state.elements.values()].map((element) => ({ ...element }))),
    variables: Object.fromEntries([...state.variables].map(([scope, values]) => [scope, { ...values }])),
    incidents: sortedById([...state.incidents.values()].map((incident) => ({ ...incident }))),
  };
}

function sortedById<Item extends { readonly id: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}
