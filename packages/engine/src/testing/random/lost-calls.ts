import { hasEnded } from '../../execution/state.ts';
import type { Told } from './between-instances.ts';
import type { Seen } from './host.ts';

/** Calls that wait for an instance that is over, without an incident and with no answer on its way. */
export function lostCalls(
  hosts: ReadonlyMap<string, Pick<Seen, 'state'>>,
  deferred: readonly Told[],
): readonly string[] {
  const isAnswered = (callerId: string, callId: string) =>
    deferred.some(
      ({ instanceId, command }) =>
        instanceId === callerId && 'elementInstanceId' in command && command.elementInstanceId === callId,
    );
  return [...hosts].flatMap(([instanceId, { state }]) =>
    [...state.elements.values()].flatMap(({ id, elementId, wait, incidentId }) => {
      if (wait?.kind !== 'call' || incidentId !== null) return [];
      const called = hosts.get(wait.childInstanceId);
      const lives = called !== undefined && !hasEnded(called.state);
      return lives || isAnswered(instanceId, id) ? [] : [`${elementId} waits for a call that is over`];
    }),
  );
}
