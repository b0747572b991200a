import type { InclusiveGateway } from '../../model/flow-node.ts';
import type { Turn } from '../turn.ts';
import { isExpected, joinTokens, oldest, oldestOfEach, waitingAt } from './waiting-tokens.ts';

/** Joins what has come once nothing else is expected (BPMN 2.0 §13.4.3), a token a flow. */
export function settleInclusive(turn: Turn, { id: gatewayId }: InclusiveGateway, scopeId: string): void {
  const waiting = waitingAt(turn, gatewayId, scopeId);
  if (waiting === undefined) return;
  if (isExpected(turn, gatewayId, scopeId, waiting.byFlow)) return;
  const tokens = oldestOfEach(turn, gatewayId, waiting).map(([, id]) => id);
  const survivor = oldest(tokens);
  const merged = tokens.filter((id) => id !== survivor);
  joinTokens(turn, gatewayId, survivor, merged);
}
