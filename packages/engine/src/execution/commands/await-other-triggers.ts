import type { ExpressionContext } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Trigger } from '../../model/event-definition.ts';
import type { StartEvent } from '../../model/flow-node.ts';
import { activated, waits } from '../elements/behaviour.ts';
import { liveElement } from '../state.ts';
import { openSubscriptions, type Planned, planSubscriptions } from '../subscribe.ts';
import type { Turn } from '../turn.ts';

/**
 * A parallel multiple start event needs all of its triggers (BPMN 2.0 §10.5.2): the first has started the
 * instance, in which the event waits for the others.
 */
export function awaitOtherTriggers(
  turn: Turn,
  node: StartEvent,
  elementInstanceId: string,
  occurred: number | null,
): void {
  if (!node.parallelMultiple || occurred === null) return;
  const context = turn.expressionContext(elementInstanceId);
  const others = node.triggers.flatMap((trigger, triggerIndex) =>
    triggerIndex === occurred ? [] : plan(node.id, trigger, triggerIndex, context),
  );
  if (others.length === 0) return;
  const element = liveElement(turn.state, elementInstanceId);
  activated(turn, element);
  openSubscriptions(turn, others, element.id);
  waits(turn, element, 'event');
}

function plan(
  id: string,
  trigger: Trigger,
  triggerIndex: number,
  context: ExpressionContext,
): readonly Planned[] {
  const planned = (meant: Trigger) =>
    planSubscriptions({ id, triggers: [meant] }, context).map((one) => ({ ...one, triggerIndex }));
  try {
    return planned(trigger);
  } catch (error) {
    // What the key is made of may come with a trigger that has not occurred: then any message is meant.
    if (!(error instanceof ExpressionError) || trigger.kind !== 'message') throw error;
    return planned({ ...trigger, correlationKey: null });
  }
}
