import type { DecisionModel } from '@wbpm/engine';

/**
 * How many decisions each decision has below it on the longest way, from 0. Decisions on a cycle of
 * requirements, or above one, have no level.
 */
export function requirementLevels({ decisions }: DecisionModel): ReadonlyMap<string, number> {
  const known = new Set(decisions.map(({ id }) => id));
  const open = new Map<string, number>();
  const requiredBy = new Map<string, string[]>();
  const levels = new Map<string, number>();
  for (const { id, requires } of decisions) {
    const required = new Set(requires.decisions.filter((other) => known.has(other)));
    open.set(id, required.size);
    if (required.size === 0) levels.set(id, 0);
    for (const other of required) {
      const above = requiredBy.get(other);
      if (above === undefined) requiredBy.set(other, [id]);
      else above.push(id);
    }
  }
  const highest = new Map<string, number>();
  // The map grows while it is walked: a decision is added once everything it requires has its level.
  for (const [id, level] of levels) {
    for (const above of requiredBy.get(id) ?? []) {
      const left = (open.get(above) ?? 0) - 1;
      open.set(above, left);
      highest.set(above, Math.max(highest.get(above) ?? 0, level + 1));
      if (left === 0) levels.set(above, highest.get(above) ?? 0);
    }
  }
  return levels;
}
