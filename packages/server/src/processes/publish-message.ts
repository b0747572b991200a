import type { PublishedMessage } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { type BufferedMessage, deleteExpired, insertBuffered } from '../store/buffered-messages.ts';
import type { PublishedMessage as Message, VariableMatch } from '../store/effect.ts';
import type { Consumed } from '../store/instance-change.ts';
import { takeMessageId } from '../store/message-ids.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce, keyReused } from './answer-once.ts';
import type { Executed } from './execute.ts';

export interface MessageToPublish {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly correlation: readonly VariableMatch[];
  readonly businessKey: string | null;
  readonly instanceId: string | null;
  readonly variables: JsonObject;
  /** 0: not kept when nobody waits for it. */
  readonly livesMs: number;
  readonly messageId: string | null;
}

/**
 * Gives a message to one instance that waits for it, or to the process it starts, or keeps it. One that has an
 * id of its own is kept first, whoever waits for it: so that the id is taken with it, once within its life.
 */
export async function publishMessage(
  useCase: UseCase,
  { livesMs, messageId, ...message }: MessageToPublish,
): Promise<Executed<PublishedMessage>> {
  const { principal, runtime } = useCase;
  requirePermission(principal, 'message', 'publish');
  const earlier = await earlierAnswer(useCase);
  if (earlier !== null) return { response: earlier, replayed: true };
  const sent: Message = {
    ...message,
    instanceId: message.instanceId === null ? null : requireId('instance', message.instanceId),
    messageId: messageId ?? runtime.newId(),
    sender: null,
  };
  if (messageId !== null && livesMs > 0) return deliverKept(useCase, await keepOnce(useCase, sent, livesMs));
  const delivered = await deliver(useCase, sent);
  return delivered ?? keep(useCase, sent, livesMs);
}

/** null: nobody waits for it. */
async function deliver(
  { principal, runtime, idempotency }: UseCase,
  message: Message,
  consumes?: Consumed,
): Promise<Executed<PublishedMessage> | null> {
  const delivery = await runtime.deliver(principal.tenantId, message, {
    actor: principal.userId,
    ...(consumes === undefined ? {} : { consumes }),
    ...(idempotency === undefined ? {} : { idempotency }),
  });
  switch (delivery.kind) {
    case 'delivered':
      // Made by the runtime for this request, or for an earlier one with its key.
      return { response: delivery.response as PublishedMessage, replayed: delivery.replayed };
    case 'keyReused':
      throw keyReused();
    case 'nobody':
    case 'gone':
      return null;
  }
}

async function keepOnce(
  { principal, database, runtime, idempotency }: UseCase,
  message: Message,
  livesMs: number,
): Promise<BufferedMessage> {
  const { tenantId } = principal;
  const { messageId } = message;
  const bufferedId = runtime.newId();
  const request =
    idempotency === undefined
      ? null
      : [idempotency.userId, idempotency.key, idempotency.requestHash].join(' ');
  const now = new Date(runtime.clock.now());
  const until = new Date(now.getTime() + livesMs);
  return database.transaction({ kind: 'runtime' }, async (transaction) => {
    await deleteExpired(transaction, now);
    const taken = { tenantId, messageId, bufferedId, request };
    const id = await takeMessageId(transaction, taken, { now, until });
    const buffered = { tenantId, id: id ?? bufferedId, message };
    // The same request again: what it kept before may be on its way already.
    if (id !== null && (id !== bufferedId || (await insertBuffered(transaction, buffered, until))))
      return buffered;
    throw new Refusal(
      'CONFLICT',
      `Expected no message with the id '${messageId}' within its time to live, but found one`,
    );
  });
}

async function deliverKept(useCase: UseCase, buffered: BufferedMessage): Promise<Executed<PublishedMessage>> {
  const { principal, database, runtime, idempotency } = useCase;
  const consumes = { from: 'bufferedMessages', id: buffered.id } as const;
  const delivered = await deliver(useCase, buffered.message, consumes);
  if (delivered !== null) return delivered;
  const executed = await database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, principal.tenantId, idempotency, () =>
      Promise.resolve<PublishedMessage>({ result: 'buffered', instance_ids: [] }),
    ),
  );
  runtime.offer(buffered);
  return executed;
}

/** The same request again finds another receiver, or none: its first answer counts. */
async function earlierAnswer({ principal, runtime, idempotency }: UseCase): Promise<PublishedMessage | null> {
  if (idempotency === undefined) return null;
  const answer = await runtime.findAnswer(principal.tenantId, idempotency);
  if (answer === null) return null;
  if (answer.requestHash !== idempotency.requestHash) throw keyReused();
  return answer.response as PublishedMessage;
}

async function keep(
  { principal, database, runtime, idempotency }: UseCase,
  message: Message,
  livesMs: number,
): Promise<Executed<PublishedMessage>> {
  const { tenantId } = principal;
  const buffered = { tenantId, id: runtime.newId(), message };
  const executed = await database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async (): Promise<PublishedMessage> => {
      if (livesMs === 0) return { result: 'none', instance_ids: [] };
      const expiresAt = new Date(runtime.clock.now() + livesMs);
      await insertBuffered(transaction, buffered, expiresAt);
      return { result: 'buffered', instance_ids: [] };
    }),
  );
  if (executed.response.result === 'buffered' && !executed.replayed) runtime.offer(buffered);
  return executed;
}
