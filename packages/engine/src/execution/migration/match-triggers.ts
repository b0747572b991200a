import type { Trigger } from '../../model/event-definition.ts';

/** Each trigger's place among the new ones: of the same kind, where it stands or else the first that is left. */
export function matchTriggers(
  before: readonly Trigger[],
  after: readonly Trigger[],
): ReadonlyMap<number, number> {
  const matched = new Map<number, number>();
  for (const [index, { kind }] of before.entries()) {
    if (after[index]?.kind === kind) matched.set(index, index);
  }
  const taken = new Set(matched.values());
  for (const [index, { kind }] of before.entries()) {
    if (matched.has(index)) continue;
    const free = after.findIndex((trigger, place) => trigger.kind === kind && !taken.has(place));
    if (free < 0) continue;
    matched.set(index, free);
    taken.add(free);
  }
  return matched;
}
