import { evaluate, FeelFunction, type Warning } from 'feelin';
import { BoundedCache } from '../bounded-cache.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkSourceLength, StepBudget } from '../limits.ts';
import { builtinsNamed } from './builtins.ts';
import { boundedRange, boundedValue, hostFunction, iterable } from './guard.ts';
import { ENTER, ITERATE, isIdentifier, RANGE, type Rewritten, rewrite, VALUE } from './rewrite.ts';

/** An expression ready to run many times, one run after the other. */
export interface CompiledFeel {
  /** `variable` answers undefined for a name that is no variable. Runs must not overlap. */
  run(variable: (name: string) => unknown, now: number): unknown;
}

const cachedExpressions = 500;
const PREFIX = 'function() (\n';
const cache = new BoundedCache<CompiledFeel>(cachedExpressions);

/**
 * Compiles an expression once per source and per set of `oddNames`, the variables whose names hold
 * spaces or operators and therefore change how the source is read.
 */
export function compileFeel(source: string, oddNames: readonly string[]): CompiledFeel {
  checkSourceLength(source);
  return cache.get([source, ...oddNames].join('\0'), () => compile(source, oddNames));
}

/**
 * The interpreter has no compile step, but evaluating `function() (…)` yields a closure over the
 * parsed expression and over `scope`; calling it again skips the parse, which costs a hundred times
 * the evaluation.
 */
function compile(source: string, oddNames: readonly string[]): CompiledFeel {
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
  return {
    run(variable, now) {
      budget.reset();
      clock.now = now;
      for (const name of variableNames) scope[name] = variable(name) ?? builtins[name];
      try {
        const result: unknown = body.invoke([]);
        refuseUnknownFunctions(warnings, rewritten, source);
        return result;
      } finally {
        warnings.length = 0;
        for (const name of variableNames) scope[name] = undefined;
      }
    },
  };
}

function guards(budget: StepBudget): Record<string, unknown> {
  return {
    [ITERATE]: hostFunction(['domain'], (domain) => iterable(domain, budget)),
    [RANGE]: hostFunction(['start', 'end'], (start, end) => boundedRange(start, end, budget)),
    [VALUE]: hostFunction(['value'], (value) => boundedValue(value, budget)),
    [ENTER]: hostFunction([], () => {
      budget.spend(1);
      return true;
    }),
  };
}

/** FEEL answers null when it calls what is no function; here that is a mistake worth an incident. */
function refuseUnknownFunctions(warnings: readonly Warning[], rewritten: Rewritten, source: string): void {
  const warning = warnings.find(({ type }) => type === 'NO_FUNCTION_FOUND');
  if (warning === undefined) return;
  const position = rewritten.originalPosition(warning.position.from - PREFIX.length);
  const name = /^[^(]{1,60}/.exec(source.slice(position))?.[0].trim() ?? '';
  throw new ExpressionError(`unknown function '${name}'`, position);
}
