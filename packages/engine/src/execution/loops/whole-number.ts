import { type ExpressionContext, evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Expression } from '../../model/expression.ts';

/** A number of times; a literal is text, so digits count as a number. */
export function wholeNumber(
  expression: Expression,
  what: string,
  most: number,
  context: ExpressionContext,
): number {
  const value = evaluate(expression, context);
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= most) return number;
  const found =
    typeof value === 'number' ? String(value) : `a value of type ${value === null ? 'null' : typeof value}`;
  throw new ExpressionError(
    `Expected '${expression.source}' to give ${what}, a whole number from 0 to ${most}, but found ${found}`,
  );
}
