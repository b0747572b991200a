import { type BackOff, type JsonObject, visibleVariables } from '@wbpm/engine';
import type { Database } from '../store/database.ts';
import type { InstanceChange, JobRow } from '../store/instance-change.ts';
import { isSpent, isSuspect, type LeasedJob, leaseInTurns, releaseLeases } from '../store/job-leases.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { Hands, type JobConcurrency, type Reserved } from './hands.ts';
import { type JobHandler, type ReadyJob, workOn } from './job-work.ts';
import type { LiveInstance } from './live-instance.ts';
import { startLoop } from './loop.ts';
import { failSpentJob } from './spent-job.ts';
import { withinMs } from './within-ms.ts';

export interface JobHandlersDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly concurrency: JobConcurrency;
  readonly backOff: () => BackOff;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly variablesOf: (tenantId: string, instanceId: string, jobId: string) => Promise<JsonObject | null>;
  readonly onError: (error: unknown) => void;
}

const leaseMs = 30_000;
const pollMs = 1000;
/** Tenants of whom is known when they were served; all others come before them. */
const mostRemembered = 1000;

/**
 * Runs jobs inside this node. A job created by a commit of this node is leased in that very commit and
 * needs no query; jobs of dead nodes, due retries and what no hand was free for are found by a poll, in
 * which the tenants take turns.
 */
export class JobHandlers {
  readonly #with: JobHandlersDependencies;
  readonly #hands: Hands;
  readonly #running = new Set<Promise<void>>();
  readonly #types: readonly string[];
  readonly #loop;
  /** Types of which jobs were left to the poll, with the number of the mark: new ones wait behind them. */
  readonly #waiting = new Map<string, number>();
  #marks = 0;
  /** The last attempt of a job whose leases ran out is at work: no second one shall fall with it. */
  #suspectAtWork = false;
  /** Tenants by when the poll served them, longest ago first. */
  readonly #served = new Set<string>();
  #stopping = false;
  #lastRound: Promise<unknown> = Promise.resolve();

  constructor(dependencies: JobHandlersDependencies) {
    this.#with = dependencies;
    this.#hands = new Hands(dependencies.concurrency);
    this.#types = [...dependencies.handlers.keys()];
    this.#loop = startLoop(() => this.#poll(), dependencies.onError);
  }

  /** Takes a hand for the job; `onCommitted` starts its work, `onLeftOut` gives the hand back. */
  leaseNewJob(type: string): JobRow['lease'] {
    if (this.#stopping || !this.#with.handlers.has(type)) return null;
    if (this.#waiting.has(type) || this.#hands.freeFor(type) <= 0) return null;
    this.#hands.take(type);
    return { worker: this.#with.nodeId, until: this.#with.clock.now() + leaseMs };
  }

  onCommitted(change: InstanceChange, live: LiveInstance): void {
    for (const row of change.jobs.created) {
      if (row.lease === null) {
        if (this.#with.handlers.has(row.type)) {
          this.#mark(row.type);
          if (this.#hands.freeFor(row.type) > 0) this.#loop.wake();
        }
      } else if (!live.state.elements.has(row.jobId)) this.#release({ ...row, lostLeases: 0 });
      else {
        this.#start({
          tenantId: change.tenantId,
          jobId: row.jobId,
          instanceId: change.instanceId,
          processId: change.instance.processId,
          elementId: row.elementId,
          type: row.type,
          lockToken: 1,
          lostLeases: 0,
          headers: JSON.parse(row.headers) as Record<string, string>,
          retries: row.retries,
          lockedUntil: new Date(row.lease.until),
          variables: visibleVariables(live.state, row.jobId),
        });
      }
    }
  }

  /** The change was not committed: it is decided again, and leases its jobs anew. */
  onLeftOut(change: InstanceChange): void {
    for (const row of change.jobs.created) if (row.lease !== null) this.#release({ ...row, lostLeases: 0 });
  }

  /** Takes up nothing new; what is at work goes on. */
  async handOver(): Promise<void> {
    this.#stopping = true;
    await this.#loop.stop();
  }

  wake(): void {
    this.#loop.wake();
  }

  /**
   * Lets running handlers finish, for `patienceMs` at most, then gives back what is still leased. Whoever
   * is not done by then is fenced off.
   */
  async stop(patienceMs: number): Promise<void> {
    await this.handOver();
    await withinMs(patienceMs, this.drained());
    await this.#with.database.transaction({ kind: 'runtime' }, (transaction) =>
      releaseLeases(transaction, this.#with.nodeId),
    );
  }

  /** Resolves when no handler is running. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #poll(): Promise<number> {
    await this.startDue();
    return [...this.#waiting.keys()].some((type) => this.#hands.freeFor(type) > 0) ? 0 : pollMs;
  }

  /**
   * Starts jobs that are due and that nobody holds, as many as there are hands; returns how many are at
   * work then or were given up. Rounds never overlap, so one that finds nothing knows that there is nothing.
   */
  startDue(): Promise<number> {
    const round = this.#lastRound.then(() => this.#startRound());
    this.#lastRound = round.catch(() => 0);
    return round;
  }

  async #startRound(): Promise<number> {
    const marksBefore = this.#marks;
    const { rooms, limit } = this.#hands.reserve(this.#types, (type) => this.#waiting.has(type));
    let leased: readonly LeasedJob[] = [];
    try {
      if (rooms.length > 0) leased = await this.#lease({ rooms, limit, suspects: !this.#suspectAtWork });
    } finally {
      this.#hands.endReserve();
    }
    const spent = leased.filter(isSpent);
    const ready = leased.filter((job) => !isSpent(job));
    for (const job of ready) {
      this.#remember(job.tenantId);
      this.#hands.take(job.type);
      if (isSuspect(job)) this.#suspectAtWork = true;
    }
    for (const { type, room } of rooms) {
      const found = leased.filter((job) => job.type === type);
      const askAgain = leased.length === limit || found.length === room || found.some(isSuspect);
      if (askAgain) this.#mark(type);
      else if ((this.#waiting.get(type) ?? 0) <= marksBefore) this.#waiting.delete(type);
    }
    await Promise.all([
      ...spent.map((job) => failSpentJob(this.#with.execute, job)),
      ...ready.map((job) => this.#startLeased(job)),
    ]);
    return this.#hands.busy + spent.length;
  }

  async #startLeased(job: LeasedJob): Promise<void> {
    let variables: JsonObject | null = null;
    try {
      variables = await this.#with.variablesOf(job.tenantId, job.instanceId, job.jobId);
    } finally {
      if (variables === null) this.#release(job);
    }
    if (variables !== null) this.#start({ ...job, variables });
  }

  #lease(wanted: Reserved & { readonly suspects: boolean }): Promise<LeasedJob[]> {
    const now = this.#with.clock.now();
    return this.#with.database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseInTurns(transaction, {
        ...wanted,
        served: [...this.#served],
        worker: this.#with.nodeId,
        now: new Date(now),
        until: new Date(now + leaseMs),
      }),
    );
  }

  #start(job: ReadyJob): void {
    const run = this.#run(job)
      .catch(this.#with.onError)
      .finally(() => {
        this.#running.delete(run);
        this.#release(job);
      });
    this.#running.add(run);
  }

  async #run(job: ReadyJob): Promise<void> {
    const handler = this.#with.handlers.get(job.type);
    if (handler === undefined) throw new Error(`Expected a handler for jobs of type '${job.type}'`);
    await workOn(job, handler, this.#with);
  }

  #remember(tenantId: string): void {
    this.#served.delete(tenantId);
    this.#served.add(tenantId);
    const [first] = this.#served;
    if (this.#served.size > mostRemembered && first !== undefined) this.#served.delete(first);
  }

  #release(job: Pick<LeasedJob, 'type' | 'retries' | 'lostLeases'>): void {
    this.#hands.release(job.type);
    if (isSuspect(job)) {
      this.#suspectAtWork = false;
      this.#mark(job.type);
    }
    if (this.#waiting.size > 0) this.#loop.wake();
  }

  #mark(type: string): void {
    this.#marks += 1;
    this.#waiting.set(type, this.#marks);
  }
}
