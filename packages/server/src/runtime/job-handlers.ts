import { type JsonObject, visibleVariables } from '@wbpm/engine';
import type { Database } from '../store/database.ts';
import type { InstanceChange, JobRow } from '../store/instance-change.ts';
import { type LeasedJob, leaseJobs, releaseLeases } from '../store/jobs.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import type { LiveInstance } from './live-instance.ts';
import { startLoop } from './loop.ts';
import { isTemporary } from './temporary-failure.ts';

/** The work this node is asked to do for one service task. */
export interface Job {
  readonly jobId: string;
  readonly type: string;
  readonly tenantId: string;
  readonly instanceId: string;
  readonly elementId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: JsonObject;
}

/** Does the work and gives the variables to set. A failure is tried again as often as the job allows. */
export type JobHandler = (job: Job) => Promise<JsonObject>;

export interface JobHandlersDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly execute: (request: CommandRequest) => Promise<CommandOutcome>;
  readonly variablesOf: (tenantId: string, instanceId: string, jobId: string) => Promise<JsonObject | null>;
  readonly onError: (error: unknown) => void;
}

const leaseMs = 30_000;
const pollMs = 1000;
const maxRunning = 32;
const firstRetryMs = 1000;
const longestRetryMs = 3_600_000;

/**
 * Runs jobs inside this node. A job created by a commit of this node is leased in that very commit and
 * needs no query; jobs of dead nodes and due retries are found by a poll.
 */
export class JobHandlers {
  readonly #with: JobHandlersDependencies;
  readonly #running = new Set<Promise<void>>();
  readonly #types: readonly string[];
  readonly #loop;
  /** Jobs were left to the poll because every hand was busy: the first free one polls at once. */
  #behind = false;
  #stopping = false;
  #lastRound: Promise<unknown> = Promise.resolve();

  constructor(dependencies: JobHandlersDependencies) {
    this.#with = dependencies;
    this.#types = [...dependencies.handlers.keys()];
    this.#loop = startLoop(() => this.#poll(), dependencies.onError);
  }

  leaseNewJob(jobType: string): JobRow['lease'] {
    if (this.#stopping || !this.#with.handlers.has(jobType)) return null;
    if (this.#running.size >= maxRunning) {
      this.#behind = true;
      return null;
    }
    return { worker: this.#with.nodeId, until: this.#with.clock.now() + leaseMs };
  }

  onCommitted(change: InstanceChange, live: LiveInstance): void {
    for (const row of change.jobs.created) {
      if (row.lease === null || !live.state.elements.has(row.jobId)) continue;
      this.#start({
        tenantId: change.tenantId,
        jobId: row.jobId,
        instanceId: change.instanceId,
        processId: change.instance.processId,
        elementId: row.elementId,
        type: row.type,
        lockToken: 1,
        headers: JSON.parse(row.headers) as Record<string, string>,
        retries: row.retries,
        lockedUntil: new Date(row.lease.until),
        variables: visibleVariables(live.state, row.jobId),
      });
    }
  }

  /** Lets running handlers finish, then gives back what is still leased. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop.stop();
    await this.drained();
    await this.#with.database.transaction({ kind: 'runtime' }, (transaction) =>
      releaseLeases(transaction, this.#with.nodeId),
    );
  }

  /** Resolves when no handler is running. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #poll(): Promise<number> {
    if ((await this.startDue()) >= maxRunning) this.#behind = true;
    return pollMs;
  }

  /**
   * Starts jobs that are due and that nobody holds, as many as there are hands; returns how many are
   * running then. Rounds never overlap, so one that finds nothing knows that there is nothing.
   */
  startDue(): Promise<number> {
    const round = this.#lastRound.then(() => this.#startRound());
    this.#lastRound = round.catch(() => 0);
    return round;
  }

  async #startRound(): Promise<number> {
    const limit = maxRunning - this.#running.size;
    if (this.#types.length === 0 || limit <= 0) return this.#running.size;
    const leased = await this.#lease({ tenantId: null, types: this.#types, limit });
    await Promise.all(
      leased.map(async (job) => {
        const variables = await this.#with.variablesOf(job.tenantId, job.instanceId, job.jobId);
        if (variables !== null) this.#start({ ...job, variables });
      }),
    );
    return this.#running.size;
  }

  async #lease(wanted: {
    readonly tenantId: string | null;
    readonly types: readonly string[];
    readonly limit: number;
  }): Promise<LeasedJob[]> {
    const now = this.#with.clock.now();
    return this.#with.database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseJobs(transaction, {
        ...wanted,
        worker: this.#with.nodeId,
        now: new Date(now),
        until: new Date(now + leaseMs),
      }),
    );
  }

  #start(job: LeasedJob & { readonly variables: JsonObject }): void {
    const run = this.#run(job)
      .catch(this.#with.onError)
      .finally(() => {
        this.#running.delete(run);
        if (!this.#behind) return;
        this.#behind = false;
        this.#loop.wake();
      });
    this.#running.add(run);
  }

  async #run(job: LeasedJob & { readonly variables: JsonObject }): Promise<void> {
    const handler = this.#with.handlers.get(job.type);
    if (handler === undefined) throw new Error(`Expected a handler for jobs of type '${job.type}'`);
    const request = {
      tenantId: job.tenantId,
      instanceId: job.instanceId,
      actor: `job:${job.type}`,
      fence: { jobId: job.jobId, lockToken: job.lockToken },
      respond: () => ({}),
    };
    try {
      const variables = await handler(job);
      await this.#with.execute({
        ...request,
        command: { type: 'completeJob', elementInstanceId: job.jobId, variables },
      });
    } catch (error) {
      // Not the job's fault: its lease runs out and it is tried again without losing an attempt.
      if (isTemporary(error)) throw error;
      await this.#with.execute({
        ...request,
        command: {
          type: 'failJob',
          elementInstanceId: job.jobId,
          message: error instanceof Error ? error.message : String(error),
          retries: null,
          retryAfterMs: Math.min(longestRetryMs, firstRetryMs * 2 ** (job.lockToken - 1)),
        },
      });
    }
  }
}
