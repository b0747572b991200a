import { type JsonObject, type ScriptOutcome, type StepLimits, visibleVariables } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import { type BufferedLookup, type BufferedMessage, findBuffered } from '../store/buffered-messages.ts';
import type { Database } from '../store/database.ts';
import type { Outgoing, PublishedMessage } from '../store/effect.ts';
import { findAnswer, type StoredAnswer } from '../store/idempotency-keys.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { type FoundJob, findJobs } from '../store/jobs.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { snapshot } from '../store/read.ts';
import { findReceivers, type ReceiverLookup } from '../store/receivers.ts';
import { findTasks, type Task } from '../store/tasks.ts';
import { answerDecision } from './answer-decision.ts';
import type { Clock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import type { CommandOutcome, CommandRequest, IdempotencyKey } from './command-outcome.ts';
import { Consequences } from './consequences.ts';
import { createDecisions, type Decisions } from './decision-cache.ts';
import { createDefinitions, type Definitions } from './definition-cache.ts';
import { type Delivery, deliverMessage, type Sending } from './deliver-message.ts';
import { DueTimers, fireDueTimers } from './due-timers.ts';
import { type CommitReport, GroupCommit, type GroupCommitLimits } from './group-commit.ts';
import { type JobHandler, JobHandlers } from './job-handlers.ts';
import { createInstanceCache } from './live-instance.ts';
import { Mailboxes } from './mailboxes.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { Router } from './router.ts';
import { startUnfinishedTurns } from './unfinished-turns.ts';

/** A caller hears of its command by then, whatever that has set in motion elsewhere. */
const consequencesMs = 1000;

export interface RuntimeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly runScript: (source: string, variables: JsonObject) => Promise<ScriptOutcome>;
  readonly jobHandlers: ReadonlyMap<string, JobHandler>;
  /** Background loops off: for tests and benchmarks that drive everything themselves. */
  readonly background: boolean;
  /** Timers fire when somebody moves the clock, and at no other time. */
  readonly timersByHand?: boolean;
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
  readonly decisions: Decisions;
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
  /** Gives a message from outside to one receiver, or starts the process it starts. */
  deliver(tenantId: string, message: PublishedMessage, sending: Sending): Promise<Delivery>;
  /** Looks for somebody who waits for a message that has just been kept. */
  offer(buffered: BufferedMessage): void;
  /** Until when a row that is put into the outbox now is left to this node. */
  outboxLease(): number;
  /** Carries out effects that are in the outbox; resolves when each has happened or is left for later. */
  route(rows: readonly Outgoing[]): Promise<void>;
  /** Takes up effects and kept messages that a dead node left behind. */
  takeLeftOver(): Promise<void>;
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
  const decisions = createDecisions(database);
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
    answerDecision: (caller, request, now) => answerDecision(decisions, caller, request, now),
    leaseNewJob: (jobType) => handlers.leaseNewJob(jobType),
    onCommitted(change, live, consequences) {
      handlers.onCommitted(change, live);
      router.onCommitted(change, consequences);
      if (change.timers.created.length + change.timers.rescheduled.length > 0) timers.wake();
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
  const findReceiver = coalesce(
    (lookups: readonly ReceiverLookup[]) =>
      database.transaction({ kind: 'runtime' }, (transaction) => findReceivers(transaction, lookups)),
    ({ lookupId }) => lookupId,
    ({ lookupId }) => lookupId,
  );
  const bufferedKey = ({ tenantId, name, correlationKey }: BufferedLookup): string =>
    JSON.stringify([tenantId, name, correlationKey]);
  const router = new Router(
    {
      database,
      clock,
      definitions,
      execute,
      findReceiver,
      findBuffered: coalesce(
        (lookups: readonly BufferedLookup[]) =>
          database.transaction({ kind: 'runtime' }, (transaction) =>
            findBuffered(transaction, lookups, new Date(clock.now())),
          ),
        bufferedKey,
        bufferedKey,
      ),
      onError,
    },
    options.background,
  );
  /** Does `work` and waits, a little, for what it sets in motion in other instances. */
  async function withConsequences<Result>(
    work: (consequences: readonly Consequences[]) => Promise<Result>,
  ): Promise<Result> {
    const consequences = new Consequences();
    const result = await work([consequences]);
    await consequences.settled(consequencesMs);
    return result;
  }
  /** Each on its own: what comes from outside has no order. */
  const route = (rows: readonly Outgoing[]): Promise<void> =>
    withConsequences(async (consequences) => {
      await Promise.all(rows.map((row) => router.take([row], row.id, consequences)));
    });
  const timerDependencies = {
    database,
    clock,
    execute,
    route,
    onError,
    onFired: options.onTimersFired ?? (() => {}),
  };
  const timersByHand = options.timersByHand ?? false;
  const timers = new DueTimers(timerDependencies, options.background && !timersByHand);
  const unfinished = options.background ? startUnfinishedTurns({ database, execute, onError }) : null;

  let stopped = false;

  /** What one of them finishes may give the next something to do. */
  async function atRest(): Promise<void> {
    do {
      await mailboxes.drained();
      await handlers.drained();
      await router.drained();
    } while (mailboxes.waiting > 0 || router.busy);
    await mailboxes.drained();
  }

  return {
    definitions,
    decisions,
    clock,
    newId: uuidv7,
    execute: (request) => withConsequences((consequences) => execute({ ...request, consequences })),
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
    deliver: (tenantId, message, sending) =>
      withConsequences((consequences) => {
        const carrying = (request: CommandRequest) => execute({ ...request, consequences });
        return deliverMessage({ database, execute: carrying, findReceiver }, tenantId, message, sending);
      }),
    offer: (buffered) => router.offer(buffered),
    outboxLease: () => clock.now() + outboxLeaseMs,
    route,
    async takeLeftOver() {
      await router.takeLeftOver();
      await router.offerOverlooked();
      await router.drained();
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
      return (timers.running || timersByHand) && !stopped;
    },
    async stop() {
      stopped = true;
      await Promise.all([timers.stop(), unfinished?.stop(), router.stop()]);
      await mailboxes.drained();
      await router.drained();
      await mailboxes.drained();
      await handlers.stop();
      await mailboxes.drained();
    },
  };
}
