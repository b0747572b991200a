import {
  DecisionError,
  type DecisionOutcome,
  type DecisionRequest,
  evaluateDecision,
  mapDecisionResult,
} from '@wbpm/engine';
import type { Decisions } from './decision-cache.ts';

/** The instance that asks for a decision. */
export interface DecisionCaller {
  readonly tenantId: string;
  readonly definitionId: string;
}

/** `unknown`: there is no such decision, or not that version of it. */
export type DecisionAnswer = DecisionOutcome | { readonly kind: 'unknown'; readonly message: string };

/**
 * Makes the decision a turn asks for. It is made on the thread that decides everything else; what one
 * decision may cost is bounded by the engine's budget of evaluated expressions, not by a clock.
 */
export async function answerDecision(
  decisions: Decisions,
  { tenantId, definitionId }: DecisionCaller,
  { decisionId, version, mapResult, variables }: DecisionRequest,
  now: number,
): Promise<DecisionAnswer> {
  const found = await decisions.called(tenantId, decisionId, version, definitionId);
  if (found === null) {
    const which = typeof version === 'number' ? `version ${version} of ` : '';
    return {
      kind: 'unknown',
      message: `Expected ${which}decision '${decisionId}' to be deployed, but found none`,
    };
  }
  const model = await decisions.model(tenantId, found.fileId);
  try {
    const decided = evaluateDecision(model, decisionId, variables, now);
    const value = mapResult === 'value' ? decided.result : mapDecisionResult(decided, mapResult);
    return { kind: 'decided', value };
  } catch (error) {
    if (error instanceof DecisionError) return { kind: 'failed', message: error.message };
    throw error;
  }
}
