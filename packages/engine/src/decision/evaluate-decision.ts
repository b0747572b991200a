import { toJson } from '../expression/feel/values.ts';
import { StepBudget } from '../expression/limits.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { DecisionError, inDecision } from './decision-error.ts';
import type { DecisionModel } from './decision-model.ts';
import type { Evaluation, MatchedRule } from './evaluation.ts';
import type { Row } from './hit-policy.ts';
import { decideNode, type Frame, indexOf, type Outcome, serviceResult } from './requirements.ts';
import { variableScope } from './scope.ts';

/** Expressions evaluated for one decision and what they cost, required decisions included. */
const maxDecisionSteps = 100_000;

export interface DecisionResult {
  readonly decisionId: string;
  readonly decisionName: string;
  /** One output is its value, several are an object, hit policies that give lists give lists. */
  readonly result: Json;
  /** One object to a matched rule; one object in all where the logic is no table. */
  readonly rows: readonly JsonObject[];
  /** In the order in which decisions were made, those of required decisions included. */
  readonly matchedRules: readonly MatchedRule[];
  /** Every decision made on the way, the one asked for last. */
  readonly decisions: readonly { readonly decisionId: string; readonly result: Json }[];
}

/**
 * Makes a decision, or asks a decision service, of a model. Whatever prevents it, from a hit policy
 * that is violated to an expression that fails, is a `DecisionError`.
 */
export function evaluateDecision(
  model: DecisionModel,
  decisionId: string,
  variables: JsonObject,
  now: number,
): DecisionResult {
  const budget = new StepBudget(maxDecisionSteps);
  const evaluation: Evaluation = { model, now, budget, matchedRules: [], depth: 0 };
  const frame: Frame = { evaluation, variables: variableScope(variables), outcomes: new Map() };
  const { name, outcome } = outcomeOf(decisionId, frame);
  return inDecision(name, 'the result', null, () => ({
    decisionId,
    decisionName: name,
    result: toJson(outcome.value),
    rows: outcome.rows.map(rowToJson),
    matchedRules: evaluation.matchedRules,
    decisions: [...frame.outcomes].map(([id, made]) => ({ decisionId: id, result: decisionToJson(made) })),
  }));
}

function outcomeOf(id: string, frame: Frame): { readonly name: string; readonly outcome: Outcome } {
  const index = indexOf(frame.evaluation.model);
  const node = index.decisions.get(id);
  if (node !== undefined) {
    return {
      name: node.name,
      outcome: inDecision(node.name, 'the decision', null, () => decideNode(node, frame)),
    };
  }
  const service = index.services.get(id);
  if (service === undefined) throw new DecisionError(id, 'expected a decision of the model, found none');
  const { name, variable } = service;
  const value = inDecision(name, 'the decision service', null, () => serviceResult(service, frame));
  return { name, outcome: { value, rows: [new Map([[variable.name, value]])] } };
}

function rowToJson(row: Row): JsonObject {
  const json = Object.create(null) as Record<string, Json>;
  for (const [name, value] of row) json[name] = toJson(value);
  return json;
}

/** A required decision may well be a function or a range, which only FEEL can hold. */
function decisionToJson({ value }: Outcome): Json {
  try {
    return toJson(value);
  } catch {
    // Nobody asked for this one: it is told as far as JSON goes.
    return null;
  }
}
