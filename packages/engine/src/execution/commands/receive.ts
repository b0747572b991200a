import type { JsonObject } from '../../model/json.ts';
import type { CommandOf } from '../command.ts';
import { occur } from '../occurrence.ts';
import { RejectionSignal } from '../rejection.ts';
import type { AwaitedKind } from '../subscription.ts';
import type { Turn } from '../turn.ts';

type Receipt = CommandOf<'fireTimer' | 'receiveMessage' | 'receiveSignal'>;

/** What a subscription waited for has come from outside. */
export function receive(turn: Turn, command: Receipt): void {
  const subscription = turn.state.subscriptions.get(command.subscriptionId);
  const kind = expectedKind[command.type];
  if (subscription?.awaited.kind !== kind) {
    throw new RejectionSignal(
      kind === 'timer' ? 'TIMER_NOT_ACTIVE' : 'SUBSCRIPTION_NOT_OPEN',
      `Expected ${kind} ${command.subscriptionId} to be waited for, but it has occurred or was withdrawn`,
    );
  }
  occur(turn, subscription, command.type === 'fireTimer' ? nothing : command.variables);
}

const nothing: JsonObject = Object.freeze({});

const expectedKind: { readonly [Type in Receipt['type']]: AwaitedKind } = {
  fireTimer: 'timer',
  receiveMessage: 'message',
  receiveSignal: 'signal',
};
