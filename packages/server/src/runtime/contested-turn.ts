import type { ChangeOutcome } from '../store/commit-changes.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { InstanceKey, StoredInstance } from '../store/load-instances.ts';
import { isLockTimeout } from '../store/retryable.ts';
import type { IdempotencyKey } from './command-outcome.ts';
import type { Answered } from './group-commit.ts';
import type { LargeValues } from './large-values.ts';
import { type LockingDependencies, lockInstance } from './locked-instance.ts';
import { contest, forget, type Mailbox } from './mailbox.ts';
import type { FindAnswer } from './replay.ts';

export interface ContestedDependencies extends LockingDependencies {
  /** As `submit`, for a change that is being written already. */
  readonly submitBegun: (change: InstanceChange, begun: Promise<Answered>) => Promise<ChangeOutcome>;
}

export function isContested({ contestedUntil }: Mailbox): boolean {
  return contestedUntil > 0 && performance.now() < contestedUntil;
}

/** What a turn reads and writes by. */
interface TurnStore {
  readonly load: (key: InstanceKey) => Promise<StoredInstance | null>;
  readonly submit: (change: InstanceChange) => Promise<ChangeOutcome>;
  readonly findAnswer: FindAnswer;
  readonly largeValues: Pick<LargeValues, 'limitBytes' | 'keep'>;
}

/**
 * A turn on an instance that other nodes change too: it locks the instance, decides on what it is then and
 * writes in the transaction that holds the lock. So nobody is too late, and the nodes take turns.
 */
export async function takeContestedTurn<Dependencies extends ContestedDependencies & TurnStore>(
  mailbox: Mailbox,
  dependencies: Dependencies,
  takeTurn: (mailbox: Mailbox, dependencies: Dependencies) => Promise<void>,
): Promise<void> {
  const locked = await lockInstance(dependencies, mailbox, mailbox.live?.state.sequence ?? 0);
  if (locked.moved) {
    contest(mailbox);
    forget(mailbox);
  } else mailbox.fresh = true;
  try {
    await takeTurn(mailbox, {
      ...dependencies,
      load: () => Promise.resolve(locked.stored),
      // Asked for when nothing is to be written, or after it was: the connection may be the only one.
      findAnswer(tenantId: string, key: IdempotencyKey) {
        locked.release();
        return dependencies.findAnswer(tenantId, key);
      },
      largeValues: {
        ...dependencies.largeValues,
        // It asks for a connection of its own: the turn goes on without the lock, and may be too late.
        keep(change: InstanceChange) {
          locked.release();
          return dependencies.largeValues.keep(change);
        },
      },
      submit(change: InstanceChange) {
        const begun = locked.write(change);
        if (begun === null) return dependencies.submit(change);
        return dependencies.submitBegun(change, begun).catch((error: unknown): ChangeOutcome => {
          if (isLockTimeout(error)) return { kind: 'stale' };
          throw error;
        });
      },
    });
  } finally {
    locked.release();
  }
}
