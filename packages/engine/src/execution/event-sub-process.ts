import type { StartEvent } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { placeToken } from './place-token.ts';
import { writeEventResults } from './results.ts';
import { terminateChildren } from './termination.ts';
import type { Turn } from './turn.ts';

/**
 * Its start event has occurred (BPMN 2.0 §13.5.4). An interrupting one ends everything else in the scope
 * and with it the other event subprocesses' chance to start. Returns the id of its token.
 */
export function startEventSubProcess(
  turn: Turn,
  scopeId: string,
  start: StartEvent,
  variables: JsonObject,
): string {
  const { scopeId: subProcessId } = start;
  if (subProcessId === null) throw new Error(`Expected start event '${start.id}' inside an event subprocess`);
  takeOver(turn, scopeId, start);
  const id = placeToken(turn, { elementId: subProcessId, scopeId, triggered: true });
  writeEventResults(turn, start, id, scopeId, variables);
  return id;
}

/** What an event subprocess does to its scope when it begins. */
function takeOver(turn: Turn, scopeId: string, { interrupting }: StartEvent): void {
  if (!interrupting) return;
  terminateChildren(turn, scopeId);
  closeEventSubProcesses(turn, scopeId);
}

/** None of them starts any more: something has taken the scope over, or it is being left. */
export function closeEventSubProcesses(turn: Turn, scopeId: string): void {
  for (const subscriptionId of [...(turn.state.subscriptionsOf.get(scopeId) ?? [])]) {
    const { elementId } = turn.subscription(subscriptionId);
    if (turn.graph.nodes.get(elementId)?.type !== 'startEvent') continue;
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId: scopeId, subscriptionId });
  }
}
