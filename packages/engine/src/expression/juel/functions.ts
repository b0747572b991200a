import type { JsonObject } from '../../model/json.ts';
import { parseDateTime } from '../duration.ts';
import { ExpressionError } from '../expression-error.ts';
import { Moment, typeName, type Value } from './value.ts';

interface FunctionContext {
  readonly variables: JsonObject;
  readonly now: number;
  readonly execution?: (() => JsonObject) | undefined;
}

interface JuelFunction {
  readonly arity: readonly [least: number, most: number];
  readonly call: (args: readonly Value[], context: FunctionContext) => Value;
}

export const executionName = 'execution';

const FUNCTIONS: ReadonlyMap<string, JuelFunction> = new Map<string, JuelFunction>([
  ['now', { arity: [0, 0], call: (_, context) => new Moment(context.now) }],
  ['dateTime', { arity: [0, 1], call: dateTime }],
  [
    'execution.getVariable',
    {
      arity: [1, 1],
      call: ([name], { variables }) => {
        const key = variableName(name);
        return Object.hasOwn(variables, key) ? (variables[key] ?? null) : null;
      },
    },
  ],
  [
    'execution.hasVariable',
    { arity: [1, 1], call: ([name], { variables }) => Object.hasOwn(variables, variableName(name)) },
  ],
  ...['processBusinessKey', 'businessKey', 'processInstanceId', 'currentActivityId'].map(getter),
]);

/** Every function an expression may name; there is no way to add one from a process. */
export const functionNames: ReadonlySet<string> = new Set(FUNCTIONS.keys());

export function callFunction(
  name: string,
  args: readonly Value[],
  context: FunctionContext,
  position: number,
): Value {
  const found = FUNCTIONS.get(name);
  if (found === undefined) throw new ExpressionError(`unknown function '${name}'`, position);
  checkArity(name, found.arity, args.length, position);
  return found.call(args, context);
}

export function checkArity(
  name: string,
  [least, most]: readonly [number, number],
  found: number,
  position: number,
): void {
  if (found >= least && found <= most) return;
  const expected = least === most ? String(least) : `${least} to ${most}`;
  throw new ExpressionError(`expected ${expected} arguments for '${name}', found ${found}`, position);
}

function getter(property: string): [name: string, getter: JuelFunction] {
  const name = `${executionName}.get${property.charAt(0).toUpperCase()}${property.slice(1)}`;
  return [name, { arity: [0, 0], call: (_, context) => ofExecution(property, context) }];
}

/** What is known of the running instance and the element the expression stands on. */
export function ofExecution(property: string, { execution }: FunctionContext, position?: number): Value {
  const known = execution?.() ?? {};
  if (Object.hasOwn(known, property)) return known[property] ?? null;
  throw new ExpressionError(`unknown property '${property}' of '${executionName}'`, position);
}

/** The current moment, or the one an ISO-8601 text names. */
function dateTime([text]: readonly Value[], { now }: FunctionContext): Value {
  if (text === undefined) return new Moment(now);
  if (typeof text === 'string') return new Moment(parseDateTime(text));
  if (text instanceof Moment) return text;
  throw new ExpressionError(`expected a text for 'dateTime', found ${typeName(text)}`);
}

function variableName(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new ExpressionError(`expected a text as variable name, found ${typeName(value ?? null)}`);
}
