import { Refusal } from '../access/refusal.ts';
import type { IdempotencyKey } from '../runtime/command-outcome.ts';
import type { Transaction } from '../store/database.ts';
import { claimKey, findAnswer, storeAnswer } from '../store/idempotency-keys.ts';

/**
 * Carries out a change outside the runtime at most once per idempotency key: the answer is stored in
 * the transaction of the change. A request that comes meanwhile waits for the first one's row.
 */
export async function answerOnce<Response extends object>(
  transaction: Transaction,
  tenantId: string,
  key: IdempotencyKey | undefined,
  carryOut: () => Promise<Response>,
): Promise<{ readonly response: Response; readonly replayed: boolean }> {
  if (key === undefined) return { response: await carryOut(), replayed: false };
  if (!(await claimKey(transaction, tenantId, key))) {
    const answer = await findAnswer(transaction, tenantId, key.userId, key.key);
    if (answer?.requestHash !== key.requestHash) throw keyReused();
    return { response: answer.response as Response, replayed: true };
  }
  const response = await carryOut();
  await storeAnswer(transaction, tenantId, key, response);
  return { response, replayed: false };
}

export function keyReused(): Refusal {
  return new Refusal(
    'IDEMPOTENCY_KEY_REUSED',
    'Expected the Idempotency-Key to come with the request it first came with, but the request differs',
  );
}
