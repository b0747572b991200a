import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { expressionsIn } from './expressions-in.ts';

/** Every expression of the model can be parsed. */
export const expressionSyntax: Check = ({ model, checkExpression }) =>
  expressionsIn(model).flatMap(({ elementId, place, expression }) => {
    const problem = checkExpression(expression);
    if (problem === null) return [];
    const at = problem.position === null ? '' : ` at character ${problem.position + 1}`;
    return [
      errorAt(elementId, 'expression-syntax', `In ${place} of '${elementId}'${at}: ${problem.message}`),
    ];
  });
