import { errorAt } from '../../finding.ts';
import type { DmnCheck } from './check.ts';

/** No decision requires itself, directly or through others. */
export const requirementCycle: DmnCheck = ({ model }) => {
  const required = new Map(model.decisions.map(({ id, requires }) => [id, requires.decisions]));
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

/** Removes what requires nothing that is left; what then remains leads into a cycle. */
function firstCycle(required: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const left = new Map(required);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [id, ids] of left) if (!ids.some((other) => left.has(other))) left.delete(id);
  }
  const path: string[] = [];
  let at = left.keys().next().value;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = left.get(at)?.find((other) => left.has(other));
  }
  return at === undefined ? [] : path.slice(path.indexOf(at));
}
