import { checkExpression } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import { checkFeel } from '../expression/feel/evaluate.ts';
import { checkTests } from '../expression/feel/unary-tests.ts';
import type { TextExpression } from '../model/expression.ts';

/**
 * What is wrong with the form of an expression of a decision, null when nothing is. `tests` are the
 * unary tests of a cell; `oddNames` those names of the model that hold spaces or operators.
 */
export function checkDecisionExpression(
  form: 'expression' | 'tests',
  expression: TextExpression,
  oddNames: readonly string[],
): { readonly message: string; readonly position: number | null } | null {
  if (expression.language !== 'feel') return checkExpression(expression);
  try {
    if (form === 'tests') checkTests(expression, oddNames);
    else checkFeel(expression, oddNames);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return { message: error.message, position: error.position };
    throw error;
  }
}
