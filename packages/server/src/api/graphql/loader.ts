/** The value of an id, null where there is none. */
export type Load<Value> = (id: string) => Promise<Value | null>;

/**
 * Gathers the ids that are asked for in one go and looks all of them up at once. What was looked up is remembered, so
 * a loader must not live longer than the request whose answer it is for.
 */
export function createLoader<Value>(
  loadMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Load<Value> {
  const known = new Map<string, Promise<Value | null>>();
  let gathering: { readonly ids: string[]; readonly values: Promise<ReadonlyMap<string, Value>> } | null =
    null;

  function gather(): NonNullable<typeof gathering> {
    const ids: string[] = [];
    // Fields of the same depth are resolved one after the other in the same turn of the event loop.
    const values = new Promise<void>((go) => setImmediate(go)).then(() => {
      gathering = null;
      return loadMany(ids);
    });
    return { ids, values };
  }

  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    gathering ??= gather();
    gathering.ids.push(id);
    const value = gathering.values.then((values) => values.get(id) ?? null);
    known.set(id, value);
    return value;
  };
}
