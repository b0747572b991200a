import type { Json, JsonObject } from '@wbpm/engine';
import { failed, type ScriptOutcome } from './script-outcome.ts';

export const MAX_RESULT_LENGTH = 1_048_576;
/** Deeper values parse, but later overflow the stack when they are written again. */
const MAX_DEPTH = 64;

/** Reads what the sandbox wrote. The text is hostile: a script can replace everything but its author. */
export function readOutcome(text: string): ScriptOutcome {
  if (text.length > MAX_RESULT_LENGTH) {
    return failed(
      `expected a result and variables of at most ${MAX_RESULT_LENGTH} characters of JSON, found ${text.length}`,
    );
  }
  const outcome = JSON.parse(text) as Json;
  if (!isObject(outcome)) return failed('the script left no outcome');
  const { result = null, variables = null } = outcome;
  if (!isObject(variables)) return failed('the script left no outcome');
  const problem = findProblem(outcome, 0);
  return problem === null ? { kind: 'completed', result, variables } : failed(problem);
}

function findProblem(value: Json, depth: number): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return `expected values nested at most ${MAX_DEPTH} deep, found deeper ones`;
  if (Object.hasOwn(value, '__proto__')) return "a value must not have an entry named '__proto__'";
  for (const child of Object.values(value)) {
    const problem = findProblem(child, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
