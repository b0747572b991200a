import { errorAt } from '../../finding.ts';
import { requirementLevels } from '../requirement-levels.ts';
import type { DmnCheck } from './check.ts';

const depthLimit = 500;

/** Decisions require each other as deep as making them can go. */
export const requirementDepth: DmnCheck = ({ model }) => {
  const levels = requirementLevels(model);
  const tooDeep = model.decisions.find(({ id }) => levels.get(id) === depthLimit);
  if (tooDeep === undefined) return [];
  const { id, name } = tooDeep;
  const message = `Expected decisions that require each other at most ${depthLimit} deep, but found '${name}' deeper`;
  return [errorAt(id, 'requirement-depth', message)];
};
