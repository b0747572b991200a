import { type JsonObject, type ScriptOutcome, type StepLimits, visibleVariables } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';
import { findAnswer, type StoredAnswer } from '../store/idempotency-keys.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { type FoundJob, findJobs } from '../store/jobs.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { snapshot } from '../store/read.ts';
import { findTasks, type Task } from '../store/tasks.ts';
import type { Clock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import type { CommandOutcome, CommandRequest, IdempotencyKey } from './command-outcome.ts';
import { createDefinitions, type Definitions } from './definition-cache.ts';
import { DueTimers, fireDueTimers } from './due-timers.ts';
import { type CommitReport, GroupCommit, type GroupCommitLimits } from './group-commit.ts';
import { type JobHandler, JobHandlers } from './job-handlers.ts';
import { createInstanceCache } from './live-instance.ts';
import { Mailboxes } from './mailboxes.ts';
import { startUnfinishedTurns } from './unfinished-turns.ts';

export interface RuntimeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly runScript: (source: string, variables: JsonObject) => Promise<ScriptOutcome>;
  readonly jobHandlers: ReadonlyMap<string, JobHandler>;
  /** Background loops off: for tests and benchmarks that drive everything themselves. */
  readonly background: boolean;
  readonly onError: (error: unknown) => void;
  readonly onCommit?: (report: CommitReport) => void;
  readonly onTimersFired?: (count: number) => void;
  readonly limits?: Partial<RuntimeLimits>;
}

export interface RuntimeLimits extends StepLimits, GroupCommitLimits {
  readonly maxWaiting: number;
  /** Weight of the instances kept in memory: element instances and variables. */
  readonly cacheSize: number;
}

const defaultLimits: RuntimeLimits = {
  stepsPerTurn: 1000,
  stepsWithoutWait: 2_000_000,
  maxBatch: 500,
  commitsInFlight: 2,
  maxWaiting: 20_000,
  cacheSize: 100_000,
};

export interface RowKey {
  readonly tenantId: string;
  readonly id: string;
}

/** Executes commands on process instances and everything that wakes them up. */
export interface Runtime {
  readonly definitions: Definitions;
  readonly clock: Clock;
  newId(): string;
  execute(request: CommandRequest): Promise<CommandOutcome>;
  load(key: InstanceKey): Promise<StoredInstance | null>;
  tasks(key: RowKey): Promise<Task | null>;
  jobs(key: RowKey): Promise<FoundJob | null>;
  findAnswer(tenantId: string, key: IdempotencyKey): Promise<StoredAnswer | null>;
  /** Resolves when this node commits a job of that type, after `timeoutMs`, or when `aborted` says so. */
  jobCreated(tenantId: string, type: string, timeoutMs: number, aborted: AbortSignal): Promise<void>;
  onCommitted(listener: (change: InstanceChange) => void): () => void;
  /** Does everything due by now: timers, retries, and what follows from them. */
  doWhatIsDue(): Promise<void>;
  /** Runs `work`, which may move the clock, while no timer fires by itself. */
  holdTimers<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when neither a command nor a handler of this node is under way. */
  atRest(): Promise<void>;
  /** Commands under way. */
  readonly waiting: number;
  /** False when so much waits that further commands are refused. */
  readonly accepting: boolean;
  readonly timersRunning: boolean;
  /** Finishes what was accepted, then gives its leases back. */
  stop(): Promise<void>;
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const { database, clock, onError } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const definitions = createDefinitions(database);
  const listeners = new Set<(change: InstanceChange) => void>();
  const groupCommit = new GroupCommit(database, limits, options.onCommit ?? (() => {}));
  const load = coalesce(
    (keys: readonly InstanceKey[]) =>
      snapshot(database, { kind: 'runtime' }, (transaction) => loadInstances(transaction, keys)),
    (key) => `${key.tenantId} ${key.instanceId}`,
    (value) => `${value.tenantId} ${value.instanceId}`,
  );
  const tasks = coalesce(
    (keys: readonly RowKey[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => findTasks(transaction, keys)),
    (key) => `${key.tenantId} ${key.id}`,
    (task) => `${task.tenantId} ${task.taskId}`,
  );
  const jobs = coalesce(
    (keys: readonly RowKey[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => findJobs(transaction, keys)),
    (key) => `${key.tenantId} ${key.id}`,
    (job) => `${job.tenantId} ${job.jobId}`,
  );
  const findStoredAnswer = (
    tenantId: string,
    { userId, key }: IdempotencyKey,
  ): Promise<StoredAnswer | null> =>
    database.transaction({ kind: 'runtime' }, (transaction) =>
      findAnswer(transaction, tenantId, userId, key),
    );
  const mailboxes = new Mailboxes({
    submit: (change) => groupCommit.submit(change),
    load,
    graph: (tenantId, definitionId) => definitions.graph(tenantId, definitionId),
    findAnswer: findStoredAnswer,
    runScript: options.runScript,
    leaseNewJob: (jobType) => handlers.leaseNewJob(jobType),
    onCommitted(change, live) {
      handlers.onCommitted(change, live);
      if (change.timers.created.length > 0) timers.wake();
      for (const listener of listeners) listener(change);
    },
    clock,
    newId: uuidv7,
    limits,
    cache: createInstanceCache(limits.cacheSize),
    maxWaiting: limits.maxWaiting,
  });
  const execute = (request: CommandRequest): Promise<CommandOutcome> => mailboxes.execute(request);
  const handlers = new JobHandlers({
    database,
    clock,
    nodeId: options.nodeId,
    handlers: options.jobHandlers,
    execute,
    variablesOf: async (tenantId, instanceId, jobId) => {
      const stored = await load({ tenantId, instanceId });
      return stored?.state.elements.has(jobId) ? visibleVariables(stored.state, jobId) : null;
    },
    onError,
  });
  const timerDependencies = {
    database,
    clock,
    execute,
    onError,
    onFired: options.onTimersFired ?? (() => {}),
  };
  const timers = new DueTimers(timerDependencies, options.background);
  const unfinished = options.background ? startUnfinishedTurns({ database, execute, onError }) : null;

  let stopped = false;

  async function atRest(): Promise<void> {
    await mailboxes.drained();
    await handlers.drained();
    await mailboxes.drained();
  }

  return {
    definitions,
    clock,
    newId: uuidv7,
    execute,
    load,
    tasks,
    jobs,
    findAnswer: findStoredAnswer,
    jobCreated: (tenantId, type, timeoutMs, aborted) =>
      new Promise((resolve) => {
        const timer = setTimeout(done, timeoutMs);
        const onCommitted = (change: InstanceChange): void => {
          if (change.tenantId === tenantId && change.jobs.created.some((job) => job.type === type)) done();
        };
        function done(): void {
          clearTimeout(timer);
          listeners.delete(onCommitted);
          aborted.removeEventListener('abort', done);
          resolve();
        }
        listeners.add(onCommitted);
        aborted.addEventListener('abort', done);
      }),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async doWhatIsDue() {
      for (let done = -1; done !== 0; ) {
        await atRest();
        done = (await fireDueTimers(timerDependencies)) + (await handlers.startDue());
      }
    },
    holdTimers: (work) => timers.hold(work),
    atRest,
    get waiting() {
      return mailboxes.waiting;
    },
    get accepting() {
      return mailboxes.waiting < limits.maxWaiting;
    },
    get timersRunning() {
      return timers.running && !stopped;
    },
    async stop() {
      stopped = true;
      await Promise.all([timers.stop(), unfinished?.stop()]);
      await mailboxes.drained();
      await handlers.stop();
      await mailboxes.drained();
    },
  };
}
