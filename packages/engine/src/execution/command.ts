import type { JsonObject } from '../model/json.ts';
import type { MigrationRequest } from './migration/migration.ts';
import type { Modification } from './modification/modification.ts';
import type { ParentCall } from './parent-call.ts';
import type { Reasoned } from './reasoned.ts';
import type { BackOff } from './retry-wait.ts';

/** What a host did with the script it was asked to run. */
export type ScriptOutcome =
  | { readonly kind: 'completed'; readonly result: JsonObject[string]; readonly variables: JsonObject }
  | { readonly kind: 'failed'; readonly message: string };

/** What became of a decision the host was asked to evaluate. */
export type DecisionOutcome =
  | { readonly kind: 'decided'; readonly value: JsonObject[string] }
  | { readonly kind: 'failed'; readonly message: string };

/** What can be asked of one process instance. */
export type Command =
  | {
      readonly type: 'startInstance';
      readonly instanceId: string;
      readonly definitionId: string;
      readonly version: number;
      readonly businessKey: string | null;
      /** Who starts it; absent: nobody, it starts by what occurred. */
      readonly startedBy?: string;
      readonly variables: JsonObject;
      /** The start event whose trigger occurred; null: the none start event. */
      readonly startElementId: string | null;
      /** Which of its triggers occurred, where it needs several; absent: nothing more is waited for. */
      readonly startTriggerIndex?: number;
      /** What its trigger brought, written as the event's results. */
      readonly triggerVariables: JsonObject;
      readonly parent: ParentCall | null;
    }
  /** `override`: the caller may complete a task that is assigned to somebody else. */
  | {
      readonly type: 'completeUserTask';
      readonly elementInstanceId: string;
      readonly variables: JsonObject;
      readonly by: string;
      readonly override: boolean;
    }
  | { readonly type: 'claimUserTask'; readonly elementInstanceId: string; readonly by: string }
  | {
      readonly type: 'assignUserTask';
      readonly elementInstanceId: string;
      readonly assignee: string | null;
    }
  | {
      readonly type: 'completeJob';
      readonly elementInstanceId: string;
      readonly variables: JsonObject;
    }
  | {
      readonly type: 'failJob';
      readonly elementInstanceId: string;
      readonly message: string;
      /** Attempts left; null: one less than before. */
      readonly retries: number | null;
      /** null: as the model says, and where it says nothing, by `backOff`. */
      readonly retryAfterMs: number | null;
      readonly backOff?: BackOff;
      /** Leases that ran out without an answer before this failure: each was an attempt too. */
      readonly lostLeases?: number;
    }
  | {
      readonly type: 'throwJobError';
      readonly elementInstanceId: string;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
    }
  | {
      readonly type: 'throwUserTaskError';
      readonly elementInstanceId: string;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
    }
  | {
      readonly type: 'escalateUserTask';
      readonly elementInstanceId: string;
      readonly escalationCode: string;
      readonly variables: JsonObject;
    }
  | { readonly type: 'fireTimer'; readonly subscriptionId: string }
  | { readonly type: 'receiveMessage'; readonly subscriptionId: string; readonly variables: JsonObject }
  | { readonly type: 'receiveSignal'; readonly subscriptionId: string; readonly variables: JsonObject }
  /** Moves on what waits to be triggered by its id. */
  | { readonly type: 'triggerElement'; readonly elementInstanceId: string; readonly variables: JsonObject }
  /** The called instance has completed with these variables. */
  | { readonly type: 'completeCall'; readonly elementInstanceId: string; readonly variables: JsonObject }
  | {
      readonly type: 'failCall';
      readonly elementInstanceId: string;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
      /** Variables of the called instance. */
      readonly called?: JsonObject;
    }
  | {
      readonly type: 'escalateCall';
      readonly elementInstanceId: string;
      readonly escalationCode: string;
      readonly variables: JsonObject;
      readonly called?: JsonObject;
    }
  /** The called process could not be started or, `cancelled`, will not complete. */
  | {
      readonly type: 'refuseCall';
      readonly elementInstanceId: string;
      readonly message: string;
      readonly cancelled?: true;
      /** Its definition starts nothing until it is resumed. */
      readonly suspended?: true;
    }
  | {
      readonly type: 'activateAdHoc';
      readonly elementInstanceId: string;
      readonly elementIds: readonly string[];
      readonly variables: JsonObject;
    }
  | { readonly type: 'completeAdHoc'; readonly elementInstanceId: string }
  | {
      readonly type: 'completeScript';
      readonly elementInstanceId: string;
      readonly outcome: ScriptOutcome;
      readonly stepsTaken: number;
    }
  | {
      readonly type: 'completeDecision';
      readonly elementInstanceId: string;
      readonly outcome: DecisionOutcome;
      readonly stepsTaken: number;
    }
  | ({ readonly type: 'setVariables'; readonly variables: JsonObject } & Reasoned)
  | ({
      readonly type: 'resolveIncident';
      readonly incidentId: string;
      readonly retries: number | null;
      readonly variables: JsonObject;
    } & Reasoned)
  /** Moves tokens by hand. All of it happens, or nothing. */
  | {
      readonly type: 'modifyInstance';
      readonly instructions: readonly Modification[];
      readonly variables: JsonObject;
      readonly reason: string | null;
    }
  | ({ readonly type: 'migrateInstance'; readonly reason: string | null } & MigrationRequest)
  | ({ readonly type: 'suspendInstance' } & Reasoned)
  | ({ readonly type: 'resumeInstance' } & Reasoned)
  | { readonly type: 'cancelInstance'; readonly reason: string | null }
  /** Goes on with a turn that stopped at its step limit, `stepsTaken` steps after the last wait. */
  | { readonly type: 'continueInstance'; readonly stepsTaken: number };

export type CommandType = Command['type'];
export type CommandOf<Type extends CommandType> = Extract<Command, { readonly type: Type }>;
