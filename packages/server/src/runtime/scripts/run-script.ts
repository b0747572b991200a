import type { JsonObject } from '@wbpm/engine';
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten';
import { newSandbox } from './new-sandbox.ts';
import { readOutcome } from './outcome-json.ts';
import { PRELUDE } from './prelude.ts';
import { describeFailure } from './script-failure.ts';
import { failed, type ScriptOutcome } from './script-outcome.ts';

const maxScriptLength = 65_536;
const scriptCpuMs = 1_000;
const memoryBytes = 32 * 1_048_576;
/** Beyond 128 KB a recursive script overflows the host's stack and leaves the module unusable. */
const stackBytes = 96 * 1_024;

/**
 * Runs a JavaScript in a sandbox that dies with it: a fresh WebAssembly instance, no host objects, only
 * JSON text in and out. It is interrupted after a second, yet a script that exhausts its memory can
 * hold the thread for a few more: run it in a thread that can be killed.
 */
export async function runScript(source: string, variables: JsonObject): Promise<ScriptOutcome> {
  if (source.length > maxScriptLength) {
    return failed(`expected a script of at most ${maxScriptLength} characters, found ${source.length}`);
  }
  const sandbox = await newSandbox();
  try {
    return runIn(sandbox, source, JSON.stringify(variables));
  } catch (error) {
    // Writing deeply nested values overflows the host's stack rather than the sandbox's own.
    if (error instanceof RangeError) return failed('the script nests values or calls too deeply');
    return failed(`the script broke its sandbox: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Nothing is disposed: the instance is garbage as a whole, and tidying after hostile code may abort. */
function runIn(sandbox: QuickJSWASMModule, source: string, input: string): ScriptOutcome {
  const runtime = sandbox.newRuntime();
  runtime.setMemoryLimit(memoryBytes);
  runtime.setMaxStackSize(stackBytes);
  const context = runtime.newContext();
  const finish = prepare(context, input);
  const deadline = performance.now() + scriptCpuMs;
  runtime.setInterruptHandler(() => performance.now() > deadline);
  const evaluated = context.evalCode(source, 'script.js', { type: 'global' });
  if (evaluated.error) return failed(describeFailure(context, evaluated.error));
  const written = context.callFunction(finish, context.undefined, evaluated.value);
  if (written.error) return failed(describeFailure(context, written.error));
  return readOutcome(context.getString(written.value));
}

function prepare(context: QuickJSContext, input: string): QuickJSHandle {
  const prelude = context.unwrapResult(context.evalCode(PRELUDE, 'prelude.js', { type: 'global' }));
  return context.unwrapResult(context.callFunction(prelude, context.undefined, context.newString(input)));
}
