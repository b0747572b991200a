import { jsonFault } from '@wbpm/contract';
import type { Json, JsonObject } from '@wbpm/engine';
import { failed, type ScriptOutcome } from './script-outcome.ts';

const maxResultLength = 1_048_576;

/** Reads what the sandbox wrote. The text is hostile: a script can replace everything but its author. */
export function readOutcome(text: string): ScriptOutcome {
  if (text.length > maxResultLength) {
    return failed(
      `expected a result and variables of at most ${maxResultLength} characters of JSON, found ${text.length}`,
    );
  }
  const outcome = JSON.parse(text) as Json;
  if (!isObject(outcome)) return failed('the script left no outcome');
  const { result = null, variables = null } = outcome;
  if (!isObject(variables)) return failed('the script left no outcome');
  // What a script brings becomes variables, so it keeps the rules for those that clients send.
  const fault = jsonFault({ result }) ?? jsonFault(variables);
  return fault === null
    ? { kind: 'completed', result, variables }
    : failed(`the script's /${fault.path.join('/')}: ${fault.message}`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
