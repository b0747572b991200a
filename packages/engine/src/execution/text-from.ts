import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { Expression } from '../model/expression.ts';

/** A text, or a number as text, that the expression gives. */
export function textFrom(expression: Expression, what: string, context: ExpressionContext): string {
  const value = evaluate(expression, context);
  if (typeof value === 'string') return storable(value, expression);
  if (typeof value === 'number') return String(value);
  throw new ExpressionError(
    `Expected '${expression.source}' to give ${what}, but found a value of type ${value === null ? 'null' : typeof value}`,
  );
}

/** Names and keys are stored as text, of which a database takes every character but NUL. */
export function storable(text: string, { source }: Expression): string {
  if (!text.includes('\u0000')) return text;
  throw new ExpressionError(`Expected '${source}' to give a text without NUL characters, but found one`);
}
