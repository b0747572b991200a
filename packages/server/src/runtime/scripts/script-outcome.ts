import type { Json, JsonObject } from '@wbpm/engine';

/** How a script ended. A failure is the script's, or a limit it met; it never concerns other scripts. */
export type ScriptOutcome =
  | {
      readonly kind: 'completed';
      /** The value of the last expression statement, null when there is none. */
      readonly result: Json;
      /** What the script stored with `execution.setVariable`. */
      readonly variables: JsonObject;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** What crosses into the worker thread. */
export interface ScriptRun {
  readonly source: string;
  readonly variables: JsonObject;
}

export function failed(message: string): ScriptOutcome {
  return { kind: 'failed', message };
}
