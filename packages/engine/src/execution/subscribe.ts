import { type ExpressionContext, evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { MessageDefinition, Trigger } from '../model/event-definition.ts';
import type { Expression } from '../model/expression.ts';
import type { FlowNode } from '../model/flow-node.ts';
import type { Awaited } from './subscription.ts';
import { storable } from './text-from.ts';
import { awaitedTime } from './timer.ts';
import type { Turn } from './turn.ts';

/** A subscription about to be opened: evaluated, so that opening it cannot fail any more. */
export interface Planned {
  readonly elementId: string;
  readonly triggerIndex: number;
  readonly awaited: Awaited;
}

/** What a catching event (or receive task) waits for from outside; the other triggers need no subscription. */
export function planSubscriptions(
  node: { readonly id: string; readonly triggers: readonly Trigger[] },
  context: ExpressionContext,
): readonly Planned[] {
  return node.triggers.flatMap((trigger, triggerIndex): Planned[] => {
    const awaited = awaitedBy(trigger, context);
    return awaited === null ? [] : [{ elementId: node.id, triggerIndex, awaited }];
  });
}

export function openSubscriptions(turn: Turn, planned: readonly Planned[], hostId: string): void {
  for (const { elementId, triggerIndex, awaited } of planned) {
    turn.record({
      type: 'subscriptionOpened',
      elementId,
      elementInstanceId: hostId,
      subscriptionId: turn.env.newId(),
      triggerIndex,
      awaited,
    });
  }
}

/** The triggers a node catches; a task catches the messages it waits for. */
export function triggersOf(node: FlowNode): readonly Trigger[] {
  if ('triggers' in node) return node.triggers;
  if (node.type === 'receiveTask' && node.message !== null) return [{ kind: 'message', ...node.message }];
  if (node.type === 'task' || node.type === 'manualTask') {
    return node.awaits.map((message) => ({ kind: 'message', ...message }));
  }
  return [];
}

function awaitedBy(trigger: Trigger, context: ExpressionContext): Awaited | null {
  switch (trigger.kind) {
    case 'message':
      return { kind: 'message', ...resolveMessage(trigger, context) };
    case 'signal':
      return { kind: 'signal', name: nameFrom(trigger.name, 'a signal', context) };
    case 'timer':
      return awaitedTime(trigger.timer, context);
    case 'conditional':
      return { kind: 'conditional', held: false };
    case 'error':
    case 'escalation':
    case 'cancel':
    case 'compensation':
    case 'link':
      return null;
  }
}

/** Name and correlation key as a receiver or a sender means them. */
export function resolveMessage(
  { name, correlationKey }: MessageDefinition,
  context: ExpressionContext,
): { readonly name: string; readonly correlationKey: string | null } {
  return {
    name: nameFrom(name, 'a message', context),
    correlationKey: correlationKey === null ? null : keyFrom(correlationKey, context),
  };
}

export function nameFrom(expression: Expression, of: string, context: ExpressionContext): string {
  const value = evaluate(expression, context);
  if (typeof value === 'string' && value !== '') return storable(value, expression);
  throw new ExpressionError(
    `Expected '${expression.source}' to give the name of ${of}, but found a value of type ${typeof value}`,
  );
}

function keyFrom(expression: Expression, context: ExpressionContext): string {
  const value = evaluate(expression, context);
  if (typeof value === 'string' && value !== '') return storable(value, expression);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ExpressionError(
    `Expected '${expression.source}' to give a correlation key, but found a value of type ${value === null ? 'null' : typeof value}`,
  );
}
