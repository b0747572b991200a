import { hasEnded, type InstanceState, type ProcessGraph } from '@wbpm/engine';
import type { ChangeOutcome } from '../store/commit-changes.ts';
import type { StoredAnswer } from '../store/idempotency-keys.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { InstanceKey, StoredInstance } from '../store/load-instances.ts';
import type { CommandOutcome, CommandRejection, CommandRequest, IdempotencyKey } from './command-outcome.ts';
import type { Consequences } from './consequences.ts';
import { type DecidedBatch, type DecidingDependencies, decideBatch } from './decide-batch.ts';
import { journalRoot } from './journal-hash.ts';
import { type InstanceCache, type LiveInstance, liveAfter, liveFromStore } from './live-instance.ts';
import { outboxLeaseMs } from './outbox-lease.ts';
import { OverloadedError } from './overloaded-error.ts';
import { projectChange } from './project-change.ts';
import type { LeaseNewJob } from './project-work.ts';
import { noStoredRows, type StoredRows } from './stored-rows.ts';

export interface MailboxDependencies extends DecidingDependencies {
  readonly submit: (change: InstanceChange) => Promise<ChangeOutcome>;
  readonly load: (key: InstanceKey) => Promise<StoredInstance | null>;
  readonly graph: (tenantId: string, definitionId: string) => Promise<ProcessGraph>;
  readonly findAnswer: (tenantId: string, key: IdempotencyKey) => Promise<StoredAnswer | null>;
  readonly leaseNewJob: LeaseNewJob;
  readonly onCommitted: (
    change: InstanceChange,
    live: LiveInstance,
    consequences: readonly Consequences[],
  ) => void;
  readonly cache: InstanceCache;
  /** Commands waiting over all mailboxes; more are refused before they are accepted. */
  readonly maxWaiting: number;
}

interface Queued {
  readonly request: CommandRequest;
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
}

interface Mailbox extends InstanceKey {
  readonly queue: Queued[];
  live: LiveInstance | null;
  /** `live` is known to be the stored state, not merely what this node saw last. */
  fresh: boolean;
  /** Done commands whose answer waits until the instance has come to rest. */
  held: Queued[];
}

const commandsPerTurn = 256;
const maxAttempts = 20;
const pauseBetweenTurnsMs = 10;

/**
 * One mailbox per instance with work to do. Commands of one instance are serial: a turn drains the
 * mailbox, decides command after command on one state and commits the whole as one change, so a hot
 * instance is not limited to one command per commit. Answers are given after the commit.
 *
 * The state in memory may be behind another node's. Accepted commands find out by the sequence check of
 * the commit; a rejection decided on such a state is decided again on a fresh one before it is given.
 */
export class Mailboxes {
  readonly #with: MailboxDependencies;
  readonly #open = new Map<string, Mailbox>();
  #waiting = 0;
  #onIdle: (() => void)[] = [];

  constructor(dependencies: MailboxDependencies) {
    this.#with = dependencies;
  }

  execute(request: CommandRequest): Promise<CommandOutcome> {
    if (this.#waiting >= this.#with.maxWaiting)
      return Promise.reject(new OverloadedError(`Expected fewer commands waiting, but ${this.#waiting} are`));
    this.#waiting += 1;
    const outcome = new Promise<CommandOutcome>((resolve, reject) => {
      this.#put({ request, attempts: 0, resolve, reject });
    });
    return outcome.finally(() => {
      this.#waiting -= 1;
    });
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when no command is under way. */
  drained(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #put(queued: Queued): void {
    const { tenantId, instanceId } = queued.request;
    const key = `${tenantId} ${instanceId}`;
    const open = this.#open.get(key);
    if (open !== undefined) {
      open.queue.push(queued);
      return;
    }
    const live = this.#with.cache.get(key) ?? null;
    const mailbox: Mailbox = { tenantId, instanceId, queue: [queued], live, fresh: false, held: [] };
    this.#open.set(key, mailbox);
    void this.#run(key, mailbox);
  }

  async #run(key: string, mailbox: Mailbox): Promise<void> {
    while (mailbox.queue.length > 0) {
      try {
        await this.#turn(mailbox);
      } catch (error) {
        // The store is away: nobody may be left waiting and nothing half-decided be kept.
        this.#forget(mailbox);
        for (const queued of [...mailbox.held.splice(0), ...mailbox.queue.splice(0)]) queued.reject(error);
      }
    }
    this.#open.delete(key);
    if (mailbox.live === null || hasEnded(mailbox.live.state)) this.#with.cache.delete(key);
    else this.#with.cache.set(key, mailbox.live);
    if (this.#open.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  async #turn(mailbox: Mailbox): Promise<void> {
    const first = mailbox.queue[0];
    // A start that was stale has met an instance with its id.
    const isNew = first?.request.command.type === 'startInstance' && first.attempts === 0;
    if (mailbox.live === null && !isNew) await this.#load(mailbox);
    const graph = mailbox.live?.graph ?? (await this.#graphToStart(mailbox));
    const batch = takeBatch(mailbox.queue);
    if (graph === null) {
      rejectAll(batch, mailbox.instanceId);
      return;
    }
    try {
      await this.#carryOut(mailbox, graph, batch);
    } catch (error) {
      for (const queued of batch) queued.reject(error);
      throw error;
    }
  }

  async #carryOut(mailbox: Mailbox, graph: ProcessGraph, batch: readonly Queued[]): Promise<void> {
    const decided = await decideBatch(graph, mailbox.live?.state ?? null, batch, this.#with);
    mailbox.queue.unshift(...decided.undecided);
    if (decided.stopped?.kind === 'defect') {
      mailbox.live = null;
      mailbox.queue.unshift(...decided.accepted);
      decided.stopped.item.reject(decided.stopped.error);
      return;
    }
    if (decided.stopped !== null) this.#rejected(mailbox, decided, decided.stopped);
    const consumes = decided.accepted.some(({ request }) => request.consumes !== undefined);
    if (decided.entries.length > 0 || consumes) await this.#commit(mailbox, graph, decided);
    else await this.#answerUnchanged(mailbox, decided);
  }

  async #load(mailbox: Mailbox): Promise<void> {
    const stored = await this.#with.load(mailbox);
    mailbox.fresh = true;
    if (stored === null) return;
    mailbox.live = liveFromStore(stored, await this.#with.graph(mailbox.tenantId, stored.state.definitionId));
  }

  async #graphToStart(mailbox: Mailbox): Promise<ProcessGraph | null> {
    const command = mailbox.queue[0]?.request.command;
    return command?.type === 'startInstance'
      ? this.#with.graph(mailbox.tenantId, command.definitionId)
      : null;
  }

  /** A rejection counts on a fresh state with nothing uncommitted before it; else it is decided again. */
  #rejected(
    mailbox: Mailbox,
    decided: DecidedBatch<Queued>,
    { item, rejection }: { readonly item: Queued; readonly rejection: CommandRejection },
  ): void {
    if (mailbox.fresh && decided.entries.length === 0) {
      item.resolve({ kind: 'rejected', rejection });
      return;
    }
    // One try more: a start is no longer taken for the first that is heard of its instance.
    item.attempts += 1;
    mailbox.queue.unshift(item);
    if (decided.entries.length === 0) this.#forget(mailbox);
  }

  /**
   * Commands that changed nothing, such as claiming what one holds, are answered by a fresh state only.
   * One that repeats an earlier request with its key gets the answer of then.
   */
  async #answerUnchanged(mailbox: Mailbox, decided: DecidedBatch<Queued>): Promise<void> {
    const { state, accepted } = decided;
    if (accepted.length === 0 || state === null) return;
    if (mailbox.fresh) {
      await Promise.all(accepted.map((queued) => this.#replay(queued, () => this.#answer([queued], state))));
      return;
    }
    mailbox.queue.unshift(...decided.accepted);
    this.#forget(mailbox);
  }

  async #commit(mailbox: Mailbox, graph: ProcessGraph, decided: DecidedBatch<Queued>): Promise<void> {
    const { state } = decided;
    if (state === null) throw new Error('Expected a state after accepted commands');
    const storedRows = mailbox.live?.storedRows ?? noStoredRows();
    const change = this.#changeOf(mailbox, decided, state, storedRows);
    let outcome: ChangeOutcome;
    try {
      outcome = await this.#with.submit(change);
    } catch (error) {
      this.#forget(mailbox);
      for (const queued of decided.accepted) queued.reject(error);
      return;
    }
    switch (outcome.kind) {
      case 'committed':
        mailbox.live = liveAfter(change, graph, state, storedRows);
        mailbox.fresh = true;
        this.#with.onCommitted(change, mailbox.live, this.#consequencesOf(mailbox, decided));
        if (decided.unfinished) await pause();
        this.#settle(mailbox, decided, state);
        return;
      case 'stale':
        this.#tryAgain(mailbox, decided.accepted);
        return;
      case 'keyTaken': {
        const { key } = outcome;
        const taken = decided.accepted.find(
          ({ request: { idempotency } }) => idempotency?.key === key.key && idempotency.userId === key.userId,
        );
        this.#tryAgain(
          mailbox,
          decided.accepted.filter((queued) => queued !== taken),
        );
        // No answer: the request that had the key has given it back, so the command is on its own again.
        if (taken !== undefined) await this.#replay(taken, () => this.#tryAgain(mailbox, [taken]));
        return;
      }
      case 'fenced': {
        const { jobId } = outcome;
        const fenced = decided.accepted.find(({ request }) => request.fence?.jobId === jobId);
        this.#tryAgain(
          mailbox,
          decided.accepted.filter((queued) => queued !== fenced),
        );
        fenced?.resolve({ kind: 'fenced' });
        return;
      }
      case 'consumed': {
        const { id } = outcome;
        const consumer = decided.accepted.find(({ request }) => request.consumes?.id === id);
        this.#tryAgain(
          mailbox,
          decided.accepted.filter((queued) => queued !== consumer),
        );
        consumer?.resolve({ kind: 'consumed' });
        return;
      }
      case 'uniqueKeyTaken': {
        const [start, ...others] = decided.accepted;
        this.#tryAgain(mailbox, others);
        start?.resolve({ kind: 'uniqueKeyTaken' });
        return;
      }
    }
  }

  /** Of a run in several turns, those of all who wait for its end. */
  #consequencesOf(mailbox: Mailbox, decided: DecidedBatch<Queued>): readonly Consequences[] {
    return [...mailbox.held, ...decided.accepted].flatMap(({ request }) => request.consequences ?? []);
  }

  #changeOf(
    mailbox: Mailbox,
    decided: DecidedBatch<Queued>,
    state: InstanceState,
    storedRows: StoredRows,
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
        unfinished: decided.unfinished,
        keys: requests.flatMap((request) =>
          request.idempotency === undefined
            ? []
            : [{ ...request.idempotency, response: JSON.stringify(request.respond(state)) }],
        ),
        fences: requests.flatMap(({ fence }) => fence ?? []),
        consumes: requests.flatMap(({ consumes }) => consumes ?? []),
      },
      storedRows,
      this.#with.leaseNewJob,
      this.#with.clock.now() + outboxLeaseMs,
    );
  }

  /** Callers hear of their command when the instance waits or has ended, as long as that may take. */
  #settle(mailbox: Mailbox, decided: DecidedBatch<Queued>, state: InstanceState): void {
    mailbox.held.push(...decided.accepted);
    if (!decided.unfinished) {
      this.#answer(mailbox.held.splice(0), state);
      return;
    }
    mailbox.queue.unshift({
      request: {
        tenantId: mailbox.tenantId,
        instanceId: mailbox.instanceId,
        actor: 'engine',
        command: { type: 'continueInstance', stepsTaken: decided.stepsTaken },
        respond: () => ({}),
      },
      attempts: 0,
      resolve: () => this.#answerHeld(mailbox),
      reject: (error) => {
        for (const queued of mailbox.held.splice(0)) queued.reject(error);
      },
    });
  }

  /** When another node went on with the instance, or ended it, the state as it is now is the answer. */
  #answerHeld(mailbox: Mailbox): void {
    const held = mailbox.held.splice(0);
    if (mailbox.live !== null) this.#answer(held, mailbox.live.state);
    else
      for (const queued of held) queued.reject(new Error(`Expected instance ${mailbox.instanceId} to exist`));
  }

  #answer(done: readonly Queued[], state: InstanceState): void {
    for (const { request, resolve } of done) {
      resolve({ kind: 'committed', response: request.respond(state), replayed: false });
    }
  }

  #forget(mailbox: Mailbox): void {
    mailbox.live = null;
    mailbox.fresh = false;
  }

  #tryAgain(mailbox: Mailbox, items: readonly Queued[]): void {
    this.#forget(mailbox);
    const again: Queued[] = [];
    for (const queued of items) {
      queued.attempts += 1;
      if (queued.attempts < maxAttempts) again.push(queued);
      else queued.reject(new OverloadedError('Expected the instance to pause, but it changes all the time'));
    }
    mailbox.queue.unshift(...again);
  }

  /** An earlier request with the same key has the answer, if it was the same request. */
  async #replay({ request, resolve, reject }: Queued, otherwise: () => void): Promise<void> {
    const { idempotency, tenantId } = request;
    try {
      const answer = idempotency === undefined ? null : await this.#with.findAnswer(tenantId, idempotency);
      if (answer === null) otherwise();
      else if (answer.requestHash !== idempotency?.requestHash) resolve({ kind: 'keyReused' });
      else resolve({ kind: 'committed', response: answer.response as object, replayed: true });
    } catch (error) {
      reject(error);
    }
  }
}

/**
 * Between two turns of one long run. Another node's command, which decides on what it has loaded, fits
 * in here; without a gap every one of its tries would be stale.
 */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseBetweenTurnsMs));
}

/**
 * The commands of the next turn. An idempotency key comes once in a turn: what repeats it is answered by
 * the turn after, which finds the key taken.
 */
function takeBatch(queue: Queued[]): Queued[] {
  const keys = new Set<string>();
  let count = 0;
  for (const { request } of queue) {
    const key = request.idempotency === undefined ? null : keyText(request.idempotency);
    if (count === commandsPerTurn || (key !== null && keys.has(key))) break;
    if (key !== null) keys.add(key);
    count += 1;
  }
  return queue.splice(0, count);
}

function keyText({ userId, key }: IdempotencyKey): string {
  return `${key} ${userId}`;
}

function rejectAll(batch: readonly Queued[], instanceId: string): void {
  const message = `Expected instance ${instanceId} to exist, but found none`;
  for (const { resolve } of batch) {
    resolve({ kind: 'rejected', rejection: { code: 'INSTANCE_NOT_FOUND', message } });
  }
}
