import { checkDecisionExpression } from '@wbpm/engine';
import { errorAt, warningAt } from '../../finding.ts';
import { expressionsOf } from '../walk.ts';
import type { DmnCheck } from './check.ts';

/** Every expression and every cell can be parsed, and what can never be evaluated is told. */
export const expressionSyntax: DmnCheck = ({ model }) =>
  expressionsOf(model).flatMap(({ elementId, place, form, expression }) => {
    const problem = checkDecisionExpression(form, expression, model.oddNames);
    if (problem === null) return [];
    const at = problem.position === null ? '' : ` at character ${problem.position + 1}`;
    const message = `In ${place}${at}: ${problem.message}`;
    const isWellFormed = problem.message.startsWith('cannot evaluate');
    return [(isWellFormed ? warningAt : errorAt)(elementId, 'expression-syntax', message)];
  });
