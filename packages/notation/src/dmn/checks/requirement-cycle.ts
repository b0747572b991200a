import { errorAt } from '../../finding.ts';
import { requirementLevels } from '../requirement-levels.ts';
import type { DmnCheck } from './check.ts';

/** No decision requires itself, directly or through others. */
export const requirementCycle: DmnCheck = ({ model }) => {
  const levels = requirementLevels(model);
  const required = new Map(
    model.decisions.flatMap(({ id, requires }) =>
      levels.has(id) ? [] : [[id, requires.decisions] as const],
    ),
  );
  const names = new Map(model.decisions.map(({ id, name }) => [id, name]));
  const cycle = firstCycle(required);
  const [first] = cycle;
  if (first === undefined) return [];
  const path = [...cycle, first].map((id) => `'${names.get(id) ?? id}'`).join(' requires ');
  return [
    errorAt(
      first,
      'requirement-cycle',
      `Expected decisions that can be made one after the other, but ${path}`,
    ),
  ];
};

/** Each of the decisions left leads, through others that are left, into a cycle. */
function firstCycle(left: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const path = new Set<string>();
  let at = left.keys().next().value;
  while (at !== undefined && !path.has(at)) {
    path.add(at);
    at = left.get(at)?.find((other) => left.has(other));
  }
  const ids = [...path];
  return at === undefined ? [] : ids.slice(ids.indexOf(at));
}
