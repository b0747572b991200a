import { runScript } from './run-script.ts';
import type { ScriptOutcome, ScriptRun } from './script-outcome.ts';

/** The task of the script threads; the pool names it as the export to call. */
export function runInThread({ source, variables }: ScriptRun): Promise<ScriptOutcome> {
  return runScript(source, variables);
}
