import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';
import type { PublishedMessage } from '../store/effect.ts';
import type { Consumed } from '../store/instance-change.ts';
import type { Receiver, ReceiverLookup } from '../store/receivers.ts';
import type { CommandOutcome, CommandRequest, IdempotencyKey } from './command-outcome.ts';
import type { Lookups } from './lookups.ts';
import { engineActor } from './outbox-of.ts';

export interface DeliveringDependencies {
  readonly database: Database;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly findReceiver: (lookup: ReceiverLookup) => Promise<Receiver | null>;
  readonly findStarted: Lookups['startedByMessage'];
}

/** How the message comes: out of the outbox, out of the buffer, or with a request of somebody outside. */
export interface Sending {
  readonly actor: string;
  readonly consumes?: Consumed;
  readonly idempotency?: IdempotencyKey;
}

/**
 * - `delivered`: an instance waited for it, or one was started; `replayed` when an earlier request with
 *   the same key did it, whose answer `response` is.
 * - `gone`: what brought the message has been taken.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly response: object; readonly replayed: boolean }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'keyReused' };

/** The answer to a request that published a message. */
export interface MessageAnswer {
  readonly result: 'correlated' | 'started';
  readonly instance_ids: readonly string[];
}

const mostReceiversTried = 20;

/** Gives the message to one receiver, or starts the process it starts. */
export async function deliverMessage(
  dependencies: DeliveringDependencies,
  tenantId: string,
  message: PublishedMessage,
  sending: Sending,
): Promise<Delivery> {
  const excluded: string[] = [];
  while (excluded.length < mostReceiversTried) {
    const lookup = { lookupId: uuidv7(), tenantId, message, excluded: [...excluded] };
    const receiver = await dependencies.findReceiver(lookup);
    if (receiver === null) break;
    const { instanceId, subscriptionId } = receiver;
    const outcome = await dependencies.execute({
      ...requestOf(tenantId, instanceId, sending, 'correlated'),
      command: { type: 'receiveMessage', subscriptionId, variables: message.variables },
    });
    const delivery = deliveryOf(outcome);
    if (delivery !== null) return delivery;
    excluded.push(subscriptionId);
  }
  return message.instanceId === null
    ? startByMessage(dependencies, tenantId, message, sending)
    : { kind: 'nobody' };
}

async function startByMessage(
  { execute, findStarted }: DeliveringDependencies,
  tenantId: string,
  { name, variables, sender, businessKey }: PublishedMessage,
  sending: Sending,
): Promise<Delivery> {
  const started = await findStarted({ tenantId, name });
  for (const { definitionId, version, elementId, triggerIndex } of started?.starts ?? []) {
    const instanceId = uuidv7();
    const outcome = await execute({
      ...requestOf(tenantId, instanceId, sending, 'started'),
      command: {
        type: 'startInstance',
        instanceId,
        definitionId,
        version,
        businessKey: businessKey ?? sender?.businessKey ?? null,
        ...(sending.actor === engineActor ? {} : { startedBy: sending.actor }),
        variables: {},
        startElementId: elementId,
        startTriggerIndex: triggerIndex,
        triggerVariables: variables,
        parent: null,
      },
      ...(sender === null ? {} : { conversationId: sender.conversationId }),
    });
    const delivery = deliveryOf(outcome);
    if (delivery !== null) return delivery;
  }
  return { kind: 'nobody' };
}

function requestOf(
  tenantId: string,
  instanceId: string,
  { actor, consumes, idempotency }: Sending,
  result: MessageAnswer['result'],
): Omit<CommandRequest, 'command'> {
  return {
    tenantId,
    instanceId,
    actor,
    respond: (): MessageAnswer => ({ result, instance_ids: [instanceId] }),
    ...(consumes === undefined ? {} : { consumes }),
    ...(idempotency === undefined ? {} : { idempotency }),
  };
}

/** null: it was not taken; the next one may. */
function deliveryOf(outcome: CommandOutcome): Delivery | null {
  switch (outcome.kind) {
    case 'committed':
      return { kind: 'delivered', response: outcome.response, replayed: outcome.replayed };
    case 'consumed':
      return { kind: 'gone' };
    case 'keyReused':
      return { kind: 'keyReused' };
    case 'rejected':
    case 'fenced':
    case 'uniqueKeyTaken':
      return null;
  }
}

/** A message of an instance, out of the outbox. */
export function fromOutbox(id: string): Sending {
  return { actor: engineActor, consumes: { from: 'outbox', id } };
}

/** A message that was kept. */
export function fromBuffer(id: string): Sending {
  return { actor: engineActor, consumes: { from: 'bufferedMessages', id } };
}
