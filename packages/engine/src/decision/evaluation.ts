import type { Written } from '../expression/compiled-once.ts';
import { inContextOf } from '../expression/evaluate.ts';
import { computeFeel, type FeelEnvironment } from '../expression/feel/evaluate.ts';
import { passes, placeOf } from '../expression/feel/unary-tests.ts';
import { toFeelValue } from '../expression/feel/values.ts';
import { evaluateJuel } from '../expression/juel/evaluate.ts';
import type { StepBudget } from '../expression/limits.ts';
import type { TextExpression } from '../model/expression.ts';
import type { DecisionModel } from './decision-model.ts';
import type { DecisionType } from './decision-type.ts';
import { conform } from './decision-type.ts';
import { jsonOf, type Scope } from './scope.ts';

/** A rule that matched; `index` is 0-based. */
export interface MatchedRule {
  readonly decisionId: string;
  readonly ruleId: string;
  readonly index: number;
}

/** One question put to a model. Lives until it is answered. */
export interface Evaluation {
  readonly model: DecisionModel;
  readonly now: number;
  /** Pays for every expression, so that no decision holds up the thread that decides. */
  readonly budget: StepBudget;
  readonly matchedRules: MatchedRule[];
  /** Functions under way, one within the other. */
  depth: number;
}

/** Which decision or knowledge model an expression belongs to. */
export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** What evaluating a piece of logic takes along. */
export interface Surroundings {
  readonly evaluation: Evaluation;
  readonly owner: Owner;
  readonly scope: Scope;
}

/** The value of an expression as FEEL has it. */
export function compute(expression: TextExpression, { evaluation, scope }: Surroundings): unknown {
  const { language, source } = expression;
  return inContextOf(expression, () => {
    if (language === 'literal') return source;
    if (language === 'feel') return computeFeel(expression, environmentOf(evaluation, scope));
    return toFeelValue(evaluateJuel(expression, jsonOf(scope), evaluation.now));
  });
}

/** Whether a value passes the tests of a cell; in `juel` the cell is a condition. */
export function passesTests(tests: TextExpression, value: unknown, surroundings: Surroundings): boolean {
  return testing(value, surroundings)(tests);
}

/** The same for many cells about one value. */
export function testing(value: unknown, surroundings: Surroundings): (tests: TextExpression) => boolean {
  const environment = environmentOf(surroundings.evaluation, surroundings.scope);
  return (tests) => {
    if (tests.language !== 'feel') return compute(tests, surroundings) === true;
    return inContextOf(tests, () => passes(tests, value, environment));
  };
}

/** The place of a value among the values listed; -1 when it is not listed. */
export function placeAmong(values: TextExpression, value: unknown, surroundings: Surroundings): number {
  const environment = environmentOf(surroundings.evaluation, surroundings.scope);
  return inContextOf(values, () => placeOf(values, value, environment));
}

/** The value as the type has it, undefined when it is of another type or not allowed. */
export function typed(value: unknown, type: DecisionType, { evaluation, scope }: Surroundings): unknown {
  return conform(value, type, (tests, part) =>
    passes(allowedValues(evaluation.model, tests), part, environmentOf(evaluation, scope)),
  );
}

const allowedIn = new WeakMap<DecisionModel, Map<string, Written>>();

/** The tests of a type are text, and a model has few of them: one object stands for each. */
function allowedValues(model: DecisionModel, source: string): Written {
  const known = allowedIn.get(model) ?? new Map<string, Written>();
  allowedIn.set(model, known);
  const written = known.get(source) ?? { source };
  known.set(source, written);
  return written;
}

/** Evaluates FEEL that is part of the rules of DMN rather than of a file. */
export function computeOver(
  written: Written,
  values: Readonly<Record<string, unknown>>,
  { now, budget }: Evaluation,
): unknown {
  return computeFeel(written, { variable: (name) => values[name], oddNames: [], now, total: budget });
}

/** A name such as `order.total` would hide the entry of a context, so it counts only where it is visible. */
function environmentOf({ model, now, budget }: Evaluation, scope: Scope): FeelEnvironment {
  const oddNames = [...model.oddNames, ...scope.oddNames].filter(
    (name) => !name.includes('.') || scope.get(name) !== undefined,
  );
  return { variable: (name) => scope.get(name), oddNames, now, total: budget };
}
