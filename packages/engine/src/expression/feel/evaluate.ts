import type { Json, JsonObject } from '../../model/json.ts';
import { ExpressionError } from '../expression-error.ts';
import { compileFeel } from './compile.ts';
import { isIdentifier } from './rewrite.ts';
import { toFeelValue, toJson } from './values.ts';

/**
 * Evaluates a FEEL expression. As FEEL has it, a missing variable, a division by zero and operands that
 * do not fit yield null; an unknown function is an error. Numbers are binary: 0.1 + 0.2 is not 0.3.
 */
export function evaluateFeel(source: string, variables: JsonObject, now: number): Json {
  return withoutForeignErrors(() => {
    const compiled = compileFeel(source, oddNames(source, variables));
    return toJson(compiled.run((name) => feelVariable(name, variables), now));
  });
}

/** Throws the `ExpressionError` that evaluating would throw for the form of the expression. */
export function checkFeel(source: string): void {
  withoutForeignErrors(() => compileFeel(source, []));
}

function feelVariable(name: string, variables: JsonObject): unknown {
  return Object.hasOwn(variables, name) ? toFeelValue(variables[name] ?? null) : undefined;
}

/** Variables such as `order-id` or `first name` that the source mentions, spelled as they are. */
function oddNames(source: string, variables: JsonObject): readonly string[] {
  return Object.keys(variables).filter((name) => name !== '' && source.includes(name) && !isIdentifier(name));
}

/** What the interpreter throws may quote values, so only its kind is told. */
function withoutForeignErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    const known =
      error instanceof Error ? /^not implemented: [\w ]+|^unsupported range/.exec(error.message) : null;
    const reason =
      known?.[0] ??
      (error instanceof RangeError ? 'a value or a nesting is too large' : 'a value does not fit');
    const foreign = new ExpressionError(`cannot evaluate: ${reason}`);
    foreign.cause = error;
    throw foreign;
  }
}
