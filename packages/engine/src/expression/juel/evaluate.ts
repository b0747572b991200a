import type { Json, JsonObject } from '../../model/json.ts';
import type { Written } from '../compiled-once.ts';
import { ExpressionError } from '../expression-error.ts';
import { StepBudget } from '../limits.ts';
import { callFunction, executionName, ofExecution } from './functions.ts';
import { callMethod } from './methods.ts';
import { applyBinary, finite, number } from './operators.ts';
import type { Node } from './syntax.ts';
import { templateOf } from './template.ts';
import {
  checkName,
  concatenate,
  isList,
  isObject,
  Moment,
  toJson,
  toText,
  typeName,
  type Value,
} from './value.ts';

const noOddNames: readonly string[] = [];

interface Evaluation {
  readonly variables: JsonObject;
  readonly now: number;
  readonly execution: (() => JsonObject) | undefined;
  readonly budget: StepBudget;
}

/**
 * Evaluates a text with `${…}` or `#{…}` parts. A text that is one single part keeps the type of its
 * value; any other becomes text. Reads nothing but own entries of `variables`.
 */
export function evaluateJuel(
  written: Written,
  variables: JsonObject,
  now: number,
  execution?: () => JsonObject,
): Json {
  const template = templateOf(written, noOddNames);
  const evaluation = { variables, now, execution, budget: new StepBudget() };
  if (template.kind === 'single') return toJson(compute(template.node, evaluation));
  let text = '';
  for (const part of template.parts) {
    text = concatenate(text, typeof part === 'string' ? part : toText(compute(part, evaluation)));
  }
  return text;
}

function compute(node: Node, evaluation: Evaluation): Value {
  evaluation.budget.spend(1);
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'variable':
      return variable(node.name, node.position, evaluation.variables);
    case 'property':
      if (isOfExecution(node, evaluation)) return ofExecution(node.name, evaluation, node.position);
      return property(compute(node.target, evaluation), node.name, node.position);
    case 'element':
      return element(compute(node.target, evaluation), compute(node.index, evaluation), node.position);
    case 'negate':
      return finite(-number(compute(node.operand, evaluation), '-', node.position), node.position);
    case 'not':
      return !truth(node.operand, evaluation, node.position);
    case 'empty':
      return isEmpty(node.operand, evaluation);
    case 'binary': {
      const left = compute(node.left, evaluation);
      return applyBinary(
        node.operator,
        left,
        compute(node.right, evaluation),
        node.position,
        evaluation.budget,
      );
    }
    case 'logical': {
      const left = truth(node.left, evaluation, node.position);
      return left === (node.operator === 'or') ? left : truth(node.right, evaluation, node.position);
    }
    case 'conditional': {
      const chosen = truth(node.condition, evaluation, node.position) ? node.whenTrue : node.whenFalse;
      return compute(chosen, evaluation);
    }
    case 'method': {
      const target = compute(node.target, evaluation);
      return callMethod(
        target,
        node.name,
        computeAll(node.args, evaluation),
        node.position,
        evaluation.budget,
      );
    }
    case 'call':
      return callFunction(node.name, computeAll(node.args, evaluation), evaluation, node.position);
  }
}

function computeAll(nodes: readonly Node[], evaluation: Evaluation): readonly Value[] {
  return nodes.map((node) => compute(node, evaluation));
}

function variable(name: string, position: number, variables: JsonObject): Json {
  if (!Object.hasOwn(variables, name)) throw new ExpressionError(`unknown variable '${name}'`, position);
  return variables[name] ?? null;
}

/** `execution.businessKey`, unless a variable has that name. */
function isOfExecution(
  { target }: Node & { kind: 'property' },
  { variables, execution }: Evaluation,
): boolean {
  if (execution === undefined || target.kind !== 'variable') return false;
  return target.name === executionName && !Object.hasOwn(variables, executionName);
}

/** As in Camunda 7, what is missing inside a known value, or sought inside null, is null. */
function property(target: Value, name: string, position: number): Value {
  if (target === null) return null;
  if (!isObject(target)) {
    throw new ExpressionError(`${typeName(target)} has no property '${name}'`, position);
  }
  return Object.hasOwn(target, name) ? (target[name] ?? null) : null;
}

function element(target: Value, index: Value, position: number): Value {
  if (typeof index === 'string') {
    checkName(index, position);
    return property(target, index, position);
  }
  if (target === null) return null;
  if (!isList(target) || typeof index !== 'number' || !Number.isInteger(index)) {
    throw new ExpressionError(`${typeName(target)} cannot be indexed by ${typeName(index)}`, position);
  }
  return target[index] ?? null;
}

function truth(node: Node, evaluation: Evaluation, position: number): boolean {
  const value = compute(node, evaluation);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(`expected a boolean, found ${typeName(value)}`, position);
}

/** The one place where a variable that does not exist is no error: it counts as empty. */
function isEmpty(node: Node, evaluation: Evaluation): boolean {
  const root = rootVariable(node);
  const isVariable = node.kind !== 'property' || !isOfExecution(node, evaluation);
  if (isVariable && root !== null && !Object.hasOwn(evaluation.variables, root)) return true;
  const value = compute(node, evaluation);
  if (value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return typeof value === 'object' && !(value instanceof Moment) && Object.keys(value).length === 0;
}

function rootVariable(node: Node): string | null {
  if (node.kind === 'variable') return node.name;
  return node.kind === 'property' || node.kind === 'element' ? rootVariable(node.target) : null;
}
