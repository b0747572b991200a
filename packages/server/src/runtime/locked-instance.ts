import type { Database, Transaction } from '../store/database.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { lockSequence } from '../store/instances.ts';
import type { InstanceKey, StoredInstance } from '../store/load-instances.ts';
import type { Answered, WriteChanges } from './group-commit.ts';

export interface LockingDependencies {
  readonly database: Database;
  readonly loadWithin: (transaction: Transaction, key: InstanceKey) => Promise<StoredInstance | null>;
  readonly writeChanges: WriteChanges;
}

/** An instance that nobody else changes until `write` or `release`. */
export interface LockedInstance {
  /** It is not at the sequence that was known: `stored` is what it is now. */
  readonly moved: boolean;
  /** null: it has not moved, or it does not exist. */
  readonly stored: StoredInstance | null;
  /** Writes the change in the transaction that holds the lock, and commits; null when it has been given up. */
  write(change: InstanceChange): Promise<Answered> | null;
  /** Gives the lock up, if it is still held. */
  release(): void;
}

/** Deciding takes milliseconds. A script may take longer: then the change is committed like any other. */
const heldMs = 1000;
/**
 * Others lock jobs and keys before the instance, and the holder of the instance wants those. Whoever holds
 * the instance gives way, long before the database looks for deadlocks.
 */
const waitInsideMs = 200;

/**
 * Locks the row of an instance, in a queue with all who want it, and loads it when it has moved on since
 * `knownSequence`.
 */
export function lockInstance(
  { database, loadWithin, writeChanges }: LockingDependencies,
  key: InstanceKey,
  knownSequence: number,
): Promise<LockedInstance> {
  return new Promise((resolve, reject) => {
    let decide: (change: InstanceChange | null) => void = () => {};
    const decided = new Promise<InstanceChange | null>((settle) => {
      decide = settle;
    });
    let open = true;
    function end(change: InstanceChange | null): void {
      open = false;
      clearTimeout(overdue);
      decide(change);
    }
    let overdue: NodeJS.Timeout | undefined;
    const ended = database.transaction({ kind: 'runtime' }, async (transaction): Promise<Answered> => {
      const sequence = await lockSequence(transaction, key);
      const moved = sequence !== knownSequence;
      const stored = moved && sequence !== null ? await loadWithin(transaction, key) : null;
      if (open) overdue ??= setTimeout(() => end(null), heldMs);
      resolve({ moved, stored, write, release: () => end(null) });
      const change = await decided;
      if (change === null) return new Map();
      await transaction.query(`set local lock_timeout = ${waitInsideMs}`);
      return writeChanges(transaction, [change]);
    });
    // Of use only before there is an answer: later `write` tells.
    ended.catch(reject);

    function write(change: InstanceChange): Promise<Answered> | null {
      if (!open) return null;
      end(change);
      return ended;
    }
  });
}
