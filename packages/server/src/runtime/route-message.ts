import { v7 as uuidv7 } from 'uuid';
import { type BufferedMessage, insertBuffered } from '../store/buffered-messages.ts';
import type { EffectOf, Outgoing } from '../store/effect.ts';
import { takeOutgoing } from '../store/outbox-leases.ts';
import type { Clock } from './clock.ts';
import { type DeliveringDependencies, deliverMessage, fromBuffer, fromOutbox } from './deliver-message.ts';

/** How long a message thrown by a process waits for somebody who wants it. */
const thrownMessageLivesMs = 3_600_000;

/** A message of an instance reaches its receiver, starts a process, or is kept. */
export async function routeMessage(
  dependencies: DeliveringDependencies & { readonly clock: Clock },
  { tenantId, id }: Outgoing,
  effect: EffectOf<'message'>,
): Promise<void> {
  const { kind: _kind, ...message } = effect;
  const delivery = await deliverMessage(dependencies, tenantId, message, fromOutbox(id));
  if (delivery.kind !== 'nobody') return;
  const buffered: BufferedMessage = { tenantId, id: uuidv7(), message };
  const expiresAt = new Date(dependencies.clock.now() + thrownMessageLivesMs);
  const kept = await dependencies.database.transaction({ kind: 'runtime' }, async (transaction) => {
    const taken = await takeOutgoing(transaction, { tenantId, id });
    return taken && (await insertBuffered(transaction, buffered, expiresAt));
  });
  if (kept) await offerBuffered(dependencies, buffered);
}

/**
 * Looks for somebody who waits for a kept message. Done after it was kept and again after a subscription
 * was opened: whichever of the two is committed last finds the other.
 */
export async function offerBuffered(
  dependencies: DeliveringDependencies,
  { tenantId, id, message }: BufferedMessage,
): Promise<void> {
  await deliverMessage(dependencies, tenantId, message, fromBuffer(id));
}
