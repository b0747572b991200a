import type { Json, JsonObject } from '../../model/json.ts';
import { withinCalendar } from '../duration.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkTextLength, type StepBudget } from '../limits.ts';
import { checkArity } from './functions.ts';
import { equal } from './operators.ts';
import { checkName, isList, Moment, toJson, typeName, type Value } from './value.ts';

/** One call in progress: reads its arguments with the types a method asks for. */
class Call {
  readonly name: string;
  readonly position: number;
  readonly budget: StepBudget;
  private readonly args: readonly Value[];

  constructor(name: string, args: readonly Value[], position: number, budget: StepBudget) {
    this.name = name;
    this.args = args;
    this.position = position;
    this.budget = budget;
  }

  value(index: number): Value {
    return this.args[index] ?? null;
  }

  text(index: number): string {
    const value = this.value(index);
    if (typeof value !== 'string') throw this.mismatch('a text', value);
    return value;
  }

  integer(index: number): number {
    const value = this.value(index);
    if (typeof value !== 'number' || !Number.isInteger(value)) throw this.mismatch('a whole number', value);
    return value;
  }

  optionalInteger(index: number): number | undefined {
    return index < this.args.length ? this.integer(index) : undefined;
  }

  private mismatch(expected: string, found: Value): ExpressionError {
    return new ExpressionError(
      `expected ${expected} for '${this.name}', found ${typeName(found)}`,
      this.position,
    );
  }
}

type Arity = readonly [least: number, most: number];
interface Method<Target> {
  readonly arity: Arity;
  readonly apply: (target: Target, call: Call) => Value;
}
type Methods<Target> = ReadonlyMap<string, Method<Target>>;

const NONE: Arity = [0, 0];
const ONE: Arity = [1, 1];
const TWO: Arity = [2, 2];

const textMethods: Methods<string> = new Map([
  ['length', { arity: NONE, apply: (text: string) => text.length }],
  ['isEmpty', { arity: NONE, apply: (text: string) => text === '' }],
  ['toUpperCase', { arity: NONE, apply: (text: string) => text.toUpperCase() }],
  ['toLowerCase', { arity: NONE, apply: (text: string) => text.toLowerCase() }],
  ['trim', { arity: NONE, apply: (text: string) => text.trim() }],
  ['contains', { arity: ONE, apply: (text: string, call: Call) => text.includes(call.text(0)) }],
  ['startsWith', { arity: ONE, apply: (text: string, call: Call) => text.startsWith(call.text(0)) }],
  ['endsWith', { arity: ONE, apply: (text: string, call: Call) => text.endsWith(call.text(0)) }],
  ['indexOf', { arity: ONE, apply: (text: string, call: Call) => text.indexOf(call.text(0)) }],
  [
    'substring',
    {
      arity: [1, 2],
      apply: (text: string, call: Call) => text.substring(call.integer(0), call.optionalInteger(1)),
    },
  ],
  [
    'replace',
    { arity: TWO, apply: (text: string, call: Call) => replaceLiteral(text, call.text(0), call.text(1)) },
  ],
  ['split', { arity: ONE, apply: (text: string, call: Call) => splitLiteral(text, call) }],
]);

const listMethods: Methods<readonly Json[]> = new Map([
  ['size', { arity: NONE, apply: (list: readonly Json[]) => list.length }],
  ['isEmpty', { arity: NONE, apply: (list: readonly Json[]) => list.length === 0 }],
  ['get', { arity: ONE, apply: (list: readonly Json[], call: Call) => list[call.integer(0)] ?? null }],
  [
    'contains',
    {
      arity: ONE,
      apply: (list: readonly Json[], call: Call) =>
        list.some((item) => equal(item, call.value(0), call.budget)),
    },
  ],
]);

const objectMethods: Methods<JsonObject> = new Map([
  ['size', { arity: NONE, apply: (object: JsonObject) => Object.keys(object).length }],
  ['isEmpty', { arity: NONE, apply: (object: JsonObject) => Object.keys(object).length === 0 }],
  [
    'containsKey',
    { arity: ONE, apply: (object: JsonObject, call: Call) => Object.hasOwn(object, call.text(0)) },
  ],
  ['get', { arity: ONE, apply: (object: JsonObject, call: Call) => ownEntry(object, call) }],
]);

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;

const momentMethods: Methods<Moment> = new Map([
  ['toDate', { arity: NONE, apply: (moment: Moment): Value => toJson(moment) }],
  ...UNITS.flatMap((unit) => [shiftBy('plus', unit), shiftBy('minus', unit)]),
]);

/** Every method name some type offers; a call of any other name is refused when it is parsed. */
export const methodNames: ReadonlySet<string> = new Set(
  [textMethods, listMethods, objectMethods, momentMethods].flatMap((methods) => [...methods.keys()]),
);

/** Calls a method of the whitelist; JavaScript's own methods are out of reach. */
export function callMethod(
  target: Value,
  name: string,
  args: readonly Value[],
  position: number,
  budget: StepBudget,
): Value {
  const call = new Call(name, args, position, budget);
  if (typeof target === 'string') return invoke(textMethods, target, call, args.length);
  if (isList(target)) return invoke(listMethods, target, call, args.length);
  if (target instanceof Moment) return invoke(momentMethods, target, call, args.length);
  if (typeof target === 'object' && target !== null) return invoke(objectMethods, target, call, args.length);
  throw noMethod(target, call);
}

function invoke<Target extends Value>(
  methods: Methods<Target>,
  target: Target,
  call: Call,
  argumentCount: number,
): Value {
  const method = methods.get(call.name);
  if (method === undefined) throw noMethod(target, call);
  checkArity(call.name, method.arity, argumentCount, call.position);
  return method.apply(target, call);
}

function noMethod(target: Value, { name, position }: Call): ExpressionError {
  return new ExpressionError(`${typeName(target)} has no method '${name}'`, position);
}

function ownEntry(object: JsonObject, call: Call): Json {
  const key = call.text(0);
  checkName(key, call.position);
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

/** Checks the length of the result before building it: replacing can multiply a text. */
function replaceLiteral(text: string, search: string, replacement: string): string {
  const occurrences = text.split(search).length - 1;
  checkTextLength(text.length + occurrences * (replacement.length - search.length));
  return text.replaceAll(search, () => replacement);
}

function splitLiteral(text: string, call: Call): readonly string[] {
  const parts = text.split(call.text(0));
  call.budget.spend(parts.length, call.position);
  return parts;
}

function shiftBy(direction: 'plus' | 'minus', unit: (typeof UNITS)[number]): [string, Method<Moment>] {
  const apply = (moment: Moment, call: Call): Value => {
    const amount = call.integer(0) * (direction === 'plus' ? 1 : -1) + 0;
    const shifted = withinCalendar(
      moment.epochMs,
      (start) => start.add({ [unit]: amount }),
      `${amount} ${unit} from it`,
    );
    return new Moment(shifted);
  };
  return [`${direction}${unit.charAt(0).toUpperCase()}${unit.slice(1)}`, { arity: ONE, apply }];
}
