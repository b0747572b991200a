import { isRange } from 'feelin';
import { isIdentifier } from '../expression/feel/rewrite.ts';
import { toFeelValue, toJson } from '../expression/feel/values.ts';
import type { Json, JsonObject } from '../model/json.ts';

/** The names an expression of a decision can see, inner ones before outer ones. */
export interface Scope {
  /** Undefined for what has no such name. */
  get(name: string): unknown;
  /** Names with spaces or operators that the model itself does not know. */
  readonly oddNames: readonly string[];
  names(): ReadonlySet<string>;
}

/** The variables a decision is asked about. */
export function variableScope(variables: JsonObject): Scope {
  return {
    get: (name) => (Object.hasOwn(variables, name) ? toFeelValue(variables[name] ?? null) : undefined),
    oddNames: Object.keys(variables).filter((name) => name !== '' && !isIdentifier(name)),
    names: () => new Set(Object.keys(variables)),
  };
}

export function innerScope(outer: Scope, entries: ReadonlyMap<string, unknown>): Scope {
  return {
    get: (name) => (entries.has(name) ? (entries.get(name) ?? null) : outer.get(name)),
    oddNames: outer.oddNames,
    names: () => new Set([...entries.keys(), ...outer.names()]),
  };
}

/** What `${…}` may read: everything but functions and ranges, which only FEEL has. */
export function jsonOf(scope: Scope): JsonObject {
  const json = Object.create(null) as Record<string, Json>;
  for (const name of scope.names()) {
    const value = scope.get(name);
    if (!isCallable(value) && !isRange(value)) json[name] = toJson(value);
  }
  return json;
}

function isCallable(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'invoke' in value);
}
