import { fold } from '../execution/apply.ts';
import type { JournalEntry } from '../execution/event.ts';
import { emptyContent, type InstanceState, stateToJson } from '../execution/state.ts';
import { indexCompensation, indexElement, indexSubscription } from '../execution/state-indexes.ts';
import type { Json } from '../model/json.ts';

/**
 * The state as a store gives it back: scalar fields, element instances in the order of their ids,
 * one row a variable, incidents. Everything derived is built anew.
 */
export function reloaded(state: InstanceState): InstanceState {
  const loaded: InstanceState = {
    ...state,
    ...emptyContent(),
    loops: new Map([...state.loops].map(([id, loop]) => [id, structuredClone(loop)])),
  };
  const elements = [...state.elements.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const element of elements) indexElement(loaded, copied(element));
  for (const [scopeId, values] of state.variables) {
    for (const name of Object.keys(values)) {
      const scope = loaded.variables.get(scopeId) ?? (Object.create(null) as Record<string, Json>);
      scope[name] = copied(values[name] ?? null);
      loaded.variables.set(scopeId, scope);
    }
  }
  const subscriptions = [...state.subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const subscription of subscriptions) indexSubscription(loaded, copied(subscription));
  for (const compensation of state.compensations.values()) indexCompensation(loaded, copied(compensation));
  for (const [id, incident] of state.incidents) loaded.incidents.set(id, { ...incident });
  return loaded;
}

/** As JSON, which is what a store keeps. */
function copied<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** What is wrong with a state and its journal; empty when fold, store and derived indexes agree. */
export function inconsistencies(journal: readonly JournalEntry[], state: InstanceState): string[] {
  const asRead = JSON.parse(JSON.stringify(journal)) as JournalEntry[];
  const folded = fold(asRead);
  if (folded === null) return ['the journal is empty'];
  return [...differences('fold', folded, state), ...differences('store', reloaded(state), state)];
}

/** The same for equal states, with everything derived from them. */
export function fingerprint(state: InstanceState): string {
  return JSON.stringify([stateToJson(state), ...derived(state)]);
}

/** Names each part in which two states differ. */
export function differences(origin: string, other: InstanceState, state: InstanceState): string[] {
  const found: string[] = [];
  const compare = (part: string, a: unknown, b: unknown): void => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    if (left !== right) found.push(`${part} of ${origin}: ${left} instead of ${right}`);
  };
  compare('state', stateToJson(other), stateToJson(state));
  const expected = derived(state);
  for (const [index, [part, value]] of derived(other).entries()) compare(part, value, expected[index]?.[1]);
  return found;
}

function derived(state: InstanceState): [part: string, value: unknown][] {
  return [
    ['children', groups(state.children)],
    ['pending', [...state.pending].sort()],
    ['awaiting', [...state.awaiting].sort()],
    ['subscriptions', groups(state.subscriptionsOf)],
    ['conditional', [...state.conditional].sort()],
    ['compensations', [...state.compensationsIn].sort()],
    ['joins', joinGroups(state)],
  ];
}

function groups<Key>(map: ReadonlyMap<Key, Iterable<string>>): unknown[] {
  return [...map].map(([key, ids]) => [key, [...ids].sort()]).sort();
}

function joinGroups({ joins }: InstanceState): unknown[] {
  return [...joins].map(([key, tokens]) => [key, tokens.count, groups(tokens.byFlow)]).sort();
}
