import { placeToken } from '../place-token.ts';
import { completeScopeIfEmpty } from '../scope.ts';
import { type ElementInstance, liveElement } from '../state.ts';
import { terminateElement } from '../termination.ts';
import type { Turn } from '../turn.ts';

/**
 * A cancelled transaction, undone, ends as terminated: it is left through its cancel boundary event, or not
 * at all where it has none, since its outgoing flows are for success. The last instance of a
 * multi-instance transaction leaves its body to be undone, which is returned.
 */
export function leaveTransaction(turn: Turn, transaction: ElementInstance): ElementInstance | null {
  if (transaction.index !== null) return leaveInstance(turn, transaction, transaction.index);
  const { elementId, scopeId } = transaction;
  const event = turn.graph.boundaryEvents
    .get(elementId)
    ?.find(({ triggers }) => triggers.some(({ kind }) => kind === 'cancel'));
  terminateElement(turn, transaction);
  if (event !== undefined) placeToken(turn, { elementId: event.id, scopeId, triggered: true });
  else completeScopeIfEmpty(turn, scopeId);
  return null;
}

function leaveInstance(turn: Turn, instance: ElementInstance, index: number): ElementInstance | null {
  const { elementId, scopeId: bodyId } = instance;
  endInstance(turn, instance, index);
  if (turn.state.children.has(bodyId)) return null;
  const body = liveElement(turn.state, bodyId);
  if (body.elementId !== elementId)
    throw new Error(`Expected the body of '${elementId}', but found ${bodyId}`);
  return body;
}

export function endInstance(turn: Turn, instance: ElementInstance, index: number): void {
  terminateElement(turn, instance);
  turn.record({
    type: 'loopItemEnded',
    elementId: instance.elementId,
    elementInstanceId: instance.scopeId,
    index,
    status: 'terminated',
  });
}
