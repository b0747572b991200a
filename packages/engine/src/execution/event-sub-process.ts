import type { StartEvent } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { placeToken } from './place-token.ts';
import { writeEventResults } from './results.ts';
import { terminateChildren } from './termination.ts';
import type { Turn } from './turn.ts';

/**
 * Its start event has occurred (BPMN 2.0 §13.5.4). An interrupting one ends everything else in the scope
 * and with it the other event subprocesses' chance to start.
 */
export function startEventSubProcess(
  turn: Turn,
  scopeId: string,
  start: StartEvent,
  variables: JsonObject,
): void {
  const { scopeId: subProcessId } = start;
  if (subProcessId === null) throw new Error(`Expected start event '${start.id}' inside an event subprocess`);
  if (start.interrupting) {
    terminateChildren(turn, scopeId);
    closeEventSubProcesses(turn, scopeId);
  }
  const id = placeToken(turn, { elementId: subProcessId, scopeId, triggered: true });
  writeEventResults(turn, start, id, scopeId, variables);
}

function closeEventSubProcesses(turn: Turn, scopeId: string): void {
  for (const subscriptionId of [...(turn.state.subscriptionsOf.get(scopeId) ?? [])]) {
    const { elementId } = turn.subscription(subscriptionId);
    if (turn.graph.nodes.get(elementId)?.type !== 'startEvent') continue;
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId: scopeId, subscriptionId });
  }
}
