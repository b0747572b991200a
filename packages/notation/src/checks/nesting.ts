import { errorAt } from '../finding.ts';
import { labelOf } from '../moddle.ts';
import type { Check } from './check.ts';

const depthLimit = 200;

/** Subprocesses nest as deep as a run can carry. */
export const nesting: Check = ({ graph }) =>
  graph.scopes
    .filter((scope) => scope.depth === depthLimit + 1)
    .map((scope) => {
      const message = `Expected subprocesses nested at most ${depthLimit} deep, but found '${labelOf(scope.element)}' deeper`;
      return errorAt(scope.id, 'nesting', message);
    });
