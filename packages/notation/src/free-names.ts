/** Gives every name once: one that is taken gets a number. Takes constant time a name. */
export type FreeNames = (wanted: string) => string;

/** `separator` stands between a name and its number. */
export function createFreeNames(separator: string, taken: Iterable<string> = []): FreeNames {
  const used = new Set(taken);
  const counts = new Map<string, number>();
  return (wanted) => {
    let name = wanted;
    while (used.has(name)) {
      const count = (counts.get(wanted) ?? 1) + 1;
      counts.set(wanted, count);
      name = `${wanted}${separator}${count}`;
    }
    used.add(name);
    return name;
  };
}
