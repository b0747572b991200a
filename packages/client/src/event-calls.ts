import type {
  BroadcastAnswer,
  BroadcastSignal,
  EvaluateConditions,
  PublishedMessage,
  PublishMessage,
  StartedByConditions,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls that tell processes what happened outside them. */
export interface EventCalls {
  /** Gives a message to one instance that waits for it, or starts the process it starts. */
  publishMessage(message: PublishMessage, options?: CallOptions): Promise<PublishedMessage>;
  /** Lets everybody who waits for a signal hear it. */
  broadcastSignal(signal: BroadcastSignal, options?: CallOptions): Promise<BroadcastAnswer>;
  /** Starts every process whose conditional start event holds. */
  evaluateConditions(request: EvaluateConditions, options?: CallOptions): Promise<StartedByConditions>;
}

export function eventCalls(sender: Sender): EventCalls {
  const post = <Answer>(path: string, value: unknown, options?: CallOptions) =>
    sender.data<Answer>({ method: 'POST', path, body: { type: 'json', value }, options });
  return {
    publishMessage: (message, options) => post(apiPath`/messages`, message, options),
    broadcastSignal: (signal, options) => post(apiPath`/signals`, signal, options),
    evaluateConditions: (request, options) => post(apiPath`/conditions`, request, options),
  };
}
