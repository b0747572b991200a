import { goOnAfter } from '../compensation/compensate.ts';
import { endInstance } from '../compensation/leave-transaction.ts';
import { createFollowing } from '../loops/loop-instances.ts';
import type { ElementInstance } from '../state.ts';
import { terminateElement } from '../termination.ts';
import type { Turn } from '../turn.ts';
import { refuse } from './refuse.ts';

/** The element instances meant: one by its id, or all that run of an element. The instances of a loop go with its body. */
export function meantBy(turn: Turn, target: string): readonly ElementInstance[] {
  const { elements } = turn.state;
  const one = elements.get(target);
  if (one !== undefined) return [one];
  const all = [...elements.values()].filter(({ elementId, index }) => elementId === target && index === null);
  if (all.length > 0) return all;
  const known = turn.graph.nodes.has(target);
  refuse(
    target,
    known
      ? `Expected a token at '${target}', but found none`
      : `Expected '${target}' to be an element of the process or something that runs in the instance, but it is neither`,
  );
}

/** Ends one element instance with all that runs in it; what then goes on or ends is for later. */
export function cancel(turn: Turn, element: ElementInstance): void {
  if (element.undoes !== null && turn.state.status !== 'active') {
    refuse(
      element.elementId,
      `Expected the instance to be active before '${element.elementId}', which undoes something, is cancelled`,
    );
  }
  if (element.index === null) {
    terminateElement(turn, element);
    return;
  }
  if (element.status === 'ready') createFollowing(turn, turn.nodeOf(element), element);
  endInstance(turn, element, element.index);
}

/** Ends what has nothing left in it, from `scopeId` outwards; the instance too. */
export function endEmptied(turn: Turn, scopeId: string, reason: string | null): void {
  const { state } = turn;
  for (let id = scopeId; !state.children.has(id); ) {
    if (id === state.instanceId) {
      if (state.status === 'active' || state.status === 'suspended')
        turn.record({ type: 'instanceTerminated', reason });
      return;
    }
    const scope = state.elements.get(id);
    if (scope === undefined || scope.status !== 'active' || scope.wait !== null) return;
    cancel(turn, scope);
    goOnAfter(turn, scope);
    id = scope.scopeId;
  }
}
