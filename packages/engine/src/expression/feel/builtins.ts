import { date, dateAndTime, evaluate } from 'feelin';
import { formatDateTime } from '../duration.ts';
import { checkTextLength, type StepBudget } from '../limits.ts';
import { boundedValue, hostFunction } from './guard.ts';
import { matches, replace, split } from './patterns.ts';

/** FEEL compares every pair of lists or contexts to find duplicates. */
const pairComparers: ReadonlySet<string> = new Set(['distinct values', 'union']);
const itemsPerStep = 100;
const pairsPerStep = 1_000;
/** Functions of two intervals, which the interpreter names but does not have: calling one is an error. */
const intervalFunctions: ReadonlySet<string> = new Set([
  'during',
  'starts',
  'started by',
  'finishes',
  'finished by',
  'coincides',
  'overlaps before',
  'overlaps after',
]);
const builtInName = /^[a-z][a-z ]*$/;

type BuiltinFunction = (...args: unknown[]) => unknown;

/**
 * The built-in functions among `names`, in the form an expression may call: the clock is the given
 * one, patterns take linear time, and all others are charged for the size of what they read and build.
 */
export function builtinsNamed(
  names: readonly string[],
  budget: StepBudget,
  clock: { readonly now: number },
): Readonly<Record<string, unknown>> {
  const found = Object.create(null) as Record<string, unknown>;
  for (const name of names) {
    if (!builtInName.test(name)) continue;
    const builtin = replacement(name, clock) ?? original(name);
    if (builtin !== null) found[name] = charged(name, builtin, budget);
  }
  return found;
}

function replacement(name: string, clock: { readonly now: number }): BuiltinFunction | null {
  switch (name) {
    case 'now':
      return hostFunction([], () => dateAndTime(formatDateTime(clock.now)));
    case 'today':
      return hostFunction([], () => date(formatDateTime(clock.now).slice(0, 10)));
    case 'matches':
      return hostFunction(['input', 'pattern', 'flags'], matches);
    case 'replace':
      return hostFunction(['input', 'pattern', 'replacement', 'flags'], replace);
    case 'split':
      return hostFunction(['string', 'delimiter'], split);
    default:
      return null;
  }
}

/** The interpreter does not export its functions, but naming one evaluates to it. */
function original(name: string): BuiltinFunction | null {
  const { value } = evaluate(name, {});
  if (typeof value !== 'function') return null;
  const names: unknown = Reflect.get(value, '$args');
  if (!Array.isArray(names)) return null;
  const parameters = intervalFunctions.has(name) ? ['range1', 'range2'] : names.map(String);
  return hostFunction(parameters, (...args): unknown => Reflect.apply(value, null, args));
}

function charged(name: string, builtin: BuiltinFunction, budget: StepBudget): BuiltinFunction {
  const names: unknown = Reflect.get(builtin, '$args');
  return hostFunction(Array.isArray(names) ? names.map(String) : [], (...args) => {
    for (const arg of args) {
      if (typeof arg === 'string') checkTextLength(arg.length);
      if (Array.isArray(arg)) budget.spend(listCost(name, arg));
    }
    return boundedValue(builtin(...args), budget);
  });
}

function listCost(name: string, list: readonly unknown[]): number {
  const comparesPairs = pairComparers.has(name) && list.some((item) => typeof item === 'object');
  return comparesPairs ? list.length ** 2 / pairsPerStep : list.length / itemsPerStep;
}
