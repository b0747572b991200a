import { ExpressionError } from '../expression/expression-error.ts';
import type { CatchingNode, IntermediateCatchEvent, ReceiveTask } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { occurAtBoundary } from './boundary-occurrence.ts';
import { continuationIndex } from './continuation.ts';
import { startEventSubProcess } from './event-sub-process.ts';
import { raiseIncident } from './incident.ts';
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
  const host = turn.state.elements.get(hostId);
  if (host?.elementId === elementId && 'outputs' in node) {
    closeOthers(turn, host);
    writeResults(turn, node, host, variables);
    turn.record({ type: 'elementCompleting', elementId, elementInstanceId: hostId });
  } else if (node.type === 'startEvent') {
    const id = startEventSubProcess(turn, hostId, node, variables);
    if (collects && !node.interrupting) openAgain(turn, node, hostId, id);
  } else if (node.type === 'boundaryEvent') {
    const id = occurAtBoundary(turn, node, liveElement(turn.state, hostId), variables);
    if (collects && !node.interrupting) openAgain(turn, node, hostId, id);
  } else if (node.type === 'intermediateCatchEvent' || node.type === 'receiveTask') {
    decideGateway(turn, liveElement(turn.state, hostId), node, variables);
  } else {
    throw new Error(`Expected '${elementId}' to catch an event, but it is a ${node.type}`);
  }
}

/** One of its triggers was enough: nothing else is waited for while the event is left. */
function closeOthers(turn: Turn, { id, elementId }: ElementInstance): void {
  for (const subscriptionId of [...(turn.state.subscriptionsOf.get(id) ?? [])]) {
    if (turn.subscription(subscriptionId).elementId !== elementId) continue;
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId: id, subscriptionId });
  }
}

/**
 * All of its triggers have come: it waits for all of them anew. Where they cannot be evaluated the event has
 * occurred for the last time, and the token it has brought about says so.
 */
function openAgain(turn: Turn, node: CatchingNode, hostId: string, tokenId: string): void {
  try {
    const planned = planSubscriptions(node, turn.expressionContext(scopeFor(turn, hostId)));
    openSubscriptions(turn, planned, hostId);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const message = `${error.message}; '${node.id}' is not waited for again`;
    raiseIncident(turn, liveElement(turn.state, tokenId), 'EXPRESSION_ERROR', message);
  }
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
