import type { JsonObject, JsonValue } from '@wbpm/contract';
import { CliError } from './cli-error.ts';

/** Options of commands that take variables. */
export interface VariableOptions {
  readonly var?: readonly string[];
  readonly variables?: string;
}

/** Variables from `--variables <json>` and, on top of them, `--var name=value`. */
export function variablesOf(options: VariableOptions): JsonObject {
  const variables = new Map(
    options.variables === undefined ? [] : Object.entries(objectOf(options.variables)),
  );
  for (const assignment of options.var ?? []) {
    const separator = assignment.indexOf('=');
    if (separator < 1) throw new CliError(`Expected --var to be name=value, but found "${assignment}"`);
    variables.set(assignment.slice(0, separator), jsonOrText(assignment.slice(separator + 1)));
  }
  return Object.fromEntries(variables);
}

function objectOf(text: string): JsonObject {
  const value = parsed(text);
  if (isObject(value)) return value;
  throw new CliError('Expected --variables to be a JSON object, but found something else');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON where it is JSON, so `amount=100` is a number; anything else is text. */
function jsonOrText(text: string): JsonValue {
  const value = parsed(text);
  return value === undefined ? text : value;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Not JSON: the callers take it as text or refuse it.
    return undefined;
  }
}
