import type { Principal } from '../access/principal.ts';
import { Refusal } from '../access/refusal.ts';
import { notFound } from '../not-found.ts';
import { answerOnce } from '../processes/answer-once.ts';
import type { Executed } from '../processes/execute.ts';
import type { IdempotencyKey } from '../runtime/command-outcome.ts';
import type { Database, Transaction } from '../store/database.ts';
import { announceIdentity } from '../store/identity-notice.ts';

/** What every use case about people, machines and tenants gets. */
export interface IdentityCase {
  readonly database: Database;
  readonly principal: Principal;
  /** Nothing found out about callers of the tenant so far counts any more. */
  readonly forget: (tenantId: string) => void;
  /** Of the request, when it carries one and changes something. */
  readonly idempotency?: IdempotencyKey;
}

/** A change in a tenant: from its commit on its callers are looked at anew, on every node. */
export async function changeIdentity<Response extends object>(
  { database, principal, forget, idempotency }: IdentityCase,
  tenantId: string,
  work: (transaction: Transaction) => Promise<Response>,
): Promise<Executed<Response>> {
  const key =
    idempotency === undefined || tenantId === principal.tenantId
      ? idempotency
      : // Another tenant may have a user of that name.
        { ...idempotency, userId: `${principal.tenantId}/${principal.userId}` };
  const done = await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    const answered = await answerOnce(transaction, tenantId, key, () => work(transaction));
    if (!answered.replayed) await announceIdentity(transaction, tenantId);
    return answered;
  });
  forget(tenantId);
  return done;
}

/** A secret is told in the first answer only, and stored in none. */
export async function withSecret<Response extends object, Told extends object>(
  executed: Promise<Executed<Response>>,
  tell: (secret: string | null) => Told,
  secret: string,
): Promise<Executed<Response & Told>> {
  const { response, replayed } = await executed;
  return { response: { ...response, ...tell(replayed ? null : secret) }, replayed };
}

/** What an update that changed nothing means. */
export function notChanged(what: string, id: string, current: { readonly revision: number } | null): Refusal {
  if (current === null) return notFound(what, id);
  return new Refusal(
    'STALE_VERSION',
    `Expected If-Match to name the present revision of ${what} '${id}', which is ${current.revision}`,
  );
}

export function exists(what: string, id: string): Refusal {
  return new Refusal('CONFLICT', `Expected no ${what} '${id}' so far, but found one`);
}
