import type { Json, JsonObject } from '../../model/json.ts';
import { compiledOnce, type Written } from '../compiled-once.ts';
import { ExpressionError } from '../expression-error.ts';
import type { StepBudget } from '../limits.ts';
import { compileFeel } from './compile.ts';
import { isIdentifier } from './rewrite.ts';
import { toFeelValue, toJson } from './values.ts';

const compiledFeel = compiledOnce(compileFeel);

/**
 * Evaluates a FEEL expression. As FEEL has it, a missing variable, a division by zero and operands that
 * do not fit yield null; an unknown function is an error. Numbers are binary: 0.1 + 0.2 is not 0.3.
 */
export function evaluateFeel(written: Written, variables: JsonObject, now: number): Json {
  return withoutForeignErrors(() => {
    const compiled = compiledFeel(written, oddNames(written.source, variables));
    return toJson(compiled.run((name) => feelVariable(name, variables), now));
  });
}

/** Throws the `ExpressionError` that evaluating would throw for the form of the expression. */
export function checkFeel(written: Written, names: readonly string[] = []): void {
  withoutForeignErrors(() => compiledFeel(written, mentioned(written.source, names)));
}

/** What a decision computes with: values of FEEL, functions and dates included, instead of JSON. */
export interface FeelEnvironment {
  readonly variable: (name: string) => unknown;
  /** The names that hold spaces or operators; a source must be read with those it mentions. */
  readonly oddNames: readonly string[];
  readonly now: number;
  readonly total: StepBudget;
}

/** The value of a FEEL expression as FEEL has it. */
export function computeFeel(written: Written, environment: FeelEnvironment): unknown {
  return withoutForeignErrors(() => {
    const compiled = compiledFeel(written, mentioned(written.source, environment.oddNames));
    return compiled.run(environment.variable, environment.now, environment.total);
  });
}

function mentioned(source: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return names;
  const flat = source.replace(/\s+/g, ' ');
  return names.filter((name) => flat.includes(name));
}

function feelVariable(name: string, variables: JsonObject): unknown {
  return Object.hasOwn(variables, name) ? toFeelValue(variables[name] ?? null) : undefined;
}

/** Variables such as `order-id` or `first name` that the source mentions, spelled as they are. */
function oddNames(source: string, variables: JsonObject): readonly string[] {
  return Object.keys(variables).filter((name) => name !== '' && source.includes(name) && !isIdentifier(name));
}

/** What the interpreter throws may quote values, so only its kind is told. */
export function withoutForeignErrors<Result>(work: () => Result): Result {
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
