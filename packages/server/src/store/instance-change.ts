import type { InstanceStatus, UserTaskDetails } from '@wbpm/engine';

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
    readonly deleted: readonly string[];
  };
  readonly incidents: {
    readonly raised: readonly IncidentRow[];
    readonly resolved: readonly { readonly incidentId: string; readonly at: number }[];
  };
  /** Set when the instance was suspended or resumed: its jobs and timers rest with it. */
  readonly waitsActive: boolean | null;
  readonly keys: readonly IdempotencyKeyRow[];
  readonly fences: readonly JobFence[];
}

export interface InstanceRow {
  readonly definitionId: string;
  readonly processId: string;
  readonly version: number;
  readonly businessKey: string | null;
  /** Set at a start that allows no other live instance of the process with this key. */
  readonly uniqueKey: string | null;
  readonly status: InstanceStatus;
  readonly sequence: number;
  readonly journalHash: string;
  readonly unfinished: boolean;
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
}

export interface VariableRow {
  readonly scopeId: string;
  readonly name: string;
  readonly value: string;
  readonly textValue: string | null;
  readonly numberValue: number | null;
  readonly timeValue: Date | null;
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

export interface TimerRow {
  readonly timerId: string;
  readonly elementId: string;
  readonly dueAt: number;
  readonly createdAt: number;
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
