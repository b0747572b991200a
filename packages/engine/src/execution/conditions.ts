import { evaluateCondition } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { Trigger } from '../model/event-definition.ts';
import type { Expression } from '../model/expression.ts';
import { mayChange } from './condition-changes.ts';
import { occur } from './occurrence.ts';
import { triggersOf } from './subscribe.ts';
import type { Subscription } from './subscription.ts';
import type { Turn } from './turn.ts';

type Conditional = Extract<Trigger, { readonly kind: 'conditional' }>;

/**
 * Triggers every conditional event whose condition has become true: once, and again only after it was
 * false in between (BPMN 2.0 table 10.84). One that names a variable is not looked at for the sake of others.
 */
export function triggerConditions(turn: Turn): void {
  const changes = turn.conditionChanges;
  if (changes === null) return;
  turn.conditionChanges = null;
  for (const id of [...turn.state.conditional].sort()) {
    const subscription = turn.state.subscriptions.get(id);
    if (subscription?.awaited.kind !== 'conditional' || turn.state.status !== 'active') continue;
    const trigger = conditionOf(turn, subscription);
    if (!mayChange(changes, id, trigger)) continue;
    const holds = conditionHolds(turn, trigger.condition, subscription.hostId);
    if (holds === subscription.awaited.held) continue;
    if (holds) occur(turn, subscription, {});
    else lapse(turn, subscription);
  }
}

function lapse(turn: Turn, { id, elementId, hostId }: Subscription): void {
  turn.record({ type: 'conditionLapsed', elementId, elementInstanceId: hostId, subscriptionId: id });
}

function conditionOf(turn: Turn, { elementId, triggerIndex }: Subscription): Conditional {
  const node = turn.graph.nodes.get(elementId);
  const trigger = node === undefined ? undefined : triggersOf(node)[triggerIndex];
  if (trigger?.kind !== 'conditional') throw new Error(`Expected '${elementId}' to wait for a condition`);
  return trigger;
}

/** A condition over a variable that is not there yet does not hold; it is no fault of the model. */
function conditionHolds(turn: Turn, condition: Expression, hostId: string): boolean {
  try {
    return evaluateCondition(condition, turn.expressionContext(hostId));
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
