import type { PublishedMessage } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { insertBuffered } from '../store/buffered-messages.ts';
import type { PublishedMessage as Message, VariableMatch } from '../store/effect.ts';
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

/** Gives a message to one instance that waits for it, or to the process it starts, or keeps it. */
export async function publishMessage(
  useCase: UseCase,
  { livesMs, messageId, ...message }: MessageToPublish,
): Promise<Executed<PublishedMessage>> {
  const { principal, runtime, idempotency } = useCase;
  requirePermission(principal, 'message', 'publish');
  const earlier = await earlierAnswer(useCase);
  if (earlier !== null) return { response: earlier, replayed: true };
  const sent: Message = {
    ...message,
    instanceId: message.instanceId === null ? null : requireId('instance', message.instanceId),
    messageId: messageId ?? runtime.newId(),
    sender: null,
  };
  const delivery = await runtime.deliver(principal.tenantId, sent, {
    actor: principal.userId,
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
      return keep(useCase, sent, livesMs);
  }
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
      if (await insertBuffered(transaction, buffered, expiresAt)) {
        return { result: 'buffered', instance_ids: [] };
      }
      throw new Refusal(
        'CONFLICT',
        `Expected no message with the id '${message.messageId}' to wait, but found one`,
      );
    }),
  );
  if (executed.response.result === 'buffered' && !executed.replayed) runtime.offer(buffered);
  return executed;
}
