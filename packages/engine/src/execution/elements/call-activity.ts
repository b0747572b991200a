import { type ExpressionContext, evaluate } from '../../expression/evaluate.ts';
import type { Expression } from '../../model/expression.ts';
import type { CallActivity } from '../../model/flow-node.ts';
import type { EventOf } from '../event.ts';
import { passedIn } from '../passed-in.ts';
import type { ElementInstance } from '../state.ts';
import { nameFrom } from '../subscribe.ts';
import { storable } from '../text-from.ts';
import type { Turn } from '../turn.ts';
import { versionOf } from '../version-binding.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Calls another process and waits for its end (BPMN 2.0 §10.3.6). */
export const callActivity: Behaviour<'callActivity'> = {
  activate(turn, node, element) {
    const call = planCall(turn, node, element);
    activated(turn, element);
    turn.record(call);
    return 'waits';
  },
  leave: conditionalSplit,
};

/** The call as it would be made now; evaluating it may fail. */
export function planCall(turn: Turn, node: CallActivity, element: ElementInstance): EventOf<'callStarted'> {
  const context = turn.expressionContext(element.id);
  return {
    type: 'callStarted',
    elementId: node.id,
    elementInstanceId: element.id,
    childInstanceId: turn.env.newId(),
    calledElement: nameFrom(node.calledElement, 'the called process', context),
    version: versionOf(node.binding, context),
    businessKey: node.businessKey === null ? null : businessKeyFrom(node.businessKey, context),
    variables: passedIn(turn, node.passIn, element),
  };
}

function businessKeyFrom(expression: Expression, context: ExpressionContext): string | null {
  const value = evaluate(expression, context);
  if (value === null) return null;
  return storable(typeof value === 'string' ? value : JSON.stringify(value), expression);
}
