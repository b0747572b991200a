import type { InstanceState, LoopProgress, WaitingTokens } from '../execution/state.ts';

/** How many members of the collections of a state were looked at one after the other. */
export interface VisitCount {
  visited: number;
}

/** The state with collections that count what is iterated; look-ups by key are free. */
export function counting(state: InstanceState, count: VisitCount): InstanceState {
  const sets = (groups: ReadonlyMap<string, Set<string>>) =>
    new CountingMap(
      [...groups].map(([key, ids]) => [key, new CountingSet(ids, count)]),
      count,
    );
  const tokens = ({ count: number, byFlow }: WaitingTokens): WaitingTokens => ({
    count: number,
    byFlow: new CountingMap(
      [...byFlow].map(([key, ids]) => [key, new CountingSet(ids, count)]),
      count,
    ),
  });
  const loop = (progress: LoopProgress): LoopProgress => ({
    ...progress,
    items: progress.items === null ? null : countingList(progress.items, count),
    outputs: new CountingMap(progress.outputs, count),
  });
  return {
    ...state,
    loops: new CountingMap(
      [...state.loops].map(([id, progress]) => [id, loop(progress)]),
      count,
    ),
    elements: new CountingMap(state.elements, count),
    variables: new CountingMap(state.variables, count),
    incidents: new CountingMap(state.incidents, count),
    children: sets(state.children),
    pending: new CountingSet(state.pending, count),
    joins: new CountingMap(
      [...state.joins].map(([key, waiting]) => [key, tokens(waiting)]),
      count,
    ),
  };
}

/** Counts every item that is read. */
function countingList<Item>(items: readonly Item[], count: VisitCount): readonly Item[] {
  return new Proxy(items, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && /^\d+$/.test(key)) count.visited += 1;
      return Reflect.get(target, key, receiver);
    },
  });
}

function* counted<Item>(items: Iterable<Item>, count: VisitCount): MapIterator<Item> {
  for (const item of items) {
    count.visited += 1;
    yield item;
  }
}

class CountingMap<Key, Value> extends Map<Key, Value> {
  readonly #count: VisitCount;

  constructor(entries: Iterable<readonly [Key, Value]>, count: VisitCount) {
    super();
    for (const [key, value] of entries) this.set(key, value);
    this.#count = count;
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return counted(super.entries(), this.#count);
  }

  override entries(): MapIterator<[Key, Value]> {
    return counted(super.entries(), this.#count);
  }

  override keys(): MapIterator<Key> {
    return counted(super.keys(), this.#count);
  }

  override values(): MapIterator<Value> {
    return counted(super.values(), this.#count);
  }

  override forEach(visit: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}

class CountingSet<Item> extends Set<Item> {
  readonly #count: VisitCount;

  constructor(items: Iterable<Item>, count: VisitCount) {
    super();
    for (const item of items) this.add(item);
    this.#count = count;
  }

  override [Symbol.iterator](): SetIterator<Item> {
    return counted(super.values(), this.#count);
  }

  override entries(): SetIterator<[Item, Item]> {
    return counted(super.entries(), this.#count);
  }

  override keys(): SetIterator<Item> {
    return this[Symbol.iterator]();
  }

  override values(): SetIterator<Item> {
    return this[Symbol.iterator]();
  }

  override forEach(visit: (value: Item, key: Item, set: Set<Item>) => void): void {
    for (const item of this) visit(item, item, this);
  }
}
