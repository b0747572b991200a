/**
 * What kept answers rest on. A concern is a text that names something: a user, a group, a task. Whoever changes it
 * touches it, and every answer with an earlier stamp of it is outdated.
 *
 * Concerns share a fixed number of counters: two that meet in one cost an answer that is read anew, never a wrong
 * one, and what is remembered does not grow with what there is.
 */
export interface Stamps {
  /** How the concerns stand; to be taken before the answer is read. */
  take(concerns: readonly string[]): Stamp;
  isCurrent(stamp: Stamp): boolean;
  touch(concern: string): void;
}

export type Stamp = readonly { readonly slot: number; readonly count: number }[];

const slotCount = 65_536;

export function createStamps(): Stamps {
  const counts = new Uint32Array(slotCount);
  const countOf = (slot: number): number => counts[slot] ?? 0;
  return {
    take: (concerns) =>
      concerns.map((concern) => {
        const slot = slotOf(concern);
        return { slot, count: countOf(slot) };
      }),
    isCurrent: (stamp) => stamp.every(({ slot, count }) => countOf(slot) === count),
    touch(concern) {
      const slot = slotOf(concern);
      counts[slot] = countOf(slot) + 1;
    },
  };
}

/** FNV-1a, folded to the number of counters. */
function slotOf(concern: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < concern.length; at += 1) {
    hash = Math.imul(hash ^ concern.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) & (slotCount - 1);
}
