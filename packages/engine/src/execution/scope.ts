import { liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * A scope without tokens is done: the subprocess completes, or the instance (BPMN 2.0 §13.3.4,
 * §13.5.6). Called after the last thing that could have left a token in it.
 */
export function completeScopeIfEmpty(turn: Turn, scopeId: string): void {
  if (turn.state.children.has(scopeId)) return;
  if (scopeId === turn.state.instanceId) {
    turn.record({ type: 'instanceCompleted' });
    return;
  }
  const scope = liveElement(turn.state, scopeId);
  turn.record({ type: 'elementCompleting', elementId: scope.elementId, elementInstanceId: scope.id });
}
