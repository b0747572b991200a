import { type ElementInstance, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/** Ends every element instance of a scope, inner ones before the scope they stand in. */
export function terminateChildren(turn: Turn, scopeId: string): void {
  for (const element of childrenInnerFirst(turn, scopeId)) {
    const of = { elementId: element.elementId, elementInstanceId: element.id };
    if (element.incidentId !== null) {
      turn.record({ type: 'incidentResolved', ...of, incidentId: element.incidentId });
    }
    turn.record({ type: 'elementTerminated', ...of });
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
