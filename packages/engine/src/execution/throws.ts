import type { Throw } from '../model/event-definition.ts';
import { endAdHoc } from './ad-hoc.ts';
import { cancelTransaction } from './compensation/cancel-transaction.ts';
import { beginCompensation, beginCompensationBeside } from './compensation/compensate.ts';
import { createJob, planJob } from './job.ts';
import { passedIn } from './passed-in.ts';
import { placeToken } from './place-token.ts';
import type { ElementInstance } from './state.ts';
import { nameFrom, resolveMessage } from './subscribe.ts';
import { terminateChildren } from './termination.ts';
import { textFrom } from './text-from.ts';
import { throwError } from './throw-error.ts';
import { throwEscalation } from './throw-escalation.ts';
import { throwMessage } from './throw-message.ts';
import { throwSignal } from './throw-signal.ts';
import type { Turn } from './turn.ts';

/**
 * A throw with its names evaluated: doing it cannot fail any more.
 * - `beside`: the thrower goes on, unless what it threw has ended it;
 * - `waiting`: the thrower waits for what it set in motion;
 * - `ending`: done after the thrower has completed, since it ends what is around it.
 */
export interface PlannedThrow {
  readonly kind: 'beside' | 'waiting' | 'ending';
  readonly carryOut: () => void;
}

/** Evaluates what `element` is about to throw. */
export function planThrow(turn: Turn, element: ElementInstance, thrown: Throw): PlannedThrow {
  const of = { elementId: element.elementId, elementInstanceId: element.id };
  const { scopeId } = element;
  const context = turn.expressionContext(element.id);
  switch (thrown.kind) {
    case 'message': {
      if (thrown.job !== null) {
        const job = planJob(turn, thrown.job, element.id);
        return { kind: 'waiting', carryOut: () => createJob(turn, element, job) };
      }
      const message = resolveMessage(thrown, context);
      return { kind: 'beside', carryOut: () => throwMessage(turn, element, message) };
    }
    case 'signal': {
      const name = nameFrom(thrown.name, 'a signal', context);
      const carried = thrown.carries === undefined ? {} : passedIn(turn, thrown.carries, element);
      return {
        kind: 'beside',
        carryOut: () =>
          throwSignal(turn, element, name, { ...turn.state.variables.get(element.id), ...carried }),
      };
    }
    case 'escalation': {
      const code = textFrom(thrown.escalationCode, 'the code of an escalation', context);
      return {
        kind: 'ending',
        carryOut: () => throwEscalation(turn, { scopeId }, element.elementId, code, {}),
      };
    }
    case 'error': {
      const errorCode = textFrom(thrown.errorCode, 'the code of an error', context);
      const message =
        thrown.message === null ? null : textFrom(thrown.message, 'the message of an error', context);
      return {
        kind: 'ending',
        carryOut: () => {
          turn.record({ type: 'errorThrown', ...of, errorCode, message });
          throwError(turn, { scopeId }, { errorCode, message, variables: {} });
        },
      };
    }
    case 'compensation': {
      const reach = { scopeId, activityId: thrown.activityId };
      return thrown.waitForCompletion
        ? { kind: 'waiting', carryOut: () => beginCompensation(turn, element, reach, false) }
        : { kind: 'beside', carryOut: () => beginCompensationBeside(turn, element, reach) };
    }
    case 'cancel':
      return { kind: 'ending', carryOut: () => cancelTransaction(turn, scopeId) };
    case 'terminate':
      return { kind: 'ending', carryOut: () => terminateScope(turn, scopeId) };
    case 'link':
      return {
        kind: 'ending',
        carryOut: () => placeToken(turn, { elementId: thrown.targetId, scopeId, triggered: true }),
      };
  }
}

/** Ends every token of the scope (BPMN 2.0 §13.5.6); an ad-hoc subprocess would go on without any. */
function terminateScope(turn: Turn, scopeId: string): void {
  const scope = turn.state.elements.get(scopeId);
  if (scope !== undefined && turn.nodeOf(scope).type === 'adHocSubProcess') endAdHoc(turn, scopeId);
  else terminateChildren(turn, scopeId);
}
