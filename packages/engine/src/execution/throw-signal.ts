import type { JsonObject } from '../model/json.ts';
import { occur } from './occurrence.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Whoever waits for the signal in the instance of its thrower has it at once: what interrupts the thrower does
 * so before its token goes on. The host hands it to all other instances.
 */
export function throwSignal(
  turn: Turn,
  { id, elementId }: ElementInstance,
  name: string,
  variables: JsonObject,
): void {
  const { state } = turn;
  const signalId = turn.env.newId();
  turn.record({ type: 'signalThrown', elementId, elementInstanceId: id, signalId, name, variables });
  const waiting = [...state.subscriptions.values()].filter(
    ({ awaited }) => awaited.kind === 'signal' && awaited.name === name,
  );
  for (const { id: subscriptionId } of waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const subscription = state.subscriptions.get(subscriptionId);
    if (subscription !== undefined && state.status === 'active') occur(turn, subscription, variables);
  }
}
