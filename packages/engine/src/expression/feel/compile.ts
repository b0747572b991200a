import { duration, evaluate, FeelDuration, FeelFunction, type Warning } from 'feelin';
import { ExpressionError } from '../expression-error.ts';
import { checkSourceLength, StepBudget } from '../limits.ts';
import { builtinsNamed } from './builtins.ts';
import { boundedRange, boundedValue, hostFunction, iterable } from './guard.ts';
import {
  ENTER,
  ITERATE,
  isIdentifier,
  MONTHS,
  NEGATE,
  RANGE,
  type Rewritten,
  rewrite,
  VALUE,
} from './rewrite.ts';

/** An expression ready to run many times; a run may lead to another one of the same expression. */
export interface CompiledFeel {
  /** `variable` answers undefined for a name that is no variable. `total` pays for this run too. */
  run(variable: (name: string) => unknown, now: number, total?: StepBudget): unknown;
}

const PREFIX = 'function() (\n';

/**
 * `oddNames` are the variables whose names hold spaces or operators and therefore change how the source
 * is read.
 *
 * The interpreter has no compile step, but evaluating `function() (…)` yields a closure over the
 * parsed expression and over `scope`; calling it again skips the parse, which costs a hundred times
 * the evaluation.
 */
export function compileFeel(source: string, oddNames: readonly string[]): CompiledFeel {
  checkSourceLength(source);
  const scope = Object.create(null) as Record<string, unknown>;
  for (const name of oddNames) scope[name] = null;
  const rewritten = rewrite(source, scope);
  const budget = new StepBudget();
  const clock = { now: 0 };
  const builtins = builtinsNamed(rewritten.names, budget, clock);
  Object.assign(scope, builtins, guards(budget));
  const { value: body, warnings } = evaluate(`${PREFIX}${rewritten.source}\n)`, scope);
  if (!(body instanceof FeelFunction)) throw new ExpressionError('the expression cannot be evaluated');
  const variableNames = [...rewritten.names.filter(isIdentifier), ...oddNames];

  /** What an outer run of the same expression had in place is put back afterwards. */
  function within(variable: Variable, now: number, total: StepBudget | undefined, work: () => unknown) {
    const outer = { now: clock.now, spent: budget.spent, warnings: warnings.splice(0) };
    const outerValues = variableNames.map((name) => scope[name]);
    budget.reset();
    clock.now = now;
    for (const name of variableNames) scope[name] = variable(name) ?? builtins[name];
    try {
      const result = work();
      refuseUnknownFunctions(warnings, rewritten, source);
      total?.spend(1 + budget.spent);
      return result;
    } finally {
      warnings.splice(0, warnings.length, ...outer.warnings);
      variableNames.forEach((name, index) => {
        scope[name] = outerValues[index];
      });
      clock.now = outer.now;
      budget.reset(outer.spent);
    }
  }

  return {
    run(variable, now, total) {
      const result = within(variable, now, total, () => body.invoke([]) as unknown);
      if (!(result instanceof FeelFunction)) return result;
      const call = (...args: unknown[]) => within(variable, now, total, () => result.invoke(args) as unknown);
      return new FeelFunction(call, result.parameterNames);
    },
  };
}

type Variable = (name: string) => unknown;

function guards(budget: StepBudget): Record<string, unknown> {
  return {
    [ITERATE]: hostFunction(['domain'], (domain) => iterable(domain, budget)),
    [RANGE]: hostFunction(['start', 'end'], (start, end) => boundedRange(start, end, budget)),
    [MONTHS]: hostFunction(['duration'], wholeMonths),
    [NEGATE]: hostFunction(['value'], negated),
    [VALUE]: hostFunction(['value'], (value) => boundedValue(value, budget)),
    [ENTER]: hostFunction([], () => {
      budget.spend(1);
      return true;
    }),
  };
}

/** The interpreter leaves days in what is to be whole months. */
function wholeMonths(value: unknown): unknown {
  if (!(value instanceof FeelDuration)) return value;
  const whole = /^-?P(?:\d+Y)?(?:\d+M)?/.exec(value.toString())?.[0] ?? '';
  return duration(/\d/.test(whole) ? whole : 'P0M');
}

/** The interpreter negates numbers only. */
function negated(value: unknown): unknown {
  if (typeof value === 'number') return 0 - value;
  if (!(value instanceof FeelDuration)) return null;
  const text = value.toString();
  return duration(text.startsWith('-') ? text.slice(1) : `-${text}`);
}

/** FEEL answers null when it calls what is no function; here that is a mistake worth an incident. */
function refuseUnknownFunctions(warnings: readonly Warning[], rewritten: Rewritten, source: string): void {
  const warning = warnings.find(({ type }) => type === 'NO_FUNCTION_FOUND');
  if (warning === undefined) return;
  const position = rewritten.originalPosition(warning.position.from - PREFIX.length);
  const name = /^[^(]{1,60}/.exec(source.slice(position))?.[0].trim() ?? '';
  throw new ExpressionError(`unknown function '${name}'`, position);
}
