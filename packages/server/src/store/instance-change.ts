import type { InstanceStatus, ParentCall, UserTaskDetails } from '@wbpm/engine';
import type { OutboxRow } from './effect.ts';
import type { LargeValueReference } from './large-value-reference.ts';

/** Rows of one table group that one turn of one instance adds, changes and removes. */
export interface InstanceChange {
  readonly tenantId: string;
  readonly instanceId: string;
  /** Sequence the stored instance must have; 0: it must not exist yet. */
  readonly expectedSequence: number;
  readonly instance: InstanceRow;
  readonly journal: readonly JournalRow[];
  readonly elements: {
    readonly inserted: readonly ElementRow[];
    readonly updated: readonly ElementRow[];
    readonly deleted: readonly string[];
  };
  readonly variables: {
    readonly set: readonly VariableRow[];
    readonly deletedScopes: readonly string[];
  };
  readonly tasks: {
    readonly created: readonly TaskRow[];
    readonly assigned: readonly { readonly taskId: string; readonly assignee: string | null }[];
    readonly closed: readonly {
      readonly taskId: string;
      readonly status: 'completed' | 'terminated';
      readonly by: string;
      readonly at: number;
      /** Who took the task in this very turn; null leaves it with whom it was. */
      readonly assignee: string | null;
      /** Null when the task was withdrawn. */
      readonly createdAt: number | null;
    }[];
  };
  readonly jobs: {
    readonly created: readonly JobRow[];
    readonly retried: readonly { readonly jobId: string; readonly retries: number; readonly dueAt: number }[];
    readonly deleted: readonly string[];
  };
  readonly timers: {
    readonly created: readonly TimerRow[];
    readonly rescheduled: readonly {
      readonly timerId: string;
      readonly dueAt: number;
      readonly repeat: string | null;
    }[];
    readonly deleted: readonly string[];
  };
  readonly subscriptions: {
    readonly opened: readonly SubscriptionRow[];
    /** What a condition gave when it was last looked at. */
    readonly held: readonly { readonly subscriptionId: string; readonly held: boolean }[];
    readonly deleted: readonly string[];
  };
  /** The same closed subscriptions and timers by what they belonged to. */
  readonly closedByHost: ReadonlyMap<string, ReadonlySet<string>>;
  readonly loops: {
    readonly items: readonly { readonly bodyId: string; readonly items: string }[];
    readonly outputs: readonly { readonly bodyId: string; readonly index: number; readonly value: string }[];
    /** Bodies that have ended. */
    readonly deleted: readonly string[];
  };
  readonly compensations: {
    readonly kept: readonly CompensationRow[];
    readonly deleted: readonly string[];
  };
  readonly incidents: {
    readonly raised: readonly IncidentRow[];
    readonly resolved: readonly { readonly incidentId: string; readonly at: number }[];
  };
  /** Set when the instance has moved to another definition. */
  readonly migration: MigrationRows | null;
  /** Set when the instance was suspended or resumed: its jobs and timers rest with it. */
  readonly waitsActive: boolean | null;
  /** What rows of the change refer to; in the file store before the change is committed. */
  readonly largeValues: readonly LargeValueRow[];
  /** What others are to do for this instance. */
  readonly outbox: readonly OutboxRow[];
  readonly keys: readonly IdempotencyKeyRow[];
  readonly fences: readonly JobFence[];
  readonly consumes: readonly Consumed[];
}

export interface InstanceRow {
  readonly definitionId: string;
  readonly processId: string;
  readonly version: number;
  readonly businessKey: string | null;
  /** Set at a start that allows no other live instance of the process with this key. */
  readonly uniqueKey: string | null;
  readonly parent: ParentCall | null;
  /** null: the instance's own id. */
  readonly conversationId: string | null;
  readonly status: InstanceStatus;
  readonly sequence: number;
  readonly journalHash: string;
  /** Taken since the last wait when the turn stopped at its step limit; null: the instance rests. */
  readonly unfinishedSteps: number | null;
  readonly openIncidents: number;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface JournalRow {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly at: number;
  readonly actor: string;
  readonly command: string;
  /** JSON text, stored byte for byte: the hash covers it. */
  readonly events: string;
  /** JSON text of what was taken out of the events; null: nothing. The hash covers it too. */
  readonly largeValues: string | null;
  readonly hash: string;
}

export interface ElementRow {
  readonly id: string;
  readonly elementId: string;
  readonly scopeId: string;
  readonly flowId: string | null;
  readonly status: string;
  readonly since: number;
  readonly wait: string | null;
  readonly incidentId: string | null;
  readonly itemIndex: number | null;
  readonly triggered: boolean;
  readonly undoes: string | null;
  /** Counters of the loop it is the body of. */
  readonly loop: string | null;
}

export interface VariableRow {
  readonly scopeId: string;
  readonly name: string;
  readonly value: string;
  readonly textValue: string | null;
  readonly numberValue: number | null;
  readonly timeValue: Date | null;
  /** Set when the value is kept in the file store; `value` is then null. */
  readonly large: LargeValueReference | null;
}

/** A value on its way to the file store. */
export interface LargeValueRow extends LargeValueReference {
  /** Its JSON text in UTF-8. */
  readonly content: Uint8Array;
}

export interface TaskRow {
  readonly taskId: string;
  readonly elementId: string;
  readonly createdAt: number;
  readonly details: UserTaskDetails;
}

export interface JobRow {
  readonly jobId: string;
  readonly elementId: string;
  readonly type: string;
  readonly headers: string;
  readonly retries: number;
  readonly dueAt: number;
  /** Leased in the same commit to the node that will run it at once. */
  readonly lease: { readonly worker: string; readonly until: number } | null;
}

/** A subscription to a time; its id is the subscription's. */
export interface TimerRow {
  readonly timerId: string;
  readonly elementId: string;
  readonly hostId: string;
  readonly triggerIndex: number;
  readonly dueAt: number;
  readonly repeat: string | null;
  readonly createdAt: number;
}

export interface SubscriptionRow {
  readonly subscriptionId: string;
  readonly elementId: string;
  readonly hostId: string;
  readonly triggerIndex: number;
  readonly kind: 'message' | 'signal' | 'conditional';
  readonly name: string | null;
  readonly correlationKey: string | null;
  readonly held: boolean | null;
}

export interface CompensationRow {
  readonly compensationId: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly scopeId: string;
  readonly variables: string;
  /** Number of the event that kept it. */
  readonly position: number;
}

/** What rows of an instance say after a migration: of all that are there, since all name their element. */
export interface MigrationRows {
  readonly elements: readonly Pick<
    ElementRow,
    'id' | 'elementId' | 'scopeId' | 'flowId' | 'itemIndex' | 'wait' | 'undoes'
  >[];
  readonly tasks: readonly { readonly taskId: string; readonly elementId: string }[];
  readonly jobs: readonly { readonly jobId: string; readonly elementId: string }[];
  readonly timers: readonly MovedSubscription[];
  readonly subscriptions: readonly MovedSubscription[];
  readonly compensations: readonly { readonly compensationId: string; readonly elementId: string }[];
  readonly incidents: readonly { readonly incidentId: string; readonly elementId: string }[];
}

export interface MovedSubscription {
  readonly id: string;
  readonly elementId: string;
  readonly triggerIndex: number;
}

export interface IncidentRow {
  readonly incidentId: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

export interface IdempotencyKeyRow {
  readonly userId: string;
  readonly key: string;
  readonly requestHash: string;
  readonly response: string;
}

/** The job may only change under the lease the worker got. */
export interface JobFence {
  readonly jobId: string;
  readonly lockToken: number;
}

/** A row the change takes: gone, it has been taken, and the change may not happen again. */
export interface Consumed {
  readonly from: 'outbox' | 'bufferedMessages' | 'batchInstances';
  readonly id: string;
}
