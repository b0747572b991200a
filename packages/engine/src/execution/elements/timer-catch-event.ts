import { addDuration, parseDateTime } from '../../expression/duration.ts';
import { evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { TimerDefinition } from '../../model/flow-node.ts';
import type { Turn } from '../turn.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

export const timerCatchEvent: Behaviour<'timerCatchEvent'> = {
  activate(turn, node, element) {
    const dueAt = timerDueAt(turn, node.timer, element.id);
    activated(turn, element);
    turn.record({ type: 'timerScheduled', elementId: node.id, elementInstanceId: element.id, dueAt });
    return 'waits';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};

function timerDueAt(turn: Turn, timer: TimerDefinition, scopeId: string): number {
  const value = evaluate(timer.expression, turn.expressionContext(scopeId));
  if (typeof value !== 'string') {
    throw new ExpressionError(
      `Expected '${timer.expression.source}' to give an ISO 8601 ${timer.kind}, but found a value of type ${typeof value}`,
    );
  }
  switch (timer.kind) {
    case 'date':
      return parseDateTime(value);
    case 'duration':
      return addDuration(turn.env.now, value);
  }
}
