import { runScript } from './run-script.ts';
import type { ScriptOutcome, ScriptRun } from './script-outcome.ts';

/** The task of the script threads. The pool loads a thread's module by its default export. */
export default function runInThread({ source, variables }: ScriptRun): Promise<ScriptOutcome> {
  return runScript(source, variables);
}
