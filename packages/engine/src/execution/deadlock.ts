import { raiseIncident } from './incident.ts';
import { type ElementInstance, type InstanceState, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * When nothing is left but tokens at joins, none of them will ever go on: an incident of the model
 * instead of an instance that waits in silence (BPMN 2.0 §13.4 leaves the join waiting).
 */
export function raiseIfDeadlocked(turn: Turn): void {
  if (!onlyJoinsWait(turn.state)) return;
  const element = liveElement(turn.state, oldestToken(turn.state));
  raiseIncident(turn, element, 'JOIN_DEADLOCK', messageFor(turn, element));
}

function messageFor(turn: Turn, element: ElementInstance): string {
  const { elementId } = element;
  const { type } = turn.nodeOf(element);
  if (type === 'inclusiveGateway') {
    return `Expected the tokens that '${elementId}' waits for to arrive, but they wait at other joins`;
  }
  if (type === 'complexGateway') {
    return `Expected '${elementId}' to start or to be reset, but no token is left that could arrive`;
  }
  if (type !== 'parallelGateway') {
    return `Expected as many tokens at '${elementId}' as it starts with, but none is left that could arrive`;
  }
  return `Expected a token on every flow into '${elementId}', but none is left that could arrive`;
}

/** By id, since a loaded state has its joins in another order. */
function oldestToken({ joins }: InstanceState): string {
  const waiting = [...joins.values()].flatMap(({ byFlow }) =>
    [...byFlow.values()].flatMap((ids) => [...ids]),
  );
  return waiting.reduce((oldest, id) => {
    if (id < oldest) return id;
    return oldest;
  });
}

/**
 * Looks at sizes alone. What moves an instance on is a turn of its own, somebody who resolves an incident
 * or acts on an element instance, or something subscribed to; everything else that is live waits for its
 * content, for its handlers or for other tokens.
 */
function onlyJoinsWait({
  status,
  joins,
  pending,
  incidents,
  awaiting,
  subscriptions,
}: InstanceState): boolean {
  const wakers = pending.size + incidents.size + awaiting.size + subscriptions.size;
  return status === 'active' && joins.size > 0 && wakers === 0;
}
