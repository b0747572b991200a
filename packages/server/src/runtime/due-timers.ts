import type { Database } from '../store/database.ts';
import type { Outgoing } from '../store/effect.ts';
import { nextStartDueAt } from '../store/start-subscriptions.ts';
import { type DueTimer, leaseDueTimers, nextDueAt } from '../store/timers.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { type Loop, startLoop } from './loop.ts';
import { takeDueStartTimers } from './start-timers.ts';
import { UnderWay } from './under-way.ts';

export interface DueTimersDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly route: (rows: readonly Outgoing[]) => Promise<void>;
  /** So many may be on their way to being fired: what is asked of the node meanwhile waits behind them. */
  readonly mostUnderWay: () => number;
  readonly onError: (error: unknown) => void;
  readonly onFired: (count: number) => void;
}

/** Leased by one statement at most. */
const batchSize = 500;
/** Then start timers have their turn, and whoever wants to move the clock. */
const batchesPerRound = 40;
/** Of the room for timers: while one half is fired the other is leased. */
const shareOfRoom = 0.5;
/** Firing takes a commit. Should a slow one outlast its lease, a second attempt finds that it has fired. */
const leaseMs = 5000;
/** Another node may have created a timer that this one does not know of. */
const pollMs = 1000;

/**
 * Fires timers as they fall due. Rows are leased, so nodes share the work; the commit decides who fired.
 * Rounds never overlap: whoever moves the clock holds them back meanwhile.
 */
export class DueTimers {
  readonly #with: DueTimersDependencies;
  readonly #loop: Loop | null;
  #last: Promise<unknown> = Promise.resolve();
  /** Work that waits for the round under way to end. */
  #held = 0;
  #stopped = false;

  /** Without `background` timers fire only when `fireAll` is called. */
  constructor(dependencies: DueTimersDependencies, background: boolean) {
    this.#with = dependencies;
    this.#loop = background ? startLoop(() => this.#inTurn(() => this.#round()), dependencies.onError) : null;
  }

  get running(): boolean {
    return this.#loop !== null;
  }

  wake(): void {
    this.#loop?.wake();
  }

  /** Runs `work` between two rounds; the one under way ends early. */
  hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#held += 1;
    return this.#inTurn(work).finally(() => {
      this.#held -= 1;
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // Told to whoever asked for the work; those behind it go on.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop?.stop();
  }

  async #round(): Promise<number> {
    const { database, clock } = this.#with;
    if ((await fireDueTimers(this.#with, () => this.#held === 0 && !this.#stopped)) > 0) return 0;
    const next = await nextTimerDueAt(database);
    return Math.min(pollMs, Math.max(1, next - clock.now()));
  }
}

/** When the next timer of an instance or of a start event is due; infinity when none waits. */
export async function nextTimerDueAt(database: Database): Promise<number> {
  const due = await database.transaction({ kind: 'runtime' }, (transaction) =>
    Promise.all([nextDueAt(transaction), nextStartDueAt(transaction)]),
  );
  return Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY));
}

/**
 * Fires what is due now, a round of it; returns how many there were. While one batch is fired the next is leased, so
 * neither the store nor this node waits for the other.
 */
export async function fireDueTimers(
  dependencies: DueTimersDependencies,
  goesOn: () => boolean = () => true,
): Promise<number> {
  const { database, clock, route, mostUnderWay, onFired } = dependencies;
  const starts = await takeDueStartTimers(database, clock);
  await route(starts);
  let fired = starts.length;
  const underWay = new UnderWay(mostUnderWay);
  // What was leased before lies behind: the statement need not go past it again.
  let from: Date | null = null;
  try {
    for (let batch = 0; batch < batchesPerRound && goesOn(); batch += 1) {
      const limit = Math.min(batchSize, await underWay.room(shareOfRoom));
      const due = await leaseBatch(dependencies, from, limit);
      for (const timer of due) underWay.begin(fire(dependencies, timer));
      fired += due.length;
      from = due.at(-1)?.dueAt ?? null;
      if (due.length < limit) break;
    }
  } finally {
    // Whatever failed: rounds do not overlap.
    await underWay.ended();
  }
  if (fired > 0) onFired(fired);
  return fired;
}

function leaseBatch(
  { database, clock }: DueTimersDependencies,
  from: Date | null,
  limit: number,
): Promise<DueTimer[]> {
  const now = clock.now();
  const lease = { now: new Date(now), until: new Date(now + leaseMs), from, limit };
  return database.transaction({ kind: 'runtime' }, (transaction) => leaseDueTimers(transaction, lease));
}

function fire(
  { execute }: DueTimersDependencies,
  { tenantId, timerId, instanceId }: DueTimer,
): Promise<CommandOutcome> {
  return execute({
    tenantId,
    instanceId,
    actor: 'engine',
    command: { type: 'fireTimer', subscriptionId: timerId },
    respond: () => ({}),
  });
}
