import type { CatchingNode, IntermediateCatchEvent, ReceiveTask } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { occurAtBoundary } from './boundary-occurrence.ts';
import { continuationIndex } from './continuation.ts';
import { startEventSubProcess } from './event-sub-process.ts';
import { placeToken } from './place-token.ts';
import { writeEventResults, writeResults } from './results.ts';
import { type ElementInstance, liveElement } from './state.ts';
import { openSubscriptions, planSubscriptions, triggersOf } from './subscribe.ts';
import type { Subscription } from './subscription.ts';
import { afterFiring } from './timer.ts';
import type { Turn } from './turn.ts';

/**
 * What a subscription waited for has happened, and brought `variables` (BPMN 2.0 §13.5). An event that
 * needs several triggers goes on once the last of them has occurred.
 */
export function occur(turn: Turn, subscription: Subscription, variables: JsonObject): void {
  const { id, elementId, hostId } = subscription;
  const node = turn.graph.nodes.get(elementId);
  if (node === undefined) throw new Error(`Expected element '${elementId}' in the process`);
  const stays = staysOpen(turn, subscription);
  turn.record({
    type: 'eventTriggered',
    elementId,
    elementInstanceId: hostId,
    subscriptionId: id,
    kind: subscription.awaited.kind,
    ...(stays === null ? {} : { awaited: stays }),
  });
  if (subscription.triggerIndex === continuationIndex) {
    turn.record({ type: 'elementResumed', elementId, elementInstanceId: hostId });
    return;
  }
  const collects = 'parallelMultiple' in node && node.parallelMultiple && triggersOf(node).length > 1;
  if (collects && awaitsMore(turn, subscription)) {
    writeEventResults(turn, node, hostId, scopeFor(turn, hostId), variables);
    return;
  }
  if (node.type === 'startEvent') {
    startEventSubProcess(turn, hostId, node, variables);
    if (collects && !node.interrupting) openAgain(turn, node, hostId);
  } else if (node.type === 'boundaryEvent') {
    occurAtBoundary(turn, node, liveElement(turn.state, hostId), variables);
    if (collects && !node.interrupting) openAgain(turn, node, hostId);
  } else if (node.type === 'intermediateCatchEvent' || node.type === 'receiveTask') {
    const host = liveElement(turn.state, hostId);
    if (host.elementId !== elementId) {
      decideGateway(turn, host, node, variables);
      return;
    }
    writeResults(turn, node, host, variables);
    turn.record({ type: 'elementCompleting', elementId, elementInstanceId: host.id });
  } else {
    throw new Error(`Expected '${elementId}' to catch an event, but it is a ${node.type}`);
  }
}

/** All of its triggers have come: it waits for all of them anew. */
function openAgain(turn: Turn, node: CatchingNode, hostId: string): void {
  openSubscriptions(turn, planSubscriptions(node, turn.expressionContext(scopeFor(turn, hostId))), hostId);
}

/** The event-based gateway is done: its token goes on at the event that came first (BPMN 2.0 §13.4.4). */
function decideGateway(
  turn: Turn,
  gateway: ElementInstance,
  node: IntermediateCatchEvent | ReceiveTask,
  variables: JsonObject,
): void {
  const { id: elementId } = node;
  const { scopeId } = gateway;
  const flow = turn.graph.outgoing.get(gateway.elementId)?.find(({ targetId }) => targetId === elementId);
  turn.record({ type: 'elementCompleted', elementId: gateway.elementId, elementInstanceId: gateway.id });
  const id = placeToken(turn, { elementId, scopeId, flowId: flow?.id ?? null, triggered: true });
  writeEventResults(turn, node, id, scopeId, variables);
}

/** How the subscription goes on after this occurrence; null: it is closed. */
function staysOpen(turn: Turn, { awaited, elementId }: Subscription): Subscription['awaited'] | null {
  const node = turn.graph.nodes.get(elementId);
  const repeats =
    node !== undefined && 'interrupting' in node && !node.interrupting && !node.parallelMultiple;
  if (!repeats) return null;
  switch (awaited.kind) {
    case 'message':
    case 'signal':
      return awaited;
    case 'timer':
      return afterFiring(awaited);
    case 'conditional':
      return { kind: 'conditional', held: true };
  }
}

function awaitsMore(turn: Turn, { elementId, hostId }: Subscription): boolean {
  for (const id of turn.state.subscriptionsOf.get(hostId) ?? []) {
    if (turn.subscription(id).elementId === elementId) return true;
  }
  return false;
}

function scopeFor(turn: Turn, hostId: string): string {
  return hostId === turn.state.instanceId ? hostId : liveElement(turn.state, hostId).scopeId;
}
