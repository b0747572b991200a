import { notifyCommitted } from './commit-notice.ts';
import type { Transaction } from './database.ts';
import { deleteKeys, insertKeys } from './idempotency-keys.ts';
import type { IdempotencyKeyRow, InstanceChange } from './instance-change.ts';
import { insertInstances, updateInstances } from './instances.ts';
import { lockFencedJobs } from './jobs.ts';
import { lockConsumed } from './outbox.ts';
import type { ChangedRow } from './row-writer.ts';
import { writeRows } from './write-rows.ts';

/**
 * - `stale`: the instance has moved on under another node; decide again on a fresh state.
 * - `keyTaken`: a request with this idempotency key was carried out before.
 * - `fenced`: the lease of the job has passed on.
 * - `uniqueKeyTaken`: another live instance of the process has the unique business key.
 * - `consumed`: what the change was to take from the outbox has been taken.
 */
export type ChangeOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'keyTaken'; readonly key: IdempotencyKeyRow }
  | { readonly kind: 'fenced'; readonly jobId: string }
  | { readonly kind: 'uniqueKeyTaken' }
  | { readonly kind: 'consumed'; readonly id: string };

/** Tells of changes in the transaction that makes them. */
export type Announce = (transaction: Transaction, changes: readonly InstanceChange[]) => Promise<void>;

/**
 * Writes a batch of changes in the given transaction, each completely or not at all. The checks are
 * part of the statements, so two nodes can serve one instance: the loser's change is left out and
 * reported. At most one change per instance.
 */
export async function commitChanges(
  transaction: Transaction,
  changes: readonly InstanceChange[],
  announce: Announce = notifyCommitted,
): Promise<Map<InstanceChange, ChangeOutcome>> {
  const outcomes = new Map<InstanceChange, ChangeOutcome>();
  const guarded = await refuseUnmet(transaction, changes, outcomes);

  const created = guarded.filter((change) => change.expectedSequence === 0);
  const updated = guarded.filter((change) => change.expectedSequence > 0);
  const written = await Promise.all([
    insertInstances(transaction, created),
    updateInstances(transaction, updated),
  ]);
  const current = new Set(written.flat());
  const accepted = guarded.filter((change) => current.has(change.instanceId));
  for (const change of guarded) {
    outcomes.set(change, current.has(change.instanceId) ? { kind: 'committed' } : leftOut(change));
  }
  const stale = guarded.filter((change) => !current.has(change.instanceId));
  // Not awaited: COMMIT goes out right behind these statements and fails when one of them does.
  Promise.all([
    withdrawKeys(transaction, stale),
    writeRows(transaction, accepted),
    announce(transaction, accepted),
  ]).catch(() => undefined);
  return outcomes;
}

/** New ids are never taken, so a new instance with a unique key is left out for its key alone. */
function leftOut(change: InstanceChange): ChangeOutcome {
  const startedUnique = change.expectedSequence === 0 && change.instance.uniqueKey !== null;
  return { kind: startedUnique ? 'uniqueKeyTaken' : 'stale' };
}

/** Leaves out the changes whose idempotency key is taken, whose lease or whose outbox row is gone. */
async function refuseUnmet(
  transaction: Transaction,
  changes: readonly InstanceChange[],
  outcomes: Map<InstanceChange, ChangeOutcome>,
): Promise<InstanceChange[]> {
  const keys = changes.flatMap((change) => change.keys.map((row) => ({ change, row })));
  const fences = changes.flatMap((change) => change.fences.map((row) => ({ change, row })));
  const consumed = changes.flatMap((change) => change.consumes.map((row) => ({ change, row })));
  if (keys.length === 0 && fences.length === 0 && consumed.length === 0) return [...changes];

  const [takenKeys, lostFences, gone] = await Promise.all([
    insertKeys(transaction, keys),
    lockFencedJobs(transaction, fences),
    lockConsumed(transaction, consumed),
  ]);
  for (const { change, row } of takenKeys) outcomes.set(change, { kind: 'keyTaken', key: row });
  for (const { change, row } of lostFences) outcomes.set(change, { kind: 'fenced', jobId: row.jobId });
  for (const { change, row } of gone) outcomes.set(change, { kind: 'consumed', id: row.id });
  const refused = changes.filter((change) => outcomes.has(change));
  await withdrawKeys(transaction, refused, takenKeys);
  return changes.filter((change) => !outcomes.has(change));
}

/** Keys this batch has just inserted for a change that is now left out. */
async function withdrawKeys(
  transaction: Transaction,
  leftOut: readonly InstanceChange[],
  notOurs: readonly ChangedRow<IdempotencyKeyRow>[] = [],
): Promise<void> {
  const foreign = new Set(notOurs.map(({ row }) => row));
  const own = leftOut
    .flatMap((change) => change.keys.map((row) => ({ change, row })))
    .filter(({ row }) => !foreign.has(row));
  if (own.length > 0) await deleteKeys(transaction, own);
}
