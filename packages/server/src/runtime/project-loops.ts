import { hasEnded, type InstanceState } from '@wbpm/engine';
import type { InstanceChange } from '../store/instance-change.ts';
import { type Recorded, recordedOf } from './recorded.ts';
import type { StoredRows } from './stored-rows.ts';

/** `ended`: element instances of the store that are no more; what their loops held goes with them. */
export function projectLoops(
  recorded: readonly Recorded[],
  state: InstanceState,
  ended: readonly string[],
  stored: StoredRows,
): InstanceChange['loops'] {
  if (state.loops.size === 0 && stored.loops.size === 0) return { items: [], outputs: [], deleted: [] };
  return {
    items: recordedOf(recorded, 'loopStarted').flatMap(({ event: { elementInstanceId: bodyId, items } }) =>
      items !== null && state.loops.has(bodyId) ? [{ bodyId, items: JSON.stringify(items) }] : [],
    ),
    outputs: recordedOf(recorded, 'loopItemEnded').flatMap(
      ({ event: { elementInstanceId: bodyId, index, output } }) =>
        output !== undefined && state.loops.has(bodyId)
          ? [{ bodyId, index, value: JSON.stringify(output) }]
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
  if (state.compensations.size === 0 && stored.compensations.size === 0) return { kept: [], deleted: [] };
  return {
    kept: recordedOf(recorded, 'compensationKept').flatMap(({ event, seq }) =>
      state.compensations.has(event.compensationId)
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
      : recordedOf(recorded, 'compensationClosed')
          .map(({ event }) => event.compensationId)
          .filter((id) => stored.compensations.has(id)),
  };
}
