import { raiseIncident } from './incident.ts';
import { type InstanceState, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * When nothing is left but tokens at joins, none of them will ever go on: an incident of the model
 * instead of an instance that waits in silence (BPMN 2.0 §13.4.1 leaves the join waiting).
 */
export function raiseIfDeadlocked(turn: Turn): void {
  const { state } = turn;
  if (state.joins.size === 0 || !onlyJoinsWait(state)) return;
  const element = liveElement(state, oldestToken(state));
  const message = `Expected a token on every flow into '${element.elementId}', but none is left that could arrive`;
  raiseIncident(turn, element, 'JOIN_DEADLOCK', message);
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

/** Counts instead of searching: every live element that is neither at a join nor a scope has a wake-up source. */
function onlyJoinsWait(state: InstanceState): boolean {
  if (state.status !== 'active' || state.pending.size > 0 || state.incidents.size > 0) return false;
  const scopes = state.children.size - 1;
  let atJoins = 0;
  for (const { count } of state.joins.values()) atJoins += count;
  return scopes + atJoins === state.elements.size;
}
