/**
 * Merges the order of what is present. The order of the version that changed it counts, ours if both did;
 * what only the other version has follows what it follows there.
 */
export function mergeSequence(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  present: ReadonlySet<string>,
): readonly string[] {
  const our = new Set(ours);
  const common = new Set(base.filter((key) => our.has(key)));
  const isOurOrderNew = !isSame(
    ours.filter((key) => common.has(key)),
    base.filter((key) => common.has(key)),
  );
  const [lead, other] = isOurOrderNew ? [ours, theirs] : [theirs, ours];
  const placed = new Set(lead.filter((key) => present.has(key)));
  const followers = new Map<string | null, string>();
  let previous: string | null = null;
  for (const key of other) {
    if (!present.has(key)) continue;
    if (!placed.has(key)) followers.set(previous, key);
    previous = key;
  }
  const merged = new Set<string>();
  const put = (first: string | null) => {
    for (let key: string | null = first; key !== null; key = followers.get(key) ?? null) merged.add(key);
  };
  put(followers.get(null) ?? null);
  for (const key of lead) if (present.has(key)) put(key);
  return [...merged, ...[...present].filter((key) => !merged.has(key))];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
