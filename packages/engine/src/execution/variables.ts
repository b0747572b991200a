import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import type { VariableMapping } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { type InstanceState, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Writes results upwards from `scopeId`: each to the nearest scope that has a variable of that name,
 * else to the instance. So a subprocess that owns a variable keeps it, and new names become visible
 * to the whole process.
 */
export function propagateVariables(turn: Turn, scopeId: string, variables: JsonObject): void {
  const names = Object.keys(variables);
  if (names.length === 0) return;
  const byScope = new Map<string, Record<string, Json>>();
  for (const name of names) {
    const holder = scopeHolding(turn.state, scopeId, name);
    const group = byScope.get(holder) ?? (Object.create(null) as Record<string, Json>);
    group[name] = variables[name] ?? null;
    byScope.set(holder, group);
  }
  for (const [holder, group] of byScope) {
    turn.record({ type: 'variablesSet', scopeId: holder, variables: group });
  }
}

function scopeHolding(state: InstanceState, scopeId: string, name: string): string {
  let current = scopeId;
  while (current !== state.instanceId) {
    const variables = state.variables.get(current);
    if (variables !== undefined && name in variables) return current;
    current = liveElement(state, current).scopeId;
  }
  return current;
}

/** Values of the mappings in order; each sees what the ones before it assigned. */
export function evaluateMappings(
  turn: Turn,
  scopeId: string,
  mappings: readonly VariableMapping[],
): Record<string, Json> {
  return evaluateAmong(turn.expressionContext(scopeId), mappings);
}

/** The same over variables that are not those of a scope, such as a called instance's. */
export function evaluateInContext(
  turn: Turn,
  mappings: readonly VariableMapping[],
  variables: JsonObject,
): Record<string, Json> {
  return evaluateAmong({ variables, now: turn.env.now }, mappings);
}

function evaluateAmong(
  context: ExpressionContext,
  mappings: readonly VariableMapping[],
): Record<string, Json> {
  const visible = Object.assign(Object.create(null) as Record<string, Json>, context.variables);
  const assigned = Object.create(null) as Record<string, Json>;
  for (const { target, expression } of mappings) {
    const value = evaluate(expression, { ...context, variables: visible });
    visible[target] = value;
    assigned[target] = value;
  }
  return assigned;
}
