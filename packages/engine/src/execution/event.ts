import type { Json, JsonObject } from '../model/json.ts';

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
  | 'RUNAWAY_LOOP';

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
    }
  | { readonly type: 'variablesSet'; readonly scopeId: string; readonly variables: JsonObject }
  | ({
      readonly type: 'elementReady';
      readonly scopeId: string;
      readonly flowId: string | null;
    } & OfElement)
  | ({ readonly type: 'elementActivated' } & OfElement)
  | ({ readonly type: 'elementCompleting' } & OfElement)
  | ({ readonly type: 'elementCompleted' } & OfElement)
  | ({ readonly type: 'elementTerminated' } & OfElement)
  | ({ readonly type: 'joinReached' } & OfElement)
  | ({ readonly type: 'tokensJoined'; readonly merged: readonly string[] } & OfElement)
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
  | ({ readonly type: 'timerScheduled'; readonly dueAt: number } & OfElement)
  | ({ readonly type: 'timerFired' } & OfElement)
  | ({
      readonly type: 'incidentRaised';
      readonly incidentId: string;
      readonly code: IncidentCode;
      readonly message: string;
    } & OfElement)
  | ({ readonly type: 'incidentResolved'; readonly incidentId: string } & OfElement)
  | { readonly type: 'instanceSuspended' }
  | { readonly type: 'instanceResumed' }
  | { readonly type: 'instanceCompleted' }
  | { readonly type: 'instanceTerminated'; readonly reason: string | null }
  | { readonly type: 'instanceFailed'; readonly errorCode: string; readonly message: string | null };

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
