import { FeelFunction } from 'feelin';
import type { Written } from '../expression/compiled-once.ts';
import { hostFunction } from '../expression/feel/guard.ts';
import { DecisionError, inDecision } from './decision-error.ts';
import type {
  BoxedContext,
  DecisionLogic,
  Filter,
  FunctionDefinition,
  Invocation,
  Iteration,
  Relation,
} from './decision-model.ts';
import { isContext } from './decision-type.ts';
import { evaluateTable } from './evaluate-table.ts';
import { compute, computeOver, type Surroundings, typed } from './evaluation.ts';
import { innerScope } from './scope.ts';

const maxCalls = 100;

/** The value of a boxed expression; null where its type says something else, as FEEL has it. */
export function evaluateLogic(logic: DecisionLogic, surroundings: Surroundings): unknown {
  const value = evaluateKind(logic, surroundings);
  return logic.type.kind === 'any' ? value : (typed(value, logic.type, surroundings) ?? null);
}

function evaluateKind(logic: DecisionLogic, surroundings: Surroundings): unknown {
  switch (logic.kind) {
    case 'literalExpression':
      return inDecision(surroundings.owner.name, 'the expression', null, () =>
        compute(logic.expression, surroundings),
      );
    case 'decisionTable':
      return evaluateTable(logic, surroundings).value;
    case 'context':
      return context(logic, surroundings);
    case 'invocation':
      return invocation(logic, surroundings);
    case 'list':
      return logic.items.map((item) => evaluateLogic(item, surroundings));
    case 'relation':
      return relation(logic, surroundings);
    case 'functionDefinition':
      return functionOf(logic, surroundings);
    case 'conditional': {
      const truth = truthOf(evaluateLogic(logic.condition, surroundings), 'the condition', surroundings);
      return evaluateLogic(truth ? logic.whenTrue : logic.whenFalse, surroundings);
    }
    case 'filter':
      return filter(logic, surroundings);
    case 'iteration':
      return iteration(logic, surroundings);
  }
}

/** A boxed function as FEEL calls it: missing arguments are null, with unfit ones the result is. */
export function functionOf(definition: FunctionDefinition, surroundings: Surroundings): unknown {
  const { body, parameters } = definition;
  return hostFunction(
    parameters.map(({ name }) => name),
    (...args) => {
      if (body === null) return null;
      const values = parameters.map(
        ({ name, type }, index) => [name, typed(args[index], type, surroundings)] as const,
      );
      if (values.some(([, value]) => value === undefined)) return null;
      const scope = innerScope(surroundings.scope, new Map(values));
      return called(surroundings, () => evaluateLogic(body, { ...surroundings, scope }));
    },
  );
}

/** Counts calls within calls: a function may call itself, but not for ever. */
export function called<Result>({ evaluation, owner }: Surroundings, work: () => Result): Result {
  if (evaluation.depth >= maxCalls) {
    throw new DecisionError(owner.name, `expected at most ${maxCalls} calls within each other, found more`, {
      hint: 'Look for a function that calls itself without end',
    });
  }
  evaluation.depth += 1;
  try {
    return work();
  } finally {
    evaluation.depth -= 1;
  }
}

function context(logic: BoxedContext, surroundings: Surroundings): unknown {
  const entries = new Map<string, unknown>();
  for (const entry of logic.entries) {
    const inside = { ...surroundings, scope: innerScope(surroundings.scope, entries) };
    const value = typed(evaluateLogic(entry.value, inside), entry.type, surroundings) ?? null;
    if (entry.name === null) return value;
    entries.set(entry.name, value);
  }
  return Object.fromEntries(entries);
}

function invocation(logic: Invocation, surroundings: Surroundings): unknown {
  const target = evaluateLogic(logic.called, surroundings);
  const bindings = logic.bindings.map(
    ({ name, value }) => [name, value === null ? null : evaluateLogic(value, surroundings)] as const,
  );
  const call = functionIn(target);
  if (call === null) {
    throw new DecisionError(surroundings.owner.name, 'expected a function to invoke, found none', {
      hint: 'Look at the knowledge requirements and at the name invoked',
    });
  }
  return inDecision(surroundings.owner.name, 'the invocation', null, () => {
    const result: unknown = call.invoke(Object.fromEntries(bindings));
    if (isMismatch(result)) {
      throw new DecisionError(surroundings.owner.name, 'expected the parameters of the function invoked', {
        hint: 'Look at the names of the bindings',
      });
    }
    return result;
  });
}

function functionIn(target: unknown): FeelFunction | null {
  if (target instanceof FeelFunction) return target;
  if (typeof target !== 'function') return null;
  const names: unknown = Reflect.get(target, '$args');
  const call = (...args: unknown[]): unknown => Reflect.apply(target, null, args);
  return new FeelFunction(call, Array.isArray(names) ? names.map(String) : []);
}

/** What the interpreter answers when the names or the number of the arguments are not the function's. */
function isMismatch(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'warning' in result && !isContext(result);
}

function relation({ columns, rows }: Relation, surroundings: Surroundings): unknown {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map((column, index) => {
        const cell = row[index];
        return [column, cell === undefined ? null : evaluateLogic(cell, surroundings)];
      }),
    ),
  );
}

function filter(logic: Filter, surroundings: Surroundings): unknown {
  const list = evaluateLogic(logic.list, surroundings);
  if (list === null) return null;
  return (Array.isArray(list) ? list : [list]).filter((item: unknown) => {
    const entries = new Map<string, unknown>(isContext(item) ? Object.entries(item) : []);
    const scope = innerScope(surroundings.scope, entries.set('item', item));
    return truthOf(evaluateLogic(logic.match, { ...surroundings, scope }), 'the filter', surroundings);
  });
}

const itemsOfDomain: Written = { source: 'for item in domain return item' };

function iteration(logic: Iteration, surroundings: Surroundings): unknown {
  const domain = evaluateLogic(logic.list, surroundings);
  const list = computeOver(itemsOfDomain, { domain }, surroundings.evaluation);
  if (!Array.isArray(list)) return null;
  const partial: unknown[] = [];
  for (const item of list as readonly unknown[]) {
    const entries = new Map<string, unknown>([['partial', [...partial]]]);
    const scope = innerScope(surroundings.scope, entries.set(logic.iterator, item));
    partial.push(evaluateLogic(logic.each, { ...surroundings, scope }));
  }
  if (logic.iteration === 'for') return partial;
  const truths = partial.map((value) => truthOf(value, 'the condition', surroundings));
  return logic.iteration === 'some' ? truths.includes(true) : !truths.includes(false);
}

/** Null counts as false; what is no truth at all is a mistake. */
function truthOf(value: unknown, what: string, { owner }: Surroundings): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return false;
  throw new DecisionError(owner.name, `expected ${what} to be true or false, found another type`);
}
