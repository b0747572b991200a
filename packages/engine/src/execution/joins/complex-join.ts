import { type ExpressionContext, evaluateCondition } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { ComplexGateway } from '../../model/flow-node.ts';
import type { Json } from '../../model/json.ts';
import { activated } from '../elements/behaviour.ts';
import { raiseIncident } from '../incident.ts';
import { placeToken } from '../place-token.ts';
import { type ElementInstance, liveElement, type WaitingTokens } from '../state.ts';
import type { Turn } from '../turn.ts';
import { isExpected, joinTokens, oldest, oldestOfEach, waitingAt } from './waiting-tokens.ts';

// A complex gateway (BPMN 2.0 §13.4.5) is in one of two states.
// - Waiting for start: once its activation condition holds, it takes a token from every flow that has one
//   and sends one on.
// - Waiting for reset: it waits, as an inclusive gateway does, for the flows it took no token from. That
//   state is an element instance of its own at the gateway, which came over no flow and knows from which
//   flows the first tokens were taken; it leaves with what the reset brings.

/** What an activation condition sees: over how many of its flows tokens have come, and how many over each. */
export function startContext(
  turn: Turn,
  gatewayId: string,
  scopeId: string,
  arrivingOver: string | null,
): ExpressionContext {
  const byFlow = waitingAt(turn, gatewayId, scopeId)?.byFlow;
  const activationCounts = Object.create(null) as Record<string, Json>;
  let activationCount = 0;
  for (const { id } of turn.graph.incoming.get(gatewayId) ?? []) {
    const count = (byFlow?.get(id)?.size ?? 0) + (id === arrivingOver ? 1 : 0);
    activationCounts[id] = count;
    if (count > 0) activationCount += 1;
  }
  const context = turn.expressionContext(scopeId);
  const own = { activationCount, activationCounts, waitingForStart: true };
  const variables = Object.assign(Object.create(null) as Record<string, Json>, context.variables, own);
  return { ...context, variables };
}

/** Without a condition the first token starts it: a discriminator. */
export function mayStart({ activationCondition }: ComplexGateway, context: ExpressionContext): boolean {
  return activationCondition === null || evaluateCondition(activationCondition, context);
}

/** The element instance that waits for the reset. */
export function awaitsReset(turn: Turn, gatewayId: string, scopeId: string): string | null {
  const [id] = waitingAt(turn, gatewayId, scopeId)?.byFlow.get(null) ?? [];
  return id ?? null;
}

export function startComplex(turn: Turn, gatewayId: string, scopeId: string): void {
  const waiting = waitingAt(turn, gatewayId, scopeId);
  if (waiting === undefined) throw new Error(`Expected tokens at '${gatewayId}' to start it, but found none`);
  const taken = oldestOfEach(turn, gatewayId, waiting);
  const tokens = taken.map(([, id]) => id);
  const consumed = taken.map(([flowId]) => flowId);
  const survivor = oldest(tokens);
  const merged = tokens.filter((id) => id !== survivor);
  joinTokens(turn, gatewayId, survivor, merged);
  const id = placeToken(turn, { elementId: gatewayId, scopeId });
  activated(turn, liveElement(turn.state, id));
  turn.record({ type: 'joinReached', elementId: gatewayId, elementInstanceId: id, consumed });
}

/** Resets it once nothing else is expected, or starts it anew with what is left from before. */
export function settleComplex(turn: Turn, node: ComplexGateway, scopeId: string): void {
  const waiting = waitingAt(turn, node.id, scopeId);
  if (waiting === undefined) return;
  const resetId = awaitsReset(turn, node.id, scopeId);
  if (resetId === null) startAnew(turn, node, scopeId, waiting);
  else reset(turn, node.id, waiting, liveElement(turn.state, resetId));
}

function reset(turn: Turn, gatewayId: string, waiting: WaitingTokens, awaiting: ElementInstance): void {
  const { id: resetId, scopeId, wait } = awaiting;
  const consumed = new Set(wait?.kind === 'join' ? wait.consumed : []);
  const filled = new Set<string | null>([...consumed, ...waiting.byFlow.keys()]);
  if (isExpected(turn, gatewayId, scopeId, filled)) return;
  const late = oldestOfEach(turn, gatewayId, waiting).filter(([flowId]) => !consumed.has(flowId));
  const merged = late.map(([, id]) => id);
  joinTokens(turn, gatewayId, resetId, merged);
}

function startAnew(turn: Turn, node: ComplexGateway, scopeId: string, waiting: WaitingTokens): void {
  const eldest = liveElement(turn.state, oldest([...waiting.byFlow.values()].flatMap((ids) => [...ids])));
  if (eldest.incidentId !== null) return;
  try {
    if (mayStart(node, startContext(turn, node.id, scopeId, null))) startComplex(turn, node.id, scopeId);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    raiseIncident(turn, eldest, 'EXPRESSION_ERROR', error.message);
  }
}
