import type { InstanceState, ProcessGraph } from '@wbpm/engine';
import type { ChangeOutcome } from '../store/commit-changes.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { Clock } from './clock.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import type { Consequences } from './consequences.ts';
import type { DecidedBatch } from './decide-batch.ts';
import { journalRoot } from './journal-hash.ts';
import { type LiveInstance, liveAfter } from './live-instance.ts';
import { answer, forget, type Mailbox, type Queued, tryAgain } from './mailbox.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { projectChange } from './project-change.ts';
import type { LeaseNewJob } from './project-work.ts';
import { type FindAnswer, replay } from './replay.ts';
import { noStoredRows, type StoredRows } from './stored-rows.ts';

export interface CommitDependencies {
  readonly submit: (change: InstanceChange) => Promise<ChangeOutcome>;
  readonly findAnswer: FindAnswer;
  readonly leaseNewJob: LeaseNewJob;
  readonly onCommitted: (
    change: InstanceChange,
    live: LiveInstance,
    consequences: readonly Consequences[],
  ) => void;
  /** The change did not happen; its commands are decided again or have failed. */
  readonly onLeftOut: (change: InstanceChange) => void;
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

/** Commits what a turn decided as one change, and answers those who waited for it. */
export async function commitTurn(
  mailbox: Mailbox,
  turn: Turn,
  dependencies: CommitDependencies,
): Promise<void> {
  const { accepted } = turn.decided;
  const storedRows = mailbox.live?.storedRows ?? noStoredRows();
  const change = changeOf(mailbox, turn, storedRows, dependencies);
  let outcome: ChangeOutcome;
  try {
    outcome = await dependencies.submit(change);
  } catch (error) {
    dependencies.onLeftOut(change);
    forget(mailbox);
    for (const queued of accepted) queued.reject(error);
    return;
  }
  if (outcome.kind !== 'committed') dependencies.onLeftOut(change);
  switch (outcome.kind) {
    case 'committed':
      mailbox.live = liveAfter(change, turn.graph, turn.state, storedRows);
      mailbox.fresh = true;
      dependencies.onCommitted(change, mailbox.live, consequencesOf(mailbox, turn.decided));
      if (turn.decided.unfinishedSteps !== null) await pause();
      settle(mailbox, turn, dependencies.answerWithinMs);
      return;
    case 'stale':
      tryAgain(mailbox, accepted);
      return;
    case 'keyTaken': {
      const { key } = outcome;
      const taken = leaveOut(mailbox, accepted, ({ idempotency }) => {
        return idempotency?.key === key.key && idempotency.userId === key.userId;
      });
      // No answer: the request that had the key has given it back, so the command is on its own again.
      if (taken !== null) await replay(taken, dependencies.findAnswer, () => tryAgain(mailbox, [taken]));
      return;
    }
    case 'fenced': {
      const { jobId } = outcome;
      settleLeftOut(mailbox, accepted, ({ fence }) => fence?.jobId === jobId, { kind: 'fenced' });
      return;
    }
    case 'consumed': {
      const { id } = outcome;
      settleLeftOut(mailbox, accepted, ({ consumes }) => consumes?.id === id, { kind: 'consumed' });
      return;
    }
    case 'uniqueKeyTaken': {
      const start = accepted[0]?.request;
      settleLeftOut(mailbox, accepted, (request) => request === start, { kind: 'uniqueKeyTaken' });
      return;
    }
  }
}

/** The store refused the change because of one command: the others are decided again without it. */
function leaveOut(
  mailbox: Mailbox,
  accepted: readonly Queued[],
  isRefused: (request: CommandRequest) => boolean,
): Queued | null {
  const refused = accepted.find(({ request }) => isRefused(request)) ?? null;
  tryAgain(
    mailbox,
    accepted.filter((queued) => queued !== refused),
  );
  return refused;
}

function settleLeftOut(
  mailbox: Mailbox,
  accepted: readonly Queued[],
  isRefused: (request: CommandRequest) => boolean,
  outcome: CommandOutcome,
): void {
  leaveOut(mailbox, accepted, isRefused)?.resolve(outcome);
}

/** Of a run in several turns, those of all who wait for its end. */
function consequencesOf(mailbox: Mailbox, decided: DecidedBatch<Queued>): readonly Consequences[] {
  return [...mailbox.held, ...decided.accepted].flatMap(({ request }) => request.consequences ?? []);
}

function changeOf(
  mailbox: Mailbox,
  { decided, state }: Turn,
  storedRows: StoredRows,
  { leaseNewJob, clock }: CommitDependencies,
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
  );
}

/** Callers hear of their command when the instance waits or has ended, or when that takes too long. */
function settle(mailbox: Mailbox, { decided, state }: Turn, answerWithinMs: number): void {
  const now = performance.now();
  mailbox.held.push(...decided.accepted.map((queued) => ({ ...queued, since: now })));
  const { unfinishedSteps } = decided;
  if (unfinishedSteps === null) {
    answer(mailbox.held.splice(0), state);
    return;
  }
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
