import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { Binding } from '../model/flow-node.ts';

/** Which version of what is called is meant. */
export function versionOf(binding: Binding, context: ExpressionContext): 'latest' | 'deployment' | number {
  if (binding.kind !== 'version') return binding.kind;
  const value = Number(evaluate(binding.version, context));
  if (Number.isInteger(value) && value > 0) return value;
  throw new ExpressionError(`Expected '${binding.version.source}' to give a version, a whole number from 1`);
}
