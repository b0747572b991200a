import { type DecisionOutcome, type DecisionRequest, makeDecision, notDeployed } from '@wbpm/engine';
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
  request: DecisionRequest,
  now: number,
): Promise<DecisionAnswer> {
  const { decisionId, version } = request;
  const found = await decisions.called(tenantId, decisionId, version, definitionId);
  if (found === null) return { kind: 'unknown', message: notDeployed('decision', decisionId, version) };
  return makeDecision(await decisions.model(tenantId, found.fileId), request, now);
}
