import { type ElementInstance, liveElement } from '../state.ts';
import { terminateChildren } from '../termination.ts';
import type { Turn } from '../turn.ts';
import { beginCompensation } from './compensate.ts';
import { endInstance } from './leave-transaction.ts';

/**
 * Cancels the transaction around `scopeId` (BPMN 2.0 §10.3.5, §13.3.4): what runs in it is terminated, what has
 * completed in it is undone, then it is left. Outside a transaction nothing happens. One cancelled
 * instance of a multi-instance transaction cancels all of them, also the completed ones.
 */
export function cancelTransaction(turn: Turn, scopeId: string): void {
  const transaction = transactionAround(turn, scopeId);
  if (transaction === null || transaction.wait?.kind === 'compensation') return;
  if (transaction.index === null) {
    cancel(turn, transaction);
    return;
  }
  closeSubscriptions(turn, transaction.scopeId);
  for (const instance of instancesAround(turn, transaction)) cancel(turn, instance);
}

/** Those that have not begun, or are on the point of leaving, first: the last one to end leaves the body. */
function instancesAround(turn: Turn, { scopeId: bodyId }: ElementInstance): readonly ElementInstance[] {
  const instances = [...(turn.state.children.get(bodyId) ?? [])]
    .sort()
    .map((id) => liveElement(turn.state, id));
  for (const instance of instances) {
    if (instance.status !== 'active' && instance.index !== null) endInstance(turn, instance, instance.index);
  }
  return instances.filter(({ status, wait }) => status === 'active' && wait?.kind !== 'compensation');
}

function cancel(turn: Turn, transaction: ElementInstance): void {
  terminateChildren(turn, transaction.id);
  closeSubscriptions(turn, transaction.id);
  beginCompensation(turn, transaction, { scopeId: transaction.id, activityId: null }, true);
}

function transactionAround(turn: Turn, scopeId: string): ElementInstance | null {
  const { elements } = turn.state;
  for (let scope = elements.get(scopeId); scope !== undefined; scope = elements.get(scope.scopeId)) {
    if (turn.nodeOf(scope).type === 'transaction') return scope;
  }
  return null;
}

/** Neither its event subprocesses nor its boundary interfere with the undoing; an error still leaves it. */
function closeSubscriptions(turn: Turn, hostId: string): void {
  for (const subscriptionId of [...(turn.state.subscriptionsOf.get(hostId) ?? [])].sort()) {
    const { elementId } = turn.subscription(subscriptionId);
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId: hostId, subscriptionId });
  }
}
