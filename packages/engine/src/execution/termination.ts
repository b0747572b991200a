import { type ElementInstance, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/** Ends an element instance and everything in it, inner ones first. */
export function terminateElement(turn: Turn, element: ElementInstance): void {
  terminateChildren(turn, element.id);
  terminateOne(turn, element);
}

/** Ends every element instance of a scope, inner ones before the scope they stand in. */
export function terminateChildren(turn: Turn, scopeId: string): void {
  for (const element of childrenInnerFirst(turn, scopeId)) terminateOne(turn, element);
}

function terminateOne(turn: Turn, element: ElementInstance): void {
  const of = { elementId: element.elementId, elementInstanceId: element.id };
  if (element.incidentId !== null) {
    turn.record({ type: 'incidentResolved', ...of, incidentId: element.incidentId });
  }
  if (element.wait?.kind === 'call') {
    turn.record({ type: 'callCancelled', ...of, childInstanceId: element.wait.childInstanceId });
  }
  turn.record({ type: 'elementTerminated', ...of });
  discardCompensations(turn, element.id);
  if (element.undoes !== null) closeCompensation(turn, element.undoes.compensationId);
}

/** An activity that has been undone, or whose undoing was broken off, is not undone again. */
export function closeCompensation(turn: Turn, compensationId: string): void {
  const kept = turn.state.compensations.get(compensationId);
  if (kept === undefined) return;
  turn.record({ type: 'compensationClosed', compensationId });
  discardCompensations(turn, kept.elementInstanceId);
}

/** What a scope kept for undoing goes with it; a completed subprocess in it takes its own along. */
export function discardCompensations(turn: Turn, scopeId: string): void {
  const scopes = [scopeId];
  for (let scope = scopes.pop(); scope !== undefined; scope = scopes.pop()) {
    for (const compensationId of [...(turn.state.compensationsIn.get(scope) ?? [])]) {
      const kept = turn.state.compensations.get(compensationId);
      if (kept !== undefined) scopes.push(kept.elementInstanceId);
      turn.record({ type: 'compensationClosed', compensationId });
    }
  }
}

/** Iterative: nesting is bounded by the model, but no recursion depends on it. */
function childrenInnerFirst(turn: Turn, scopeId: string): ElementInstance[] {
  const found: ElementInstance[] = [];
  const scopes = [scopeId];
  for (let scope = scopes.pop(); scope !== undefined; scope = scopes.pop()) {
    for (const id of turn.state.children.get(scope) ?? []) {
      found.push(liveElement(turn.state, id));
      scopes.push(id);
    }
  }
  return found.reverse();
}
