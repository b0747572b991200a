import { parseDateTime } from '../duration.ts';
import { ExpressionError } from '../expression-error.ts';
import type { StepBudget } from '../limits.ts';
import type { BinaryOperator } from './syntax.ts';
import { concatenate, isList, isObject, Moment, toText, typeName, type Value } from './value.ts';

/** Applies an operator as Camunda 7 does, except that types which do not fit are errors, never zero. */
export function applyBinary(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  position: number,
  budget: StepBudget,
): Value {
  switch (operator) {
    case '+':
      if (typeof left === 'string' || typeof right === 'string') {
        return concatenate(toText(left), toText(right));
      }
      return finite(number(left, '+', position) + number(right, '+', position), position);
    case '-':
      return finite(number(left, '-', position) - number(right, '-', position), position);
    case '*':
      return finite(number(left, '*', position) * number(right, '*', position), position);
    case '/':
      return finite(number(left, '/', position) / divisor(right, '/', position), position);
    case '%':
      return finite(number(left, '%', position) % divisor(right, '%', position), position);
    case '==':
      return equal(left, right, budget);
    case '!=':
      return !equal(left, right, budget);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(operator, left, right, position);
  }
}

/** Reads `-0` as 0 and refuses results outside the range of numbers. */
export function finite(value: number, position: number): number {
  if (!Number.isFinite(value)) throw new ExpressionError('the result is too large for a number', position);
  return value + 0;
}

export function number(value: Value, operator: string, position: number): number {
  if (typeof value === 'number') return value;
  throw new ExpressionError(`expected a number beside '${operator}', found ${typeName(value)}`, position);
}

function divisor(value: Value, operator: string, position: number): number {
  const found = number(value, operator, position);
  if (found === 0) throw new ExpressionError('division by zero', position);
  return found;
}

/** Equality by content. Numbers equal texts that spell them, moments equal texts that name them. */
export function equal(left: Value, right: Value, budget: StepBudget): boolean {
  budget.spend(1);
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (left instanceof Moment || right instanceof Moment) return sameMoment(left, right);
  if (isList(left)) return isList(right) && sameList(left, right, budget);
  if (isObject(left)) return isObject(right) && sameObject(left, right, budget);
  if (typeof left === 'number' && typeof right === 'string') return left === numeric(right);
  if (typeof left === 'string' && typeof right === 'number') return numeric(left) === right;
  return false;
}

function sameMoment(left: Value, right: Value): boolean {
  const leftMs = epochOf(left);
  return leftMs !== null && leftMs === epochOf(right);
}

function sameList(left: readonly Value[], right: readonly Value[], budget: StepBudget): boolean {
  return (
    left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null, budget))
  );
}

function sameObject(
  left: Readonly<Record<string, Value>>,
  right: Readonly<Record<string, Value>>,
  budget: StepBudget,
): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null, budget),
  );
}

function ordered(operator: '<' | '>' | '<=' | '>=', left: Value, right: Value, position: number): boolean {
  if (left === null || right === null) return left === right && operator.length === 2;
  const order = compare(left, right);
  if (order === null) {
    throw new ExpressionError(
      `cannot compare ${typeName(left)} with ${typeName(right)} by '${operator}'`,
      position,
    );
  }
  switch (operator) {
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
  }
}

/** Negative, zero or positive; null when the two have no common order. */
function compare(left: Value, right: Value): number | null {
  if (typeof left === 'string' && typeof right === 'string') {
    return left < right ? -1 : Number(left > right);
  }
  const readsMoment = left instanceof Moment || right instanceof Moment;
  const leftNumber = readsMoment ? epochOf(left) : numberOf(left);
  const rightNumber = readsMoment ? epochOf(right) : numberOf(right);
  return leftNumber === null || rightNumber === null ? null : leftNumber - rightNumber;
}

function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? numeric(value) : null;
}

function numeric(text: string): number | null {
  if (text.length > 400 || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function epochOf(value: Value): number | null {
  if (value instanceof Moment) return value.epochMs;
  return typeof value === 'string' ? parseDateTime(value) : null;
}
