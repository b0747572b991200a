import { emptyContent, type InstanceState } from './state.ts';
import { indexCompensation, indexElement, indexSubscription } from './state-indexes.ts';

/** A state of its own: what is tried on it leaves the other as it was. Costs as much as the instance is large. */
export function copyState(state: InstanceState): InstanceState {
  const copy: InstanceState = {
    ...state,
    ...emptyContent(),
    variables: new Map(
      [...state.variables].map(([scopeId, values]) => [
        scopeId,
        Object.assign(Object.create(null) as typeof values, values),
      ]),
    ),
    incidents: new Map(state.incidents),
    loops: new Map([...state.loops].map(([id, loop]) => [id, { ...loop, outputs: new Map(loop.outputs) }])),
  };
  for (const element of state.elements.values()) indexElement(copy, { ...element });
  for (const subscription of state.subscriptions.values()) indexSubscription(copy, { ...subscription });
  for (const compensation of state.compensations.values()) indexCompensation(copy, { ...compensation });
  return copy;
}
