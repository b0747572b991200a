import { type ExpressionContext, evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Expression } from '../../model/expression.ts';
import type { Json } from '../../model/json.ts';
import type { MultiInstance } from '../../model/loop.ts';
import { type Activation, activated } from '../elements/behaviour.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { createInstances, instancesPerStep } from './loop-instances.ts';
import type { LoopingActivity } from './loop-outputs.ts';
import { goesOnAfter } from './standard-loop.ts';
import { wholeNumber } from './whole-number.ts';

/**
 * The body of a loop or multi-instance activity becomes active with its first instances (BPMN 2.0 §13.3.6,
 * §13.3.7). A loop without any instance passes.
 */
export function beginLoop(turn: Turn, node: LoopingActivity, body: ElementInstance): Activation {
  const { loop } = node;
  const context = turn.expressionContext(body.id);
  switch (loop.kind) {
    case 'standard': {
      const goesOn = goesOnAfter(loop, 0, context);
      return begin(turn, node, body, null, null, goesOn ? 1 : 0);
    }
    case 'multiInstance': {
      const { items, total } = extentOf(loop, context);
      return begin(
        turn,
        node,
        body,
        items,
        total,
        loop.sequential ? Math.min(1, total) : Math.min(instancesPerStep, total),
      );
    }
  }
}

function begin(
  turn: Turn,
  node: LoopingActivity,
  body: ElementInstance,
  items: readonly Json[] | null,
  total: number | null,
  first: number,
): Activation {
  activated(turn, body);
  turn.record({ type: 'loopStarted', elementId: node.id, elementInstanceId: body.id, items, total });
  if (first === 0) return 'passes';
  createInstances(turn, node.id, node.loop, body.id, first);
  return 'waits';
}

const maxInstances = 1_000_000;

interface Extent {
  readonly items: readonly Json[] | null;
  readonly total: number;
}

function extentOf({ collection, cardinality }: MultiInstance, context: ExpressionContext): Extent {
  if (collection !== null) {
    const items = listFrom(collection, context);
    return { items, total: items.length };
  }
  if (cardinality === null)
    throw new Error('Expected a multi-instance activity with a collection or a cardinality');
  return { items: null, total: wholeNumber(cardinality, 'the number of instances', maxInstances, context) };
}

function listFrom(collection: Expression, context: ExpressionContext): readonly Json[] {
  const value = evaluate(collection, context);
  if (!isList(value)) {
    throw new ExpressionError(
      `Expected '${collection.source}' to give a list, but found a value of type ${value === null ? 'null' : typeof value}`,
    );
  }
  if (value.length > maxInstances) {
    throw new ExpressionError(
      `Expected '${collection.source}' to give a list of at most ${maxInstances} items, but found ${value.length}`,
    );
  }
  return value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
