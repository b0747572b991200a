import type { Expression, MapExpression, TextExpression } from '../model/expression.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { ExpressionError } from './expression-error.ts';
import { checkFeel, evaluateFeel } from './feel/evaluate.ts';
import { evaluateJuel } from './juel/evaluate.ts';
import { templateOf } from './juel/template.ts';

/** What an expression can see: variables, and the moment (epoch ms) that counts as now. */
export interface ExpressionContext {
  readonly variables: JsonObject;
  readonly now: number;
  /** What JUEL reads as `execution.…`, where it stands in a running instance. */
  readonly execution?: () => JsonObject;
}

const excerptLength = 100;

/**
 * The value of an expression. Whatever is wrong with it, from syntax to limits, is an
 * `ExpressionError` that names the expression and the place, never a variable's value.
 */
export function evaluate(expression: Expression, context: ExpressionContext): Json {
  switch (expression.language) {
    case 'list':
      return expression.items.map((item) => evaluate(item, context));
    case 'map':
      return evaluateMap(expression, context);
    case 'literal':
    case 'juel':
    case 'feel':
      return evaluateText(expression, context);
  }
}

function evaluateMap({ entries }: MapExpression, context: ExpressionContext): Json {
  const map = Object.create(null) as Record<string, Json>;
  for (const { key, value } of entries) map[key] = evaluate(value, context);
  return map;
}

function evaluateText(expression: TextExpression, context: ExpressionContext): Json {
  return inContextOf(expression, () => {
    switch (expression.language) {
      case 'literal':
        return expression.source;
      case 'juel':
        return evaluateJuel(expression, context.variables, context.now, context.execution);
      case 'feel':
        return evaluateFeel(expression, context.variables, context.now);
    }
  });
}

/** The truth of a condition. Nothing but true and false will do: null or a text is an error. */
export function evaluateCondition(expression: Expression, context: ExpressionContext): boolean {
  const trimmed = withoutMargins(expression);
  const value = evaluate(trimmed, context);
  if (typeof value === 'boolean') return value;
  return inContextOf(trimmed, () => {
    throw new ExpressionError(`expected the condition to be true or false, found ${jsonType(value)}`);
  });
}

const trimmedOf = new WeakMap<Expression, Expression>();

/** The same object each time, by which what was compiled of it is found. */
function withoutMargins(expression: Expression): Expression {
  const known = trimmedOf.get(expression);
  if (known !== undefined) return known;
  const source = expression.source.trim();
  const trimmed = source === expression.source ? expression : { ...expression, source };
  trimmedOf.set(expression, trimmed);
  return trimmed;
}

/** What is wrong with the form of an expression, found without evaluating it; null when nothing is. */
export function checkExpression(expression: Expression): ExpressionProblem | null {
  switch (expression.language) {
    case 'list':
      return firstProblem(expression.items);
    case 'map':
      return firstProblem(expression.entries.map(({ value }) => value));
    case 'literal':
    case 'juel':
    case 'feel':
      return checkText(expression);
  }
}

interface ExpressionProblem {
  readonly message: string;
  readonly position: number | null;
}

function firstProblem(parts: readonly Expression[]): ExpressionProblem | null {
  for (const part of parts) {
    const problem = checkExpression(part);
    if (problem !== null) return problem;
  }
  return null;
}

function checkText(expression: TextExpression): ExpressionProblem | null {
  try {
    switch (expression.language) {
      case 'literal':
        return null;
      case 'juel':
        templateOf(expression, []);
        return null;
      case 'feel':
        checkFeel(expression);
        return null;
    }
  } catch (error) {
    if (error instanceof ExpressionError) return { message: error.message, position: error.position };
    throw error;
  }
}

/** Adds to an `ExpressionError` which expression it comes from, and where in it. */
export function inContextOf<Result>(expression: Expression, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(expression, error);
    if (!(error instanceof ExpressionError)) throw error;
    const place = error.position === null ? '' : ` at position ${error.position}`;
    const named = new ExpressionError(
      `${error.message}${place} in ${expression.language} expression '${excerpt(expression.source)}'`,
      error.position,
    );
    named.cause = error;
    throw named;
  }
}

/** The stack or the longest possible text was exceeded: by variables nested thousands deep, say. */
function tooDeep(expression: Expression, cause: RangeError): ExpressionError {
  const error = new ExpressionError(
    `a value or a nesting is too large in ${expression.language} expression '${excerpt(expression.source)}'`,
  );
  error.cause = cause;
  return error;
}

function excerpt(source: string): string {
  return source.length <= excerptLength ? source : `${source.slice(0, excerptLength - 1)}…`;
}

function jsonType(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
