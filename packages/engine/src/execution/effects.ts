import type { CalledVersion } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { ParentCall } from './parent-call.ts';
import type { InstanceState } from './state.ts';

/** What one instance does to others. The host carries it out, once for each event. */
export type Effect =
  | {
      readonly kind: 'message';
      readonly messageId: string;
      readonly name: string;
      readonly correlationKey: string | null;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'signal';
      /** What was subscribed after this id came into being was too late. */
      readonly signalId: string;
      readonly name: string;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'startCall';
      readonly childInstanceId: string;
      readonly calledElement: string;
      readonly version: CalledVersion;
      readonly businessKey: string | null;
      readonly variables: JsonObject;
      readonly parent: ParentCall;
    }
  | { readonly kind: 'cancelCall'; readonly childInstanceId: string }
  | CallAnswer;

/** What the call activity that waits hears of the instance it called. `called`: the variables of that instance. */
export type CallAnswer =
  | { readonly kind: 'completeCall'; readonly parent: ParentCall; readonly variables: JsonObject }
  | {
      readonly kind: 'failCall';
      readonly parent: ParentCall;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
      readonly called?: JsonObject;
    }
  | {
      readonly kind: 'escalateCall';
      readonly parent: ParentCall;
      readonly escalationCode: string;
      readonly variables: JsonObject;
      readonly called?: JsonObject;
    }
  /** `cancelled`: it was under way; else the called process could not be started. */
  | {
      readonly kind: 'refuseCall';
      readonly parent: ParentCall;
      readonly message: string;
      readonly cancelled?: true;
    };

/** What the event wants of other instances; null for most. `state` is as the turn of the event left it. */
export function effectOf(state: InstanceState, event: Event): Effect | null {
  if (event.type === 'messageThrown') {
    const { messageId, name, correlationKey, variables } = event;
    return { kind: 'message', messageId, name, correlationKey, variables };
  }
  if (event.type === 'signalThrown') {
    const { signalId, name, variables } = event;
    return { kind: 'signal', signalId, name, variables };
  }
  if (event.type === 'callStarted') {
    const { childInstanceId, calledElement, version, businessKey, variables, elementInstanceId } = event;
    const parent = { instanceId: state.instanceId, elementInstanceId };
    return { kind: 'startCall', childInstanceId, calledElement, version, businessKey, variables, parent };
  }
  if (event.type === 'callCancelled') {
    return { kind: 'cancelCall', childInstanceId: event.childInstanceId };
  }
  return state.parent === null ? null : answerToCaller(state, state.parent, event);
}

function answerToCaller(state: InstanceState, parent: ParentCall, event: Event): CallAnswer | null {
  const { instanceId } = state;
  const called = { ...state.variables.get(instanceId) };
  if (event.type === 'instanceCompleted') {
    return { kind: 'completeCall', parent, variables: called };
  }
  if (event.type === 'instanceFailed') {
    const { errorCode, message, variables } = event;
    return { kind: 'failCall', parent, errorCode, message, variables, called };
  }
  if (event.type === 'instanceTerminated') {
    const because = event.reason === null ? '' : `: ${event.reason}`;
    const message = `Expected the called instance ${instanceId} to complete, but it was cancelled${because}`;
    return { kind: 'refuseCall', parent, message, cancelled: true };
  }
  if (event.type !== 'escalationThrown' || event.elementInstanceId !== instanceId) return null;
  const { escalationCode, variables } = event;
  return { kind: 'escalateCall', parent, escalationCode, variables, called };
}

/** What a called instance gets whose call is over before it. */
export const callEnded: Command = { type: 'cancelInstance', reason: 'its call was cancelled' };

/** The command by which the calling instance hears the answer. */
export function callAnswered(answer: CallAnswer): Command {
  const { elementInstanceId } = answer.parent;
  switch (answer.kind) {
    case 'completeCall':
      return { type: 'completeCall', elementInstanceId, variables: answer.variables };
    case 'failCall': {
      const { errorCode, message, variables, called = {} } = answer;
      return { type: 'failCall', elementInstanceId, errorCode, message, variables, called };
    }
    case 'escalateCall': {
      const { escalationCode, variables, called = {} } = answer;
      return { type: 'escalateCall', elementInstanceId, escalationCode, variables, called };
    }
    case 'refuseCall': {
      const { message, cancelled } = answer;
      return { type: 'refuseCall', elementInstanceId, message, ...(cancelled && { cancelled }) };
    }
  }
}
