import { hasEnded, type InstanceState } from '@wbpm/engine';
import type { InstanceChange } from '../store/instance-change.ts';
import type { Recorded } from './recorded.ts';
import type { StoredRows } from './stored-rows.ts';

/** `ended`: element instances of the store that are no more; what their loops held goes with them. */
export function projectLoops(
  recorded: readonly Recorded[],
  state: InstanceState,
  ended: readonly string[],
  stored: StoredRows,
): InstanceChange['loops'] {
  const running = recorded.flatMap(({ event }) =>
    'elementInstanceId' in event && state.loops.has(event.elementInstanceId) ? [event] : [],
  );
  return {
    items: running.flatMap((event) =>
      event.type === 'loopStarted' && event.items !== null
        ? [{ bodyId: event.elementInstanceId, items: JSON.stringify(event.items) }]
        : [],
    ),
    outputs: running.flatMap((event) =>
      event.type === 'loopItemEnded' && event.output !== undefined
        ? [{ bodyId: event.elementInstanceId, index: event.index, value: JSON.stringify(event.output) }]
        : [],
    ),
    deleted: ended.filter((id) => stored.loops.has(id)),
  };
}

/** One that was kept and closed within the turn is never written; none outlives its instance. */
export function projectCompensations(
  recorded: readonly Recorded[],
  state: InstanceState,
  stored: StoredRows,
): InstanceChange['compensations'] {
  return {
    kept: recorded.flatMap(({ event, seq }) =>
      event.type === 'compensationKept' && state.compensations.has(event.compensationId)
        ? [
            {
              compensationId: event.compensationId,
              elementId: event.elementId,
              elementInstanceId: event.elementInstanceId,
              scopeId: event.scopeId,
              variables: JSON.stringify(event.variables),
              position: seq,
            },
          ]
        : [],
    ),
    deleted: hasEnded(state)
      ? [...stored.compensations]
      : recorded.flatMap(({ event }) =>
          event.type === 'compensationClosed' && stored.compensations.has(event.compensationId)
            ? [event.compensationId]
            : [],
        ),
  };
}
