import type { CalledVersion } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { CompensationReach, Undoing } from './compensation/compensation.ts';
import type { Modification } from './modification/modification.ts';
import type { ParentCall } from './parent-call.ts';
import type { Reasoned } from './reasoned.ts';
import type { Awaited, AwaitedKind } from './subscription.ts';

/** What a user task is for the people who work it, resolved when the task came into being. */
export interface UserTaskDetails {
  readonly name: string;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  /** Epoch milliseconds, as all times in events. */
  readonly dueAt: number | null;
  readonly slaAt: number | null;
  /** 0 to 100; 50 where the model says nothing. */
  readonly priority: number;
  readonly formKey: string | null;
}

export type IncidentCode =
  | 'EXPRESSION_ERROR'
  | 'NO_FLOW_TAKEN'
  | 'SCRIPT_FAILED'
  | 'JOB_RETRIES_EXHAUSTED'
  | 'JOIN_DEADLOCK'
  | 'RUNAWAY_LOOP'
  | 'DECISION_FAILED'
  | 'CALLED_PROCESS_NOT_FOUND'
  | 'CALLED_PROCESS_SUSPENDED'
  | 'CALLED_INSTANCE_CANCELLED'
  | 'ERROR_NOT_CAUGHT';

/** Which element instance an event is about. */
interface OfElement {
  readonly elementId: string;
  readonly elementInstanceId: string;
}

/**
 * A fact about one process instance. `apply` folds facts to the state; the journal is their list.
 * The time and the actor belong to the journal entry that holds the events of one command.
 */
export type Event =
  | {
      readonly type: 'instanceStarted';
      readonly instanceId: string;
      readonly processId: string;
      readonly definitionId: string;
      readonly version: number;
      readonly businessKey: string | null;
      readonly parent?: ParentCall;
    }
  | ({ readonly type: 'variablesSet'; readonly scopeId: string; readonly variables: JsonObject } & Reasoned)
  | ({
      readonly type: 'elementReady';
      readonly scopeId: string;
      readonly flowId: string | null;
      readonly index?: number;
      readonly triggered?: true;
      readonly undoes?: Undoing;
    } & OfElement)
  | ({ readonly type: 'elementActivated' } & OfElement)
  | ({ readonly type: 'elementCompleting' } & OfElement)
  | ({ readonly type: 'elementCompleted' } & OfElement)
  | ({ readonly type: 'elementTerminated' } & OfElement)
  /** `consumed`: a complex gateway has started with tokens over these flows and waits for the others. */
  | ({ readonly type: 'joinReached'; readonly consumed?: readonly string[] } & OfElement)
  /** `begins`: an activity that needs several tokens has them; it is yet to become active. */
  | ({
      readonly type: 'tokensJoined';
      readonly merged: readonly string[];
      readonly begins?: true;
    } & OfElement)
  | ({ readonly type: 'userTaskCreated'; readonly task: UserTaskDetails } & OfElement)
  | ({ readonly type: 'userTaskAssigned'; readonly assignee: string | null } & OfElement)
  | ({ readonly type: 'userTaskCompleted'; readonly createdAt: number } & OfElement)
  | ({
      readonly type: 'jobCreated';
      readonly jobType: string;
      readonly retries: number;
      readonly headers: Readonly<Record<string, string>>;
    } & OfElement)
  | ({ readonly type: 'jobCompleted' } & OfElement)
  | ({
      readonly type: 'jobFailed';
      readonly retries: number;
      readonly message: string;
      readonly retryAt: number;
    } & OfElement)
  | ({ readonly type: 'jobRetriesSet'; readonly retries: number } & OfElement)
  /** `elementId` is the event that reacts, `elementInstanceId` what the subscription belongs to. */
  | ({
      readonly type: 'subscriptionOpened';
      readonly subscriptionId: string;
      readonly triggerIndex: number;
      readonly awaited: Awaited;
    } & OfElement)
  /** It occurred; the subscription is closed unless `awaited` says how it goes on. */
  | ({
      readonly type: 'eventTriggered';
      readonly subscriptionId: string;
      readonly kind: AwaitedKind;
      readonly awaited?: Awaited;
    } & OfElement)
  /** What a condition gave when it was looked at without triggering. */
  | ({ readonly type: 'conditionLapsed'; readonly subscriptionId: string } & OfElement)
  | ({ readonly type: 'subscriptionClosed'; readonly subscriptionId: string } & OfElement)
  /** The element instance waits for what its subscriptions, its content or somebody outside brings. */
  | ({ readonly type: 'waitStarted'; readonly wait: 'event' | 'trigger' | 'adHoc' | 'async' } & OfElement)
  /** Nothing is activated in the ad-hoc subprocess any more; it ends with what runs in it. */
  | ({ readonly type: 'adHocClosed' } & OfElement)
  /** A token that rested before or after its element goes on. */
  | ({ readonly type: 'elementResumed' } & OfElement)
  | ({
      readonly type: 'loopStarted';
      readonly items: readonly Json[] | null;
      readonly total: number | null;
    } & OfElement)
  /** One instance of the loop ended; `output` is its contribution to the output collection. */
  | ({
      readonly type: 'loopItemEnded';
      readonly index: number;
      readonly status: 'completed' | 'terminated';
      readonly output?: Json;
    } & OfElement)
  | ({
      readonly type: 'errorThrown';
      readonly errorCode: string;
      readonly message: string | null;
    } & OfElement)
  | ({
      readonly type: 'escalationThrown';
      readonly escalationCode: string;
      readonly variables: JsonObject;
    } & OfElement)
  /** Handed to whoever waits for it: another instance, a process that it starts, or this one. */
  | ({
      readonly type: 'messageThrown';
      readonly messageId: string;
      readonly name: string;
      readonly correlationKey: string | null;
      readonly variables: JsonObject;
    } & OfElement)
  | ({
      readonly type: 'signalThrown';
      readonly signalId: string;
      readonly name: string;
      readonly variables: JsonObject;
    } & OfElement)
  | ({
      readonly type: 'callStarted';
      readonly childInstanceId: string;
      readonly calledElement: string;
      readonly version: CalledVersion;
      readonly businessKey: string | null;
      readonly variables: JsonObject;
    } & OfElement)
  | ({ readonly type: 'callCompleted' } & OfElement)
  | ({ readonly type: 'callCancelled'; readonly childInstanceId: string } & OfElement)
  /** A completed activity can be undone from now on. */
  | ({
      readonly type: 'compensationKept';
      readonly compensationId: string;
      readonly scopeId: string;
      readonly variables: JsonObject;
    } & OfElement)
  /** The element instance waits until what it compensates in the scope is undone. */
  | ({ readonly type: 'compensationStarted'; readonly cancels: boolean } & CompensationReach & OfElement)
  /** Undone, or not to be undone any more. */
  | { readonly type: 'compensationClosed'; readonly compensationId: string }
  | ({
      readonly type: 'incidentRaised';
      readonly incidentId: string;
      readonly code: IncidentCode;
      readonly message: string;
    } & OfElement)
  | ({ readonly type: 'incidentResolved'; readonly incidentId: string } & OfElement & Reasoned)
  /** What runs in it goes on in the scope around it; it is no more itself. */
  | ({ readonly type: 'scopeLeft' } & OfElement)
  /** The element instance goes on in this scope inside the one it was in. */
  | ({ readonly type: 'scopeEntered'; readonly scopeId: string } & OfElement)
  /** Somebody moved tokens by hand; what that came to are the events that follow. */
  | {
      readonly type: 'instanceModified';
      readonly instructions: readonly Modification[];
      readonly reason: string | null;
    }
  /** The instance runs by another definition from now on. */
  | {
      readonly type: 'instanceMigrated';
      readonly processId: string;
      readonly definitionId: string;
      readonly version: number;
      /** What each element the instance knows of is called in the new definition. */
      readonly elements: Readonly<Record<string, string>>;
      /** The same of the flows that tokens at joins came over. */
      readonly flows: Readonly<Record<string, string>>;
      /** Subscriptions of triggers that stand at another place of their event. */
      readonly triggers: Readonly<Record<string, number>>;
      readonly reason: string | null;
    }
  | ({ readonly type: 'instanceSuspended' } & Reasoned)
  | ({ readonly type: 'instanceResumed' } & Reasoned)
  | { readonly type: 'instanceCompleted' }
  | { readonly type: 'instanceTerminated'; readonly reason: string | null }
  | {
      readonly type: 'instanceFailed';
      readonly errorCode: string;
      readonly message: string | null;
      /** What the error carried. */
      readonly variables: JsonObject;
    };

export type EventType = Event['type'];
export type EventOf<Type extends EventType> = Extract<Event, { readonly type: Type }>;

/** What one command did: its events carry the sequence numbers `firstSeq`, `firstSeq + 1`, … */
export interface JournalEntry {
  readonly firstSeq: number;
  readonly at: number;
  readonly actor: string;
  readonly command: string;
  readonly events: readonly Event[];
}

/** Data of an event without its type and its element, as the journal shows it. */
export function eventData(event: Event): Record<string, Json> {
  const { type: _type, ...data } = event;
  const shown: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key !== 'elementId') shown[key] = value as Json;
  }
  return shown;
}
