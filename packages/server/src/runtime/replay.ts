import type { StoredAnswer } from '../store/idempotency-keys.ts';
import type { IdempotencyKey } from './command-outcome.ts';
import type { Queued } from './mailbox.ts';

export type FindAnswer = (tenantId: string, key: IdempotencyKey) => Promise<StoredAnswer | null>;

/** An earlier request with the same key has the answer, if it was the same request. */
export async function replay(
  { request, resolve, reject }: Queued,
  findAnswer: FindAnswer,
  otherwise: () => void,
): Promise<void> {
  const { idempotency, tenantId } = request;
  try {
    const found = idempotency === undefined ? null : await findAnswer(tenantId, idempotency);
    if (found === null) otherwise();
    else if (found.requestHash !== idempotency?.requestHash) resolve({ kind: 'keyReused' });
    else resolve({ kind: 'committed', response: found.response as object, replayed: true });
  } catch (error) {
    reject(error);
  }
}
