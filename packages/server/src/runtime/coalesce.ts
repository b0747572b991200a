/**
 * Makes many look-ups share one query: while one is under way the next keys gather. A lone look-up goes
 * out at once.
 */
export function coalesce<Key, Value>(
  loadMany: (keys: readonly Key[]) => Promise<readonly Value[]>,
  idOfKey: (key: Key) => string,
  idOfValue: (value: Value) => string,
): (key: Key) => Promise<Value | null> {
  interface Waiting {
    readonly key: Key;
    readonly resolve: (value: Value | null) => void;
    readonly reject: (error: unknown) => void;
  }
  let gathering: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (gathering.length > 0) {
      const batch = gathering;
      gathering = [];
      try {
        const keys = new Map(batch.map((waiting) => [idOfKey(waiting.key), waiting.key]));
        const values = await loadMany([...keys.values()]);
        const found = new Map(values.map((value) => [idOfValue(value), value]));
        for (const waiting of batch) waiting.resolve(found.get(idOfKey(waiting.key)) ?? null);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    running = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      gathering.push({ key, resolve, reject });
      if (!running) {
        running = true;
        queueMicrotask(() => void run());
      }
    });
}
