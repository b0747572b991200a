import type { Database } from '../store/database.ts';
import type { Outgoing } from '../store/effect.ts';
import { nextStartDueAt } from '../store/start-subscriptions.ts';
import { leaseDueTimers, nextDueAt } from '../store/timers.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { type Loop, startLoop } from './loop.ts';
import { takeDueStartTimers } from './start-timers.ts';

export interface DueTimersDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly route: (rows: readonly Outgoing[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly onFired: (count: number) => void;
}

const batchSize = 500;
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

  /** Without `background` timers fire only when `fireAll` is called. */
  constructor(dependencies: DueTimersDependencies, background: boolean) {
    this.#with = dependencies;
    this.#loop = background ? startLoop(() => this.hold(() => this.#round()), dependencies.onError) : null;
  }

  get running(): boolean {
    return this.#loop !== null;
  }

  wake(): void {
    this.#loop?.wake();
  }

  /** Runs `work` between two rounds. */
  hold<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // Told to whoever asked for the work; those behind it go on.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  async #round(): Promise<number> {
    const { database, clock } = this.#with;
    if ((await fireDueTimers(this.#with)) > 0) return 0;
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

/** Fires one batch of what is due now; returns how many there were. */
export async function fireDueTimers({
  database,
  clock,
  execute,
  route,
  onFired,
}: DueTimersDependencies): Promise<number> {
  const starts = await takeDueStartTimers(database, clock);
  await route(starts);
  const now = clock.now();
  const due = await database.transaction({ kind: 'runtime' }, (transaction) =>
    leaseDueTimers(transaction, { now: new Date(now), until: new Date(now + leaseMs), limit: batchSize }),
  );
  await Promise.all(
    due.map(({ tenantId, timerId, instanceId }) =>
      execute({
        tenantId,
        instanceId,
        actor: 'engine',
        command: { type: 'fireTimer', subscriptionId: timerId },
        respond: () => ({}),
      }),
    ),
  );
  const fired = starts.length + due.length;
  if (fired > 0) onFired(fired);
  return fired;
}
