import { isRecreated } from '../compensation/recreated.ts';
import { type ElementInstance, joinKey, liveElement, type WaitingTokens } from '../state.ts';
import type { Turn } from '../turn.ts';
import { flowsAhead } from './flows-ahead.ts';

export function waitingAt(turn: Turn, gatewayId: string, scopeId: string): WaitingTokens | undefined {
  return turn.state.joins.get(joinKey(scopeId, gatewayId));
}

/** The incoming flows that have their token. */
type Filled = Pick<ReadonlySet<string | null>, 'has' | 'size'>;

/**
 * Whether a token elsewhere in the scope may still arrive at the gateway over a flow that is not `filled`
 * (BPMN 2.0 §13.4.3): it can reach such a flow, and none of the filled ones, without passing through the
 * gateway. A token inside a subprocess counts as the subprocess. Flows are looked through only when there
 * are enough filled ones: else each token at a join of many flows would look at all of them.
 */
export function isExpected(turn: Turn, gatewayId: string, scopeId: string, filled: Filled): boolean {
  const { graph, state } = turn;
  const incoming = graph.incoming.get(gatewayId) ?? [];
  if (filled.size >= incoming.length && incoming.every(({ id }) => filled.has(id))) return false;
  const ahead = flowsAhead(graph, gatewayId);
  for (const id of state.children.get(scopeId) ?? []) {
    const element = liveElement(state, id);
    if (element.elementId === gatewayId && isBefore(element)) return true;
    const flows = ahead.get(element.elementId);
    if (flows === undefined || !movesOn(turn, element)) continue;
    if (![...flows].some((flowId) => filled.has(flowId))) return true;
  }
  return false;
}

/** It rests before the gateway, where the model asks for that: it has still to arrive. */
function isBefore({ status, wait }: ElementInstance): boolean {
  return status === 'ready' && wait?.kind === 'async';
}

/** Neither a gateway that has sent its token on and waits for its reset, nor what is being undone. */
function movesOn(turn: Turn, element: ElementInstance): boolean {
  if (element.wait?.kind === 'join' && element.wait.consumed !== undefined) return false;
  return !isRecreated(turn.nodeOf(element), element);
}

/** The oldest token on each flow that has one, in the order of the flows. */
export function oldestOfEach(
  turn: Turn,
  gatewayId: string,
  { byFlow }: WaitingTokens,
): readonly [flowId: string, elementInstanceId: string][] {
  return (turn.graph.incoming.get(gatewayId) ?? []).flatMap(({ id: flowId }) => {
    const ids = byFlow.get(flowId);
    return ids === undefined ? [] : [[flowId, oldest(ids)]];
  });
}

export function oldest(ids: Iterable<string>): string {
  let found: string | null = null;
  for (const id of ids) if (found === null || id < found) found = id;
  if (found === null) throw new Error('Expected a token, but found none');
  return found;
}

/** One token goes on for all of them; what stood in their way is over. */
export function joinTokens(
  turn: Turn,
  gatewayId: string,
  survivorId: string,
  merged: readonly string[],
): void {
  for (const id of [survivorId, ...merged]) resolveIncidentOf(turn, liveElement(turn.state, id));
  turn.record({ type: 'tokensJoined', elementId: gatewayId, elementInstanceId: survivorId, merged });
}

export function resolveIncidentOf(turn: Turn, { id, elementId, incidentId }: ElementInstance): void {
  if (incidentId === null) return;
  turn.record({ type: 'incidentResolved', elementId, elementInstanceId: id, incidentId });
}
