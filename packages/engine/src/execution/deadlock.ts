import { raiseIncident } from './incident.ts';
import type { InstanceState } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * When nothing is left but tokens at joins, none of them will ever go on: an incident of the model
 * instead of an instance that waits in silence (BPMN 2.0 §13.4.1 leaves the join waiting).
 */
export function raiseIfDeadlocked(turn: Turn): void {
  const { state } = turn;
  if (state.joins.size === 0 || !onlyJoinsWait(state)) return;
  for (const { byFlow } of state.joins.values()) {
    for (const [first] of byFlow.values()) {
      const element = first === undefined ? undefined : state.elements.get(first);
      if (element === undefined) throw new Error('Expected a live token at a join, but found none');
      raiseIncident(
        turn,
        element,
        'JOIN_DEADLOCK',
        `Expected a token on every flow into '${element.elementId}', but none is left that could arrive`,
      );
      return;
    }
  }
}

/** Counts instead of searching: every live element that is neither at a join nor a scope has a wake-up source. */
function onlyJoinsWait(state: InstanceState): boolean {
  if (state.status !== 'active' || state.pending.size > 0 || state.incidents.size > 0) return false;
  const scopes = state.children.size - 1;
  let atJoins = 0;
  for (const { count } of state.joins.values()) atJoins += count;
  return scopes + atJoins === state.elements.size;
}
