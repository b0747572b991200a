import type { Event, EventOf, InstanceState } from '@wbpm/engine';
import { v5 as uuidv5 } from 'uuid';
import type { Effect, OutboxRow, Sender } from '../store/effect.ts';
import type { Recorded } from './recorded.ts';

/** What the events of a turn want of other instances. Ids follow from the events, so none comes twice. */
export function effectsOf(
  recorded: readonly Recorded[],
  state: InstanceState,
  conversationId: string | null,
  lockedUntil: number,
): OutboxRow[] {
  const sender: Sender = {
    instanceId: state.instanceId,
    parentInstanceId: state.parent?.instanceId ?? null,
    businessKey: state.businessKey,
    conversationId: conversationId ?? state.instanceId,
  };
  return recorded.flatMap(({ event, seq, actor }) => {
    const effect = effectOf(event, state, sender, actor);
    return effect === null ? [] : [{ id: uuidv5(String(seq), state.instanceId), effect, lockedUntil }];
  });
}

/** Who cancels the instances it called; what a person cancels is another matter to the caller. */
export const engineActor = 'engine';

function effectOf(event: Event, state: InstanceState, sender: Sender, actor: string): Effect | null {
  if (event.type === 'messageThrown') {
    const { messageId, name, correlationKey, variables } = event;
    const anybody = { businessKey: null, instanceId: null, correlation: [] };
    return { kind: 'message', messageId, name, correlationKey, variables, ...anybody, sender };
  }
  if (event.type === 'signalThrown') {
    const { signalId, name, variables } = event;
    return { kind: 'signal', signalId, name, instanceId: null, variables, sender, progress: null };
  }
  if (event.type === 'callStarted') return startCall(event, state, sender);
  if (event.type === 'callCancelled') {
    return { kind: 'cancelCall', childInstanceId: event.childInstanceId };
  }
  return isForParent(event) ? toParent(event, state, actor) : null;
}

function startCall(event: EventOf<'callStarted'>, state: InstanceState, sender: Sender): Effect {
  const { childInstanceId, calledElement, version, businessKey, variables } = event;
  return {
    kind: 'startCall',
    childInstanceId,
    calledElement,
    version,
    definitionId: state.definitionId,
    conversationId: sender.conversationId,
    parent: { instanceId: state.instanceId, elementInstanceId: event.elementInstanceId },
    businessKey,
    variables,
  };
}

type ForParent = EventOf<'instanceCompleted' | 'instanceFailed' | 'instanceTerminated' | 'escalationThrown'>;

function isForParent(event: Event): event is ForParent {
  return (
    event.type === 'instanceCompleted' ||
    event.type === 'instanceFailed' ||
    event.type === 'instanceTerminated' ||
    event.type === 'escalationThrown'
  );
}

/** What the call activity that waits hears of the instance it called. */
function toParent(event: ForParent, state: InstanceState, actor: string): Effect | null {
  const { parent, instanceId } = state;
  if (parent === null) return null;
  switch (event.type) {
    case 'instanceCompleted':
      return { kind: 'completeCall', parent, variables: { ...state.variables.get(instanceId) } };
    case 'instanceFailed':
      return {
        kind: 'failCall',
        parent,
        errorCode: event.errorCode,
        message: event.message,
        variables: event.variables,
      };
    case 'escalationThrown': {
      const { elementInstanceId, escalationCode } = event;
      return elementInstanceId === instanceId
        ? { kind: 'escalateCall', parent, escalationCode, variables: {} }
        : null;
    }
    case 'instanceTerminated':
      return actor === engineActor
        ? null
        : { kind: 'refuseCall', parent, message: terminatedMessage(instanceId, event.reason) };
  }
}

function terminatedMessage(instanceId: string, reason: string | null): string {
  const because = reason === null ? '' : `: ${reason}`;
  return `Expected the called instance ${instanceId} to complete, but it was cancelled${because}`;
}
