import type { DecisionResult } from '@wbpm/contract';
import { DecisionError, evaluateDecision, type JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import type { UseCase } from '../use-case.ts';
import { requireDecision } from './read-decision.ts';

/** Makes a decision for somebody who asks from outside; nothing is stored. */
export async function evaluateDeployedDecision(
  useCase: UseCase,
  id: string,
  variables: JsonObject,
): Promise<DecisionResult> {
  const { principal, runtime } = useCase;
  requirePermission(principal, 'decision', 'execute');
  const { decisionId, fileId, version } = await requireDecision(useCase, id);
  const model = await runtime.decisions.model(principal.tenantId, fileId);
  try {
    const { result, matchedRules } = evaluateDecision(model, decisionId, variables, runtime.clock.now());
    return {
      result,
      matched_rules: matchedRules.map((rule) => ({
        decision_id: rule.decisionId,
        rule_id: rule.ruleId,
        index: rule.index,
      })),
      decision_id: decisionId,
      version,
    };
  } catch (error) {
    if (error instanceof DecisionError) throw new Refusal('DECISION_FAILED', error.message, { cause: error });
    throw error;
  }
}
