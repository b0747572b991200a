import type { Command } from '../../execution/command.ts';
import type { Event } from '../../execution/event.ts';
import type { ParentCall } from '../../execution/parent-call.ts';
import type { InstanceState } from '../../execution/state.ts';
import type { JsonObject } from '../../model/json.ts';

/** What one instance wants of others. */
export type Wish =
  | {
      readonly kind: 'call';
      readonly caller: string;
      readonly elementInstanceId: string;
      readonly childInstanceId: string;
      readonly calledElement: string;
      readonly variables: JsonObject;
    }
  | Told
  | { readonly kind: 'message'; readonly name: string }
  | { readonly kind: 'signal'; readonly name: string };

/** A command for another instance. */
export interface Told {
  readonly kind: 'tell';
  readonly instanceId: string;
  readonly command: Command;
}

/** Read from the events alone, as a host without the engine's own account of it would. */
export function wishesOf(state: InstanceState, events: readonly Event[]): Wish[] {
  const { parent } = state;
  return events.flatMap((event) => [
    ...ofOthers(state.instanceId, event),
    ...(parent === null ? [] : ofCaller(state, parent, event)),
  ]);
}

function ofOthers(caller: string, event: Event): readonly Wish[] {
  switch (event.type) {
    case 'messageThrown':
      return [{ kind: 'message', name: event.name }];
    case 'signalThrown':
      return [{ kind: 'signal', name: event.name }];
    case 'callStarted': {
      const { elementInstanceId, childInstanceId, calledElement, variables } = event;
      return [{ kind: 'call', caller, elementInstanceId, childInstanceId, calledElement, variables }];
    }
    case 'callCancelled':
      return [tell(event.childInstanceId, { type: 'cancelInstance', reason: 'its call ended' })];
    default:
      return [];
  }
}

function ofCaller(state: InstanceState, parent: ParentCall, event: Event): readonly Wish[] {
  const { elementInstanceId, instanceId: callerId } = parent;
  switch (event.type) {
    case 'instanceCompleted': {
      const variables = { ...state.variables.get(state.instanceId) };
      return [tell(callerId, { type: 'completeCall', elementInstanceId, variables })];
    }
    case 'instanceFailed': {
      const { errorCode, message, variables } = event;
      return [tell(callerId, { type: 'failCall', elementInstanceId, errorCode, message, variables })];
    }
    case 'instanceTerminated':
      return [tell(callerId, { type: 'refuseCall', elementInstanceId, message: 'over', cancelled: true })];
    case 'escalationThrown': {
      if (event.elementInstanceId !== state.instanceId) return [];
      const { escalationCode, variables } = event;
      return [tell(callerId, { type: 'escalateCall', elementInstanceId, escalationCode, variables })];
    }
    default:
      return [];
  }
}

function tell(instanceId: string, command: Command): Wish {
  return { kind: 'tell', instanceId, command };
}
