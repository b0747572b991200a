import type { Expression } from './expression.ts';

/**
 * `date`: a date-time; `duration`: an ISO 8601 duration from activation; `cycle`: an ISO 8601 repeating
 * interval (`R3/PT1H`, `R/2030-01-01T00:00:00Z/P1D`) or a cron expression.
 */
export interface TimerDefinition {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly expression: Expression;
}

export interface MessageDefinition {
  readonly name: Expression;
  /** What a message must carry to be meant for this receiver; null: the name alone decides. */
  readonly correlationKey: Expression | null;
}

/** What becomes of a variable. */
export type VariableEvent = 'create' | 'update' | 'delete';

/** What a catching event waits for (BPMN 2.0 §10.5.5). Error, escalation, cancel and compensation come from inside the instance. */
export type Trigger =
  | ({ readonly kind: 'message' } & MessageDefinition)
  | { readonly kind: 'signal'; readonly name: Expression }
  | { readonly kind: 'timer'; readonly timer: TimerDefinition }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      /** Only a change of this variable is looked at; null: of any variable the event sees. */
      readonly variableName: string | null;
      /** Only such changes of variables are looked at; absent: any. */
      readonly variableEvents?: readonly VariableEvent[];
    }
  | {
      readonly kind: 'error';
      /** null catches every error. */
      readonly errorCode: string | null;
      readonly codeVariable: string | null;
      readonly messageVariable: string | null;
    }
  | {
      readonly kind: 'escalation';
      readonly escalationCode: string | null;
      readonly codeVariable: string | null;
    }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'compensation' }
  | { readonly kind: 'link'; readonly name: string };

export type TriggerKind = Trigger['kind'];
export type TriggerOf<Kind extends TriggerKind> = Extract<Trigger, { readonly kind: Kind }>;

/** What a throwing event throws (BPMN 2.0 §10.5.3, §10.5.4). */
export type Throw =
  | ({
      readonly kind: 'message';
      /** Given: a worker sends the message; null: the engine hands it to whoever waits for it. */
      readonly job: JobDefinition | null;
    } & MessageDefinition)
  | {
      readonly kind: 'signal';
      readonly name: Expression;
      /** What it brings beside what is local to the event. */
      readonly carries?: CarriedVariables;
    }
  | { readonly kind: 'error'; readonly errorCode: Expression; readonly message: Expression | null }
  | { readonly kind: 'escalation'; readonly escalationCode: Expression }
  | { readonly kind: 'cancel' }
  | {
      readonly kind: 'compensation';
      /** The activity to compensate; null: every completed one of the scope. */
      readonly activityId: string | null;
      readonly waitForCompletion: boolean;
    }
  | { readonly kind: 'link'; readonly targetId: string }
  | { readonly kind: 'terminate' };

/** Variables on their way to whoever catches the event. */
export interface CarriedVariables {
  /** `all`: every variable visible; `local`: those local to the event; `none`: the mappings alone. */
  readonly every: 'all' | 'local' | 'none';
  readonly mappings: readonly { readonly target: string; readonly expression: Expression }[];
}

export type ThrowKind = Throw['kind'];
export type ThrowOf<Kind extends ThrowKind> = Extract<Throw, { readonly kind: Kind }>;

/** Work for a worker: a job of `jobType`. */
export interface JobDefinition {
  readonly jobType: Expression;
  readonly retries: number;
  /** Waits between the attempts, the last one again and again; without it the server's own. */
  readonly retryWaitsMs?: readonly number[];
  readonly headers: Readonly<Record<string, string>>;
  /** Where the worker's variable `result` goes; null keeps the worker's names. */
  readonly resultVariable: string | null;
}
