import { type ExpressionContext, evaluateCondition } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Throw } from '../../model/event-definition.ts';
import type { JsonObject } from '../../model/json.ts';
import type { BehaviorEvent } from '../../model/loop.ts';
import { occur } from '../occurrence.ts';
import type { ElementInstance } from '../state.ts';
import { nameFrom, resolveMessage } from '../subscribe.ts';
import type { Awaited } from '../subscription.ts';
import { textFrom } from '../text-from.ts';
import { throwError } from '../throw-error.ts';
import { throwEscalation } from '../throw-escalation.ts';
import { throwSignal } from '../throw-signal.ts';
import type { Turn } from '../turn.ts';

/** What a multi-instance activity throws after one of its instances, and where it says it stands. */
export interface InstanceDone {
  readonly body: ElementInstance;
  readonly isFirst: boolean;
  /** What conditions and names see. */
  readonly context: ExpressionContext;
  /** What the thrown event carries (BPMN 2.0 table 10.30). */
  readonly attributes: JsonObject;
}

/**
 * The events an activity throws on its own boundary (BPMN 2.0 §10.3.8), evaluated: carrying them out cannot
 * fail any more. A signal or message that its boundary waits for is caught there at once, since the activity
 * may be over before it comes back from outside; any other goes to whoever waits for it.
 */
export function planBehaviorEvents(
  turn: Turn,
  events: readonly BehaviorEvent[],
  done: InstanceDone,
): readonly (() => void)[] {
  return events.filter((event) => isThrown(event, done)).map(({ throws }) => planThrown(turn, throws, done));
}

function isThrown({ when, condition }: BehaviorEvent, { isFirst, context }: InstanceDone): boolean {
  switch (when) {
    case 'none':
      return true;
    case 'one':
      return isFirst;
    case 'complex':
      return condition === null || evaluateCondition(condition, context);
  }
}

function planThrown(turn: Turn, thrown: Throw, { body, context, attributes }: InstanceDone): () => void {
  const of = { elementId: body.elementId, elementInstanceId: body.id };
  switch (thrown.kind) {
    case 'signal': {
      const name = nameFrom(thrown.name, 'a signal', context);
      return () => {
        if (
          occurAtBoundary(
            turn,
            body,
            (awaited) => awaited.kind === 'signal' && awaited.name === name,
            attributes,
          )
        )
          return;
        throwSignal(turn, body, name, attributes);
      };
    }
    case 'message': {
      const message = resolveMessage(thrown, context);
      return () => {
        if (occurAtBoundary(turn, body, (awaited) => isFor(awaited, message), attributes)) return;
        turn.record({
          type: 'messageThrown',
          ...of,
          messageId: turn.env.newId(),
          ...message,
          variables: attributes,
        });
      };
    }
    case 'escalation': {
      const code = textFrom(thrown.escalationCode, 'the code of an escalation', context);
      return () => throwEscalation(turn, { activity: body }, body.elementId, code, attributes);
    }
    case 'error': {
      const errorCode = textFrom(thrown.errorCode, 'the code of an error', context);
      const message =
        thrown.message === null ? null : textFrom(thrown.message, 'the message of an error', context);
      return () => {
        turn.record({ type: 'errorThrown', ...of, errorCode, message });
        throwError(turn, { activity: body }, { errorCode, message, variables: attributes });
      };
    }
    case 'cancel':
    case 'compensation':
    case 'link':
    case 'terminate':
      throw new ExpressionError(
        `Expected '${body.elementId}' to throw a signal, a message, an escalation or an error after its instances, but found ${thrown.kind}`,
      );
  }
}

function isFor(
  awaited: Awaited,
  { name, correlationKey }: { readonly name: string; readonly correlationKey: string | null },
): boolean {
  if (awaited.kind !== 'message' || awaited.name !== name) return false;
  return awaited.correlationKey === null || awaited.correlationKey === correlationKey;
}

/** Lets it occur at every boundary event that waits for it; false when there is none. */
function occurAtBoundary(
  turn: Turn,
  body: ElementInstance,
  fits: (awaited: Awaited) => boolean,
  variables: JsonObject,
): boolean {
  const { subscriptions, subscriptionsOf } = turn.state;
  const ids = [...(subscriptionsOf.get(body.id) ?? [])]
    .filter((id) => fits(turn.subscription(id).awaited))
    .sort();
  for (const id of ids) {
    const subscription = subscriptions.get(id);
    if (subscription !== undefined) occur(turn, subscription, variables);
  }
  return ids.length > 0;
}
