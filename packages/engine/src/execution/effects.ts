import type { JsonObject } from '../model/json.ts';
import type { Event } from './event.ts';
import type { ParentCall } from './parent-call.ts';
import type { InstanceState } from './state.ts';

/**
 * What one instance does to others. The host carries it out, each once: `id` is the same whenever the
 * same events are looked at.
 */
export type Effect =
  | {
      readonly kind: 'publishMessage';
      readonly id: string;
      readonly name: string;
      readonly correlationKey: string | null;
      readonly variables: JsonObject;
      /** The event or task that threw it. */
      readonly elementId: string;
    }
  | {
      readonly kind: 'broadcastSignal';
      readonly id: string;
      /** What was subscribed after this id came into being was too late. */
      readonly signalId: string;
      readonly name: string;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'startCalled';
      readonly id: string;
      readonly childInstanceId: string;
      readonly calledElement: string;
      readonly version: 'latest' | 'deployment' | number;
      readonly businessKey: string | null;
      readonly variables: JsonObject;
      readonly parent: ParentCall;
    }
  | { readonly kind: 'cancelCalled'; readonly id: string; readonly childInstanceId: string }
  | {
      readonly kind: 'completeCall';
      readonly id: string;
      readonly parent: ParentCall;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'failCall';
      readonly id: string;
      readonly parent: ParentCall;
      readonly errorCode: string;
      readonly message: string | null;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'escalateCall';
      readonly id: string;
      readonly parent: ParentCall;
      readonly escalationCode: string;
    }
  | {
      readonly kind: 'refuseCall';
      readonly id: string;
      readonly parent: ParentCall;
      readonly message: string;
    };

/** The effects of one entry of the journal, in order. `firstSeq` is the sequence number of its first event. */
export function effectsOf(state: InstanceState, events: readonly Event[], firstSeq: number): Effect[] {
  return events.flatMap(
    (event, index) => effectOf(state, event, `${state.instanceId}:${firstSeq + index}`) ?? [],
  );
}

function effectOf(state: InstanceState, event: Event, id: string): Effect | null {
  if (event.type === 'messageThrown') {
    const { name, correlationKey, variables, elementId } = event;
    return { kind: 'publishMessage', id, name, correlationKey, variables, elementId };
  }
  if (event.type === 'signalThrown') {
    const { signalId, name, variables } = event;
    return { kind: 'broadcastSignal', id, signalId, name, variables };
  }
  if (event.type === 'callStarted') {
    const { childInstanceId, calledElement, version, businessKey, variables, elementInstanceId } = event;
    const parent = { instanceId: state.instanceId, elementInstanceId };
    return {
      kind: 'startCalled',
      id,
      childInstanceId,
      calledElement,
      version,
      businessKey,
      variables,
      parent,
    };
  }
  if (event.type === 'callCancelled') {
    return { kind: 'cancelCalled', id, childInstanceId: event.childInstanceId };
  }
  return state.parent === null ? null : effectOnCaller(state, state.parent, event, id);
}

function effectOnCaller(state: InstanceState, parent: ParentCall, event: Event, id: string): Effect | null {
  const { instanceId } = state;
  if (event.type === 'instanceCompleted') {
    return { kind: 'completeCall', id, parent, variables: variablesOf(state) };
  }
  if (event.type === 'instanceFailed') {
    const { errorCode, message, variables } = event;
    return { kind: 'failCall', id, parent, errorCode, message, variables };
  }
  if (event.type === 'instanceTerminated') {
    const message = `Expected called instance ${instanceId} to complete, but it was cancelled`;
    return { kind: 'refuseCall', id, parent, message };
  }
  if (event.type !== 'escalationThrown' || event.elementInstanceId !== instanceId) return null;
  return { kind: 'escalateCall', id, parent, escalationCode: event.escalationCode };
}

function variablesOf(state: InstanceState): JsonObject {
  return state.variables.get(state.instanceId) ?? {};
}
