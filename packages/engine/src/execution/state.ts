import type { Json } from '../model/json.ts';
import type { Compensation, CompensationReach, Undoing } from './compensation/compensation.ts';
import type { IncidentCode } from './event.ts';
import type { ParentCall } from './parent-call.ts';
import type { Subscription } from './subscription.ts';

/** What an active element instance waits for. */
export type Wait =
  | {
      readonly kind: 'userTask';
      readonly assignee: string | null;
      readonly candidateUsers: readonly string[];
      readonly candidateGroups: readonly string[];
    }
  | { readonly kind: 'job'; readonly jobType: string; readonly retries: number }
  /** One of its subscriptions. */
  | { readonly kind: 'event' }
  /** Somebody who triggers it by its id. */
  | { readonly kind: 'trigger' }
  | { readonly kind: 'call'; readonly childInstanceId: string }
  /** Somebody who activates content of an ad-hoc subprocess, or its content; `closed`: its content alone. */
  | { readonly kind: 'adHoc'; readonly closed?: true }
  /** The handlers of what it compensates in `scopeId`; `cancels`: a transaction that is being cancelled. */
  | ({ readonly kind: 'compensation'; readonly cancels: boolean } & CompensationReach)
  /** The host, to take it up in a turn of its own; `resumed`: it has. */
  | { readonly kind: 'async'; readonly resumed: boolean }
  /**
   * The other tokens of a join. `consumed`: a complex gateway that has started waits for those that did not
   * come over these flows, before it can start anew. `complete`: the token of an activity that needs several
   * has the others; nothing is waited for any more.
   */
  | { readonly kind: 'join'; readonly consumed?: readonly string[]; readonly complete?: true };

/** The part of BPMN's activity life cycle (§13.3.2) a live element instance can be in. */
export type ElementStatus = 'ready' | 'active' | 'completing';

export interface ElementInstance {
  readonly id: string;
  /** Changes when the instance moves to another definition, as does the flow. */
  elementId: string;
  /** The element instance of the enclosing subprocess; the instance id at the top. Changes as `elementId` does. */
  scopeId: string;
  /** The flow its token came over; null at a start event. */
  flowId: string | null;
  /** Position among the instances of a loop or multi-instance activity, from 0; null elsewhere, and out of it. */
  index: number | null;
  /** What it waits for has happened before it became ready: it does not wait again. */
  readonly triggered: boolean;
  /** The compensation this handler carries out, and the element instance that waits for it. */
  undoes: Undoing | null;
  status: ElementStatus;
  /** Epoch ms: when it became ready, then when it became active. */
  since: number;
  wait: Wait | null;
  incidentId: string | null;
}

/** Where a loop or multi-instance activity stands; kept at its body. */
export interface LoopProgress {
  /** The items of a collection, as they were when the activity began. */
  readonly items: readonly Json[] | null;
  /** null: not known before it ends (standard loop). */
  readonly total: number | null;
  created: number;
  active: number;
  completed: number;
  terminated: number;
  /** Index of an item to its output. */
  readonly outputs: Map<number, Json>;
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
  processId: string;
  definitionId: string;
  version: number;
  readonly businessKey: string | null;
  /** null: nobody called it. */
  readonly parent: ParentCall | null;
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
  readonly subscriptions: Map<string, Subscription>;
  /** By the id of the body. */
  readonly loops: Map<string, LoopProgress>;
  /** In the order in which the activities completed. */
  readonly compensations: Map<string, Compensation>;

  // Derived from the above, kept so that no step has to search.
  readonly subscriptionsOf: Map<string, Set<string>>;
  readonly conditional: Set<string>;
  /** By scope, in the order in which the activities completed. */
  readonly compensationsIn: Map<string, string[]>;
  readonly children: Map<string, Set<string>>;
  /** Ready or completing and without incident: what the next turn works on, in order. */
  readonly pending: Set<string>;
  /** Waiting for somebody outside who moves them on by their id. */
  readonly awaiting: Set<string>;
  /** Tokens waiting at a join, by `joinKey`. */
  readonly joins: Map<string, WaitingTokens>;
}

/** What an instance holds while nothing has happened in it, with everything derived from that. */
export function emptyContent() {
  return {
    elements: new Map<string, ElementInstance>(),
    variables: new Map<string, Record<string, Json>>(),
    incidents: new Map<string, Incident>(),
    subscriptions: new Map<string, Subscription>(),
    loops: new Map<string, LoopProgress>(),
    compensations: new Map<string, Compensation>(),
    subscriptionsOf: new Map<string, Set<string>>(),
    conditional: new Set<string>(),
    compensationsIn: new Map<string, string[]>(),
    children: new Map<string, Set<string>>(),
    pending: new Set<string>(),
    awaiting: new Set<string>(),
    joins: new Map<string, WaitingTokens>(),
  };
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
    parent: state.parent === null ? null : { ...state.parent },
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    status: state.status,
    sequence: state.sequence,
    elements: sortedById([...state.elements.values()].map(elementToJson)),
    variables: Object.fromEntries([...state.variables].map(([scope, values]) => [scope, { ...values }])),
    incidents: sortedById([...state.incidents.values()].map((incident) => ({ ...incident }))),
    subscriptions: sortedById([...state.subscriptions.values()].map(subscriptionToJson)),
    loops: Object.fromEntries([...state.loops].map(([id, loop]) => [id, loopToJson(loop)])),
    compensations: [...state.compensations.values()].map((compensation) => ({ ...compensation })),
  };
}

function elementToJson(element: ElementInstance) {
  const { undoes } = element;
  const wait = element.wait === null ? null : { ...element.wait };
  if (undoes === null) return { ...element, wait, undoes };
  const beside = undoes.beside === null ? null : { ...undoes.beside };
  return { ...element, wait, undoes: { ...undoes, beside } };
}

function subscriptionToJson(subscription: Subscription) {
  const { awaited } = subscription;
  if (awaited.kind !== 'timer' || awaited.repeat === null)
    return { ...subscription, awaited: { ...awaited, repeat: null } };
  return { ...subscription, awaited: { ...awaited, repeat: { ...awaited.repeat } } };
}

function loopToJson(loop: LoopProgress): Json {
  return { ...loop, outputs: [...loop.outputs].sort(([a], [b]) => a - b) };
}

function sortedById<Item extends { readonly id: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}
