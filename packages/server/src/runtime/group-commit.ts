import { type ChangeOutcome, commitChanges } from '../store/commit-changes.ts';
import { CommitUnknownError, type Database, type Transaction } from '../store/database.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { committedHashes } from '../store/journal.ts';
import { isRefusedData } from '../store/retryable.ts';
import { isTemporary } from './temporary-failure.ts';

const byKey = { kind: 'runtime', byKey: true } as const;

export interface CommitReport {
  readonly changes: number;
  readonly events: number;
  readonly durationMs: number;
}

/** Writes changes in a transaction; answers which will be committed with it. */
export type WriteChanges = (
  transaction: Transaction,
  changes: readonly InstanceChange[],
) => Promise<Map<InstanceChange, ChangeOutcome>>;

export interface GroupCommitLimits {
  /** Changes in one transaction at most. */
  readonly maxBatch: number;
  /** Transactions under way at once: while one waits for the disk another can be written. */
  readonly commitsInFlight: number;
}

/**
 * Fewer changes wait for a transaction under way to end, and share the next: each costs its own whatever is in it.
 * But not for long: what holds that one up may have nothing to do with them.
 */
const worthAnother = 32;
const patienceMs = 20;

/**
 * Gathers changes into batches: while transactions are under way the next batch gathers, so the more
 * callers there are the larger the batch and the cheaper each change. A lone change goes out at once.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #limits: GroupCommitLimits;
  readonly #onCommit: (report: CommitReport) => void;
  readonly #write: WriteChanges;
  #gathering: Submission[] = [];
  #running = 0;
  #patience: NodeJS.Timeout | null = null;

  constructor(
    database: Database,
    limits: GroupCommitLimits,
    onCommit: (report: CommitReport) => void,
    write: WriteChanges = commitChanges,
  ) {
    this.#database = database;
    this.#limits = limits;
    this.#onCommit = onCommit;
    this.#write = write;
  }

  /** Resolves after the transaction that held the change. One change per instance at a time. */
  submit(change: InstanceChange): Promise<ChangeOutcome> {
    return new Promise((resolve, reject) => {
      this.#gathering.push({ change, resolve, reject });
      if (this.#running >= this.#limits.commitsInFlight) return;
      if (this.#running === 0 || this.#gathering.length >= worthAnother) void this.#run();
      else this.#patience ??= setTimeout(() => this.#losePatience(), patienceMs);
    });
  }

  #losePatience(): void {
    this.#patience = null;
    if (this.#gathering.length > 0 && this.#running < this.#limits.commitsInFlight) void this.#run();
  }

  /** As `submit`, for a change that somebody has begun to write on its own: `begun` is the first try. */
  submitBegun(change: InstanceChange, begun: Promise<Answered>): Promise<ChangeOutcome> {
    return new Promise((resolve, reject) => {
      void this.#commit([{ change, resolve, reject }], begun);
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    // One turn of the event loop: commands that arrived together are committed together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#gathering.length > 0) {
      await this.#commit(this.#gathering.splice(0, this.#limits.maxBatch));
    }
    this.#running -= 1;
  }

  async #commit(batch: readonly Submission[], begun?: Promise<Answered>): Promise<void> {
    const started = performance.now();
    try {
      const outcomes = await commitOnce(
        this.#database,
        this.#write,
        batch.map(({ change }) => change),
        begun,
      );
      for (const { change, resolve, reject } of batch) {
        const outcome = outcomes.get(change);
        if (outcome === undefined) reject(new Error(`Expected an outcome for ${change.instanceId}`));
        else resolve(outcome);
      }
      this.#onCommit({
        changes: batch.length,
        events: batch.reduce((sum, { change }) => sum + change.journal.length, 0),
        durationMs: performance.now() - started,
      });
    } catch (error) {
      if (batch.length > 1 && isRefusedData(error)) {
        // One of them holds a value the database cannot: it may not take the others down with it.
        const middle = Math.ceil(batch.length / 2);
        await this.#commit(batch.slice(0, middle));
        await this.#commit(batch.slice(middle));
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}

/** What became of changes, after their transaction. */
export type Answered = ReadonlyMap<InstanceChange, ChangeOutcome>;

interface Submission {
  readonly change: InstanceChange;
  readonly resolve: (outcome: ChangeOutcome) => void;
  readonly reject: (error: unknown) => void;
}

const maxAttempts = 5;
/** Doubled with every try: a connection that broke is replaced at once, a database that is away is not waited for. */
const firstPauseMs = 10;

/**
 * When the connection broke during COMMIT the batch may have been written, or may be being written still.
 * The journal hashes tell which changes were; the rest is tried again, and waits at its rows for whatever
 * is left of the first try. What is left out then may be so because of that first try: the journal is
 * asked once more.
 */
async function commitOnce(
  database: Database,
  write: WriteChanges,
  changes: readonly InstanceChange[],
  begun?: Promise<Answered>,
): Promise<Answered> {
  const outcomes = new Map<InstanceChange, ChangeOutcome>();
  let open = changes;
  let unknown: CommitUnknownError | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (unknown !== null) {
        await settleCommitted(database, open, outcomes);
        open = open.filter((change) => !outcomes.has(change));
        if (open.length === 0) return outcomes;
      }
      const committed = await (attempt === 1 && begun !== undefined
        ? begun
        : database.transaction(byKey, (transaction) => write(transaction, open)));
      for (const [change, outcome] of committed) outcomes.set(change, outcome);
      if (unknown === null) return outcomes;
      const leftOut = open.filter((change) => outcomes.get(change)?.kind !== 'committed');
      await settleCommitted(database, leftOut, outcomes);
      return outcomes;
    } catch (error) {
      if (error instanceof CommitUnknownError) unknown = error;
      // As long as nobody could look, nobody may say that nothing has happened.
      if (unknown === null || attempt >= maxAttempts || !isTemporary(error)) throw unknown ?? error;
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** attempt));
    }
  }
}

async function settleCommitted(
  database: Database,
  changes: readonly InstanceChange[],
  outcomes: Map<InstanceChange, ChangeOutcome>,
): Promise<void> {
  if (changes.length === 0) return;
  for (const change of await alreadyCommitted(database, changes)) outcomes.set(change, { kind: 'committed' });
}

async function alreadyCommitted(
  database: Database,
  changes: readonly InstanceChange[],
): Promise<InstanceChange[]> {
  const hashes = await database.transaction(byKey, (transaction) =>
    committedHashes(
      transaction,
      changes.flatMap((change) =>
        change.journal.slice(-1).map((row) => ({
          tenantId: change.tenantId,
          instanceId: change.instanceId,
          firstSeq: row.firstSeq,
          at: row.at,
        })),
      ),
    ),
  );
  return changes.filter((change) => {
    const last = change.journal.at(-1);
    return last !== undefined && hashes.has(last.hash);
  });
}
