import { type ExpressionContext, evaluateCondition } from '../../expression/evaluate.ts';
import type { Json } from '../../model/json.ts';
import type { StandardLoop } from '../../model/loop.ts';
import { loopCounter } from './own-names.ts';
import { wholeNumber } from './whole-number.ts';

/**
 * Whether a standard loop goes on after so many instances (BPMN 2.0 §13.3.6). Its condition sees that number
 * as `loopCounter`: `loopCounter < 3` gives three instances, tested before or after.
 */
export function goesOnAfter(loop: StandardLoop, instances: number, context: ExpressionContext): boolean {
  const { condition, maximum, testBefore } = loop;
  if (
    maximum !== null &&
    instances >= wholeNumber(maximum, 'the maximum of a loop', Number.MAX_SAFE_INTEGER, context)
  ) {
    return false;
  }
  if (condition === null || (instances === 0 && !testBefore)) return true;
  const variables = Object.assign(Object.create(null) as Record<string, Json>, context.variables);
  variables[loopCounter] = instances;
  return evaluateCondition(condition, { ...context, variables });
}
