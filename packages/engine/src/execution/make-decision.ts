import { DecisionError } from '../decision/decision-error.ts';
import type { DecisionModel } from '../decision/decision-model.ts';
import { evaluateDecision } from '../decision/evaluate-decision.ts';
import { mapDecisionResult } from '../decision/map-decision-result.ts';
import type { DecisionOutcome } from './command.ts';
import type { DecisionRequest } from './turn.ts';

/** Makes the decision that a business rule task asks for, with the file of the version it means. */
export function makeDecision(
  model: DecisionModel,
  { decisionId, mapResult, variables }: DecisionRequest,
  now: number,
): DecisionOutcome {
  try {
    const decided = evaluateDecision(model, decisionId, variables, now);
    const value = mapResult === 'value' ? decided.result : mapDecisionResult(decided, mapResult);
    return { kind: 'decided', value };
  } catch (error) {
    if (error instanceof DecisionError) return { kind: 'failed', message: error.message };
    throw error;
  }
}
