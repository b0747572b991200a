import {
  type BackOff,
  type JsonObject,
  type ScriptOutcome,
  type StepLimits,
  visibleVariables,
} from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import type { BufferedMessage } from '../store/buffered-messages.ts';
import { type Announce, commitChanges } from '../store/commit-changes.ts';
import type { Database } from '../store/database.ts';
import type { Outgoing, PublishedMessage } from '../store/effect.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { LeasedJob } from '../store/job-leases.ts';
import { Admission, type AdmissionLimits, type RefusalReason } from './admission.ts';
import { answerDecision } from './answer-decision.ts';
import { backOffFrom } from './back-off.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { withConsequences } from './consequences.ts';
import { createDecisions, type Decisions } from './decision-cache.ts';
import { createDefinitions, type Definitions } from './definition-cache.ts';
import { type Delivery, deliverMessage, type Sending } from './deliver-message.ts';
import { DueTimers, fireDueTimers } from './due-timers.ts';
import { type CommitReport, GroupCommit, type GroupCommitLimits, type WriteChanges } from './group-commit.ts';
import type { JobConcurrency } from './hands.ts';
import { jobCreated } from './job-created.ts';
import { JobHandlers } from './job-handlers.ts';
import type { JobHandler } from './job-work.ts';
import { everyValueInItsRow, type LargeValues } from './large-values.ts';
import { createInstanceCache } from './live-instance.ts';
import { createLookups, type Lookups } from './lookups.ts';
import { Mailboxes } from './mailboxes.ts';
import { startMembership } from './membership.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { Router } from './router.ts';
import { failSpentJob } from './spent-job.ts';
import { startUnfinishedTurns } from './unfinished-turns.ts';

export interface RuntimeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly nodeId: string;
  readonly runScript: (source: string, variables: JsonObject) => Promise<ScriptOutcome>;
  readonly jobHandlers: ReadonlyMap<string, JobHandler>;
  readonly jobs?: Partial<JobSettings>;
  /** Without it no value is too large for its row. */
  readonly largeValues?: LargeValues;
  /** Background loops off: for tests and benchmarks that drive everything themselves. */
  readonly background: boolean;
  /** Timers fire when somebody moves the clock, and at no other time. */
  readonly timersByHand?: boolean;
  readonly onError: (error: unknown) => void;
  readonly onCommit?: (report: CommitReport) => void;
  /** Tells other nodes of changes in their transaction; by the database when nothing else is given. */
  readonly announce?: Announce;
  readonly onRefused?: (reason: RefusalReason) => void;
  readonly onTimersFired?: (count: number) => void;
  readonly limits?: Partial<RuntimeLimits>;
}

export interface JobSettings {
  /** Of the handlers of this node. */
  readonly concurrency: JobConcurrency;
  /** After the first failure, where neither worker nor model says how long to wait. */
  readonly firstRetryMs: number;
}

const defaultJobs: JobSettings = { concurrency: { total: 32, byType: new Map() }, firstRetryMs: 1000 };

export interface RuntimeLimits extends StepLimits, GroupCommitLimits, Omit<AdmissionLimits, 'leastWaiting'> {
  /** So long a caller waits at most for its instance to come to rest. */
  readonly answerWithinMs: number;
  /** Weight of the instances kept in memory: element instances and variables. */
  readonly cacheSize: number;
}

const defaultLimits: RuntimeLimits = {
  stepsPerTurn: 1000,
  stepsWithoutWait: 10_000_000,
  maxBatch: 500,
  commitsInFlight: 2,
  waitTargetMs: 2000,
  maxWaiting: 20_000,
  maxWaitingPerInstance: 2000,
  answerWithinMs: 10_000,
  cacheSize: 100_000,
};

/** In a storm of timers, signals or calls: what one caller asks for waits behind no more than that. */
const mostInStorm = 800;
const leastInStorm = 100;
/** Of all that may wait: the rest is for those who ask. Above half, so that the limit is found to be made use of. */
const stormShare = 0.6;

/** As long as a handler has for a job. */
const handlerPatienceMs = 30_000;

/** Executes commands on process instances and everything that wakes them up. */
export interface Runtime extends Pick<Lookups, 'load' | 'task' | 'job'> {
  /** Under which this node holds leases. */
  readonly nodeId: string;
  readonly definitions: Definitions;
  readonly decisions: Decisions;
  readonly clock: Clock;
  /** Completes what rows say of instances and journals. */
  readonly largeValues: Pick<LargeValues, 'instance' | 'entry'>;
  newId(): string;
  execute(request: CommandRequest): Promise<CommandOutcome>;
  /** What an earlier request with the key was answered. */
  readonly findAnswer: Lookups['answer'];
  /** Opens the incident of a leased job whose leases ran out as often as it may be tried. */
  failSpentJob(job: LeasedJob): Promise<void>;
  /** How long a job rests now where neither its worker nor its model says so. */
  backOff(): BackOff;
  /** Resolves when this node commits a job of that type, after `timeoutMs`, or when `aborted` says so. */
  jobCreated(tenantId: string, type: string, timeoutMs: number, aborted: AbortSignal): Promise<void>;
  onCommitted(listener: (change: InstanceChange) => void): () => void;
  /** Hears that nobody knows what became of a commit, or that it will not become anything. */
  onUncertain(listener: () => void): () => void;
  /** No other node is there. */
  isAlone(): boolean;
  /** Gives a message from outside to one receiver, or starts the process it starts. */
  deliver(tenantId: string, message: PublishedMessage, sending: Sending): Promise<Delivery>;
  /** Looks for somebody who waits for a message that has just been kept. */
  offer(buffered: BufferedMessage): void;
  /** Looks for kept messages of that name, which a process that was just deployed starts with. */
  offerKept(tenantId: string, name: string): void;
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
  /** So many may be under way before further ones are refused, as fast as it goes now. */
  readonly waitingLimit: number;
  /** False when so much waits that further commands are refused, however fast it goes. */
  readonly accepting: boolean;
  readonly timersRunning: boolean;
  /** Hears that a node has left work behind, or died over it. */
  onWorkLeft(listener: () => void): () => void;
  /** Leaves timers, jobs and what else nobody holds to the other nodes, and goes on with what is asked of this one. */
  handOver(): Promise<void>;
  /**
   * Finishes what was accepted, then gives its leases back. Handlers that are still at work after
   * `patienceMs` lose theirs.
   */
  stop(patienceMs?: number): Promise<void>;
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const { database, clock, onError, largeValues = everyValueInItsRow } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const jobs = { ...defaultJobs, ...options.jobs };
  const backOff = (): BackOff => backOffFrom(jobs.firstRetryMs);
  const definitions = createDefinitions(database);
  const decisions = createDecisions(database);
  const listeners = new Set<(change: InstanceChange) => void>();
  function onCommitted(listener: (change: InstanceChange) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  const uncertainListeners = new Set<() => void>();
  const workLeftListeners = new Set<() => void>();
  let handedOver: Promise<void> | null = null;
  const writeChanges: WriteChanges = (transaction, changes) =>
    commitChanges(transaction, changes, options.announce);
  const groupCommit = new GroupCommit(database, limits, options.onCommit ?? (() => {}), writeChanges);
  const lookups = createLookups(database, clock, largeValues);
  const admission = new Admission({ ...limits, leastWaiting: limits.maxBatch }, options.onRefused);
  const mailboxes = new Mailboxes({
    submit: (change) => groupCommit.submit(change),
    submitBegun: (change, begun) => groupCommit.submitBegun(change, begun),
    database,
    load: lookups.loadToChange,
    loadWithin: lookups.loadWithin,
    writeChanges,
    graph: (tenantId, definitionId) => definitions.graph(tenantId, definitionId),
    findAnswer: lookups.answer,
    runScript: options.runScript,
    answerDecision: (caller, request, now) => answerDecision(decisions, caller, request, now),
    largeValues,
    leaseNewJob: (jobType) => handlers.leaseNewJob(jobType),
    onCommitted(change, live, consequences) {
      handlers.onCommitted(change, live);
      router.onCommitted(change, consequences);
      if (change.timers.created.length + change.timers.rescheduled.length > 0) timers.wake();
      for (const listener of listeners) listener(change);
    },
    onLeftOut: (change) => handlers.onLeftOut(change),
    onUncertain() {
      for (const listener of uncertainListeners) listener();
    },
    leavesUnfinished: () => handedOver !== null,
    clock,
    newId: uuidv7,
    limits,
    cache: createInstanceCache(limits.cacheSize),
    admission,
    answerWithinMs: limits.answerWithinMs,
  });
  const execute = (request: CommandRequest): Promise<CommandOutcome> => mailboxes.execute(request);
  const handlers = new JobHandlers({
    database,
    clock,
    nodeId: options.nodeId,
    handlers: options.jobHandlers,
    concurrency: jobs.concurrency,
    backOff,
    execute,
    variablesOf: async (tenantId, instanceId, jobId) => {
      const stored = await lookups.load({ tenantId, instanceId });
      return stored?.state.elements.has(jobId) ? visibleVariables(stored.state, jobId) : null;
    },
    onError,
  });
  const mostUnderWay = (): number =>
    Math.min(mostInStorm, Math.max(leastInStorm, Math.floor(admission.limit * stormShare)));
  const router = new Router(
    {
      database,
      clock,
      definitions,
      execute,
      findReceiver: lookups.receiver,
      findStarted: lookups.startedByMessage,
      findCallDepth: lookups.callDepth,
      mostUnderWay,
      findBuffered: lookups.buffered,
      onError,
    },
    options.background,
  );
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
    mostUnderWay,
    onError,
    onFired: options.onTimersFired ?? (() => {}),
  };
  const timersByHand = options.timersByHand ?? false;
  const timers = new DueTimers(timerDependencies, options.background && !timersByHand);
  const unfinished = options.background
    ? startUnfinishedTurns({ database, isUnderWay: (key) => mailboxes.isUnderWay(key), execute, onError })
    : null;
  const membership = options.background
    ? startMembership({
        database,
        clock,
        nodeId: options.nodeId,
        onWorkLeft() {
          for (const part of [unfinished, handlers, router, timers]) part?.wake();
          for (const listener of workLeftListeners) listener();
        },
        onError,
      })
    : null;

  let stopped = false;

  function handOver(): Promise<void> {
    handedOver ??= (async () => {
      await Promise.all([timers.stop(), unfinished?.stop(), router.stop(), handlers.handOver()]);
      // Without the notice the others look at their next poll.
      await membership?.handOver().catch(onError);
    })();
    return handedOver;
  }

  /** What one of them finishes may give the next something to do. */
  async function atRest(): Promise<void> {
    do {
      await mailboxes.drained();
      await handlers.drained();
      await router.drained();
    } while (admission.waiting > 0 || router.busy);
    await mailboxes.drained();
  }

  return {
    nodeId: options.nodeId,
    definitions,
    decisions,
    clock,
    largeValues,
    newId: uuidv7,
    execute: (request) => withConsequences((consequences) => execute({ ...request, consequences })),
    load: lookups.load,
    task: lookups.task,
    job: lookups.job,
    findAnswer: lookups.answer,
    failSpentJob: (job) => failSpentJob(execute, job),
    backOff,
    jobCreated: (tenantId, type, timeoutMs, aborted) =>
      jobCreated(onCommitted, { tenantId, type }, timeoutMs, aborted),
    onCommitted,
    onUncertain(listener) {
      uncertainListeners.add(listener);
      return () => uncertainListeners.delete(listener);
    },
    isAlone: () => membership?.isAlone() ?? false,
    deliver: (tenantId, message, sending) =>
      withConsequences((consequences) => {
        const carrying = (request: CommandRequest) => execute({ ...request, consequences });
        const delivering = {
          database,
          execute: carrying,
          findReceiver: lookups.receiver,
          findStarted: lookups.startedByMessage,
        };
        return deliverMessage(delivering, tenantId, message, sending);
      }),
    offer: (buffered) => router.offer(buffered),
    offerKept: (tenantId, name) => router.offerKept({ tenantId, name, correlationKey: null }),
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
      return admission.waiting;
    },
    get waitingLimit() {
      return admission.limit;
    },
    get accepting() {
      return admission.waiting < limits.maxWaiting;
    },
    get timersRunning() {
      return (timers.running || timersByHand) && !stopped;
    },
    onWorkLeft(listener) {
      workLeftListeners.add(listener);
      return () => workLeftListeners.delete(listener);
    },
    handOver,
    async stop(patienceMs = handlerPatienceMs) {
      stopped = true;
      await handOver();
      await mailboxes.drained();
      await router.drained();
      await mailboxes.drained();
      await handlers.stop(patienceMs);
      await mailboxes.drained();
      await membership?.stop();
    },
  };
}
