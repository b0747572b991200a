import { errorAt } from '../../finding.ts';
import type { DmnCheck } from './check.ts';

/** Two elements with one name could not be told apart in an expression. */
export const uniqueNames: DmnCheck = ({ model }) => {
  const seen = new Set<string>();
  const all = [...model.decisions, ...model.inputs, ...model.knowledge, ...model.services];
  return all.flatMap(({ id, variable }) => {
    if (!seen.has(variable.name)) {
      seen.add(variable.name);
      return [];
    }
    return [errorAt(id, 'duplicate-name', `Expected every name once, but found '${variable.name}' again`)];
  });
};
