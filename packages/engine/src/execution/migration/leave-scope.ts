import { type ElementInstance, type InstanceState, liveElement } from '../state.ts';
import { dropElement, moveElement } from '../state-indexes.ts';

/** A scope that is no more: its variables go with it, its content goes on in the scope around it. */
export function leaveScope(state: InstanceState, scope: ElementInstance): void {
  for (const id of [...(state.children.get(scope.id) ?? [])]) {
    moveElement(state, liveElement(state, id), scope.scopeId);
  }
  dropElement(state, scope);
}
