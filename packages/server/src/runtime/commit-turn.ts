import type { InstanceState, ProcessGraph } from '@wbpm/engine';
import type { ChangeOutcome } from '../store/commit-changes.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import type { Consequences } from './consequences.ts';
import type { DecidedBatch } from './decide-batch.ts';
import { journalRoot } from './journal-hash.ts';
import type { LargeValues } from './large-values.ts';
import { type LiveInstance, liveAfter } from './live-instance.ts';
import { answer, answerRejected, contest, forget, type Mailbox, type Queued, tryAgain } from './mailbox.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { projectChange } from './project-change.ts';
import type { LeaseNewJob } from './project-work.ts';
import { type FindAnswer, replay } from './replay.ts';
import { noStoredRows, type StoredRows } from './stored-rows.ts';

export interface CommitDependencies {
  readonly submit: (change: InstanceChange) => Promise<ChangeOutcome>;
  readonly findAnswer: FindAnswer;
  readonly leaseNewJob: LeaseNewJob;
  readonly largeValues: Pick<LargeValues, 'limitBytes' | 'keep'>;
  readonly onCommitted: (
    change: InstanceChange,
    live: LiveInstance,
    consequences: readonly Consequences[],
  ) => void;
  /** The change did not happen; its commands are decided again or have failed. */
  readonly onLeftOut: (change: InstanceChange) => void;
  /** Nobody knows whether a change happened. */
  readonly onUncertain: () => void;
  /** This node is about to end: another goes on with a run that stopped at its step limit. */
  readonly leavesUnfinished: () => boolean;
  readonly clock: Clock;
  /**
   * How long a caller waits for the instance to come to rest. Its command is done and kept by then: what
   * the instance goes on with is for the caller to look at.
   */
  readonly answerWithinMs: number;
}

/** What was decided, with the state it led to and the graph the instance goes on with. */
export interface Turn {
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly decided: DecidedBatch<Queued>;
}

const pauseBetweenTurnsMs = 10;

/** What has to be known of a turn when its change is committed. */
interface Committing
  extends Pick<DecidedBatch<Queued>, 'accepted' | 'rejected' | 'tried' | 'unfinishedSteps'> {
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly storedRows: StoredRows;
}

/** Commits what a turn decided as one change, and answers those who waited for it. */
export function commitTurn(mailbox: Mailbox, turn: Turn, dependencies: CommitDependencies): Promise<void> {
  const { graph, state, decided } = turn;
  const storedRows = mailbox.live?.storedRows ?? noStoredRows();
  const change = changeOf(mailbox, turn, storedRows, dependencies);
  const { accepted, rejected, tried, unfinishedSteps } = decided;
  // The events are in the change as text: thousands of turns wait for their commit, and need not hold them twice.
  const committing = { graph, state, storedRows, accepted, rejected, tried, unfinishedSteps };
  return commit(mailbox, committing, change, dependencies);
}

async function commit(
  mailbox: Mailbox,
  committing: Committing,
  change: InstanceChange,
  dependencies: CommitDependencies,
): Promise<void> {
  const { accepted, rejected, tried } = committing;
  let outcome: ChangeOutcome;
  try {
    if (change.largeValues.length > 0) await dependencies.largeValues.keep(change);
    outcome = await dependencies.submit(change);
  } catch (error) {
    dependencies.onLeftOut(change);
    dependencies.onUncertain();
    forget(mailbox);
    for (const queued of tried) queued.reject(error);
    return;
  }
  if (outcome.kind !== 'committed') dependencies.onLeftOut(change);
  switch (outcome.kind) {
    case 'committed':
      mailbox.live = liveAfter(change, committing.graph, committing.state, committing.storedRows);
      mailbox.fresh = true;
      dependencies.onCommitted(change, mailbox.live, consequencesOf(mailbox, accepted));
      answerRejected(rejected);
      if (committing.unfinishedSteps !== null) await pause();
      settle(mailbox, committing, dependencies);
      return;
    case 'stale':
      contest(mailbox);
      tryAgain(mailbox, tried);
      return;
    case 'keyTaken': {
      const { key } = outcome;
      const taken = leaveOut(mailbox, tried, ({ idempotency }) => {
        return idempotency?.key === key.key && idempotency.userId === key.userId;
      });
      // No answer: the request that had the key has given it back, so the command is on its own again.
      if (taken !== null) await replay(taken, dependencies.findAnswer, () => tryAgain(mailbox, [taken]));
      return;
    }
    case 'fenced': {
      const { jobId } = outcome;
      settleLeftOut(mailbox, tried, ({ fence }) => fence?.jobId === jobId, { kind: 'fenced' });
      return;
    }
    case 'consumed': {
      const { id } = outcome;
      settleLeftOut(mailbox, tried, ({ consumes }) => consumes?.id === id, { kind: 'consumed' });
      return;
    }
    case 'uniqueKeyTaken': {
      const start = accepted[0]?.request;
      settleLeftOut(mailbox, tried, (request) => request === start, { kind: 'uniqueKeyTaken' });
      return;
    }
  }
}

/** The store refused the change because of one command: the others are decided again without it. */
function leaveOut(
  mailbox: Mailbox,
  tried: readonly Queued[],
  isRefused: (request: CommandRequest) => boolean,
): Queued | null {
  const refused = tried.find(({ request }) => isRefused(request)) ?? null;
  tryAgain(
    mailbox,
    tried.filter((queued) => queued !== refused),
  );
  return refused;
}

function settleLeftOut(
  mailbox: Mailbox,
  tried: readonly Queued[],
  isRefused: (request: CommandRequest) => boolean,
  outcome: CommandOutcome,
): void {
  leaveOut(mailbox, tried, isRefused)?.resolve(outcome);
}

/** Of a run in several turns, those of all who wait for its end. */
function consequencesOf({ held }: Mailbox, accepted: readonly Queued[]): readonly Consequences[] {
  const all: Consequences[] = [];
  for (const { request } of held) all.push(...(request.consequences ?? []));
  for (const { request } of accepted) all.push(...(request.consequences ?? []));
  return all;
}

function changeOf(
  mailbox: Mailbox,
  { decided, state }: Turn,
  storedRows: StoredRows,
  { leaseNewJob, clock, largeValues }: CommitDependencies,
): InstanceChange {
  const requests = decided.accepted.map(({ request }) => request);
  return projectChange(
    {
      tenantId: mailbox.tenantId,
      state,
      sequenceBefore: (decided.entries[0]?.firstSeq ?? state.sequence + 1) - 1,
      hashBefore: mailbox.live?.journalHash ?? journalRoot,
      startedBy: mailbox.live?.startedBy ?? decided.entries[0]?.actor ?? '',
      uniqueKey: requests[0]?.uniqueKey ?? null,
      conversationId: mailbox.live?.conversationId ?? requests[0]?.conversationId ?? null,
      entries: decided.entries,
      unfinishedSteps: decided.unfinishedSteps,
      keys: requests.flatMap((request) =>
        request.idempotency === undefined
          ? []
          : [{ ...request.idempotency, response: JSON.stringify(request.respond(state)) }],
      ),
      fences: requests.flatMap(({ fence }) => fence ?? []),
      consumes: requests.flatMap(({ consumes }) => consumes ?? []),
    },
    storedRows,
    leaseNewJob,
    clock.now() + outboxLeaseMs,
    largeValues.limitBytes,
  );
}

/** Callers hear of their command when the instance waits or has ended, or when that takes too long. */
function settle(
  mailbox: Mailbox,
  { accepted, unfinishedSteps, state }: Committing,
  { answerWithinMs, leavesUnfinished }: CommitDependencies,
): void {
  if (unfinishedSteps === null || leavesUnfinished()) {
    answer(mailbox.held.splice(0), state);
    answer(accepted, state);
    return;
  }
  const now = performance.now();
  mailbox.held.push(...accepted.map((queued) => ({ ...queued, since: now })));
  const patient = mailbox.held.findIndex(({ since }) => now - since < answerWithinMs);
  answer(mailbox.held.splice(0, patient === -1 ? mailbox.held.length : patient), state);
  mailbox.queue.unshift({
    request: {
      tenantId: mailbox.tenantId,
      instanceId: mailbox.instanceId,
      actor: 'engine',
      command: { type: 'continueInstance', stepsTaken: unfinishedSteps },
      respond: () => ({}),
    },
    attempts: 0,
    resolve: () => answerHeld(mailbox),
    reject: (error) => {
      for (const queued of mailbox.held.splice(0)) queued.reject(error);
    },
  });
}

/** When another node went on with the instance, or ended it, the state as it is now is the answer. */
function answerHeld(mailbox: Mailbox): void {
  const held = mailbox.held.splice(0);
  if (mailbox.live !== null) answer(held, mailbox.live.state);
  else
    for (const queued of held) queued.reject(new Error(`Expected instance ${mailbox.instanceId} to exist`));
}

/**
 * Between two turns of one long run. Another node's command, which decides on what it has loaded, fits
 * in here; without a gap every one of its tries would be stale.
 */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseBetweenTurnsMs));
}
