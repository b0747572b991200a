import type { JsonObject } from '../model/json.ts';

/** What a host did with the script it was asked to run. */
export type ScriptOutcome =
  | { readonly kind: 'completed'; readonly result: JsonObject[string]; readonly variables: JsonObject }
  | { readonly kind: 'failed'; readonly message: string };

/** What can be asked of one process instance. */
export type Command =
  | {
      readonly type: 'startInstance';
      readonly instanceId: string;
      readonly definitionId: string;
      readonly version: number;
      readonly businessKey: string | null;
      readonly variables: JsonObject;
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
      readonly retryAfterMs: number;
    }
  | {
      readonly type: 'throwJobError';
      readonly elementInstanceId: string;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
    }
  | { readonly type: 'fireTimer'; readonly elementInstanceId: string }
  | {
      readonly type: 'completeScript';
      readonly elementInstanceId: string;
      readonly outcome: ScriptOutcome;
      readonly stepsTaken: number;
    }
  | { readonly type: 'setVariables'; readonly variables: JsonObject }
  | {
      readonly type: 'resolveIncident';
      readonly incidentId: string;
      readonly retries: number | null;
      readonly variables: JsonObject;
    }
  | { readonly type: 'suspendInstance' }
  | { readonly type: 'resumeInstance' }
  | { readonly type: 'cancelInstance'; readonly reason: string | null }
  /** Goes on with a turn that stopped at its step limit, `stepsTaken` steps after the last wait. */
  | { readonly type: 'continueInstance'; readonly stepsTaken: number };

export type CommandType = Command['type'];
export type CommandOf<Type extends CommandType> = Extract<Command, { readonly type: Type }>;
