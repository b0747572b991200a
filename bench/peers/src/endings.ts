/** Callers that wait for the end of something, by its id. It may end before anybody waits. */
export function createEndings(): {
  readonly ended: (id: string) => void;
  readonly endOf: (id: string) => Promise<void>;
  readonly count: () => number;
} {
  const resolvers = new Map<string, () => void>();
  const early = new Set<string>();
  let ends = 0;
  return {
    ended(id) {
      ends += 1;
      const resolve = resolvers.get(id);
      if (resolve === undefined) early.add(id);
      else {
        resolvers.delete(id);
        resolve();
      }
    },
    endOf(id) {
      if (early.delete(id)) return Promise.resolve();
      return new Promise((resolve) => resolvers.set(id, resolve));
    },
    count: () => ends,
  };
}
