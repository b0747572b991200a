import { hasEnded, type ProcessGraph } from '@wbpm/engine';
import type { InstanceKey, StoredInstance } from '../store/load-instances.ts';
import type { Admission } from './admission.ts';
import type { CommandOutcome, CommandRequest } from './command-outcome.ts';
import { type CommitDependencies, commitTurn } from './commit-turn.ts';
import { type ContestedDependencies, isContested, takeContestedTurn } from './contested-turn.ts';
import { type DecidedBatch, type DecidingDependencies, decideBatch } from './decide-batch.ts';
import { type InstanceCache, liveFromStore } from './live-instance.ts';
import {
  abandon,
  answer,
  answerRejected,
  forget,
  type Mailbox,
  type Queued,
  rejectAsUnknown,
  takeBatch,
} from './mailbox.ts';
import { replay } from './replay.ts';

export interface MailboxDependencies extends DecidingDependencies, CommitDependencies, ContestedDependencies {
  readonly load: (key: InstanceKey) => Promise<StoredInstance | null>;
  readonly graph: (tenantId: string, definitionId: string) => Promise<ProcessGraph>;
  readonly cache: InstanceCache;
  readonly admission: Admission;
}

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
  #onIdle: (() => void)[] = [];

  constructor(dependencies: MailboxDependencies) {
    this.#with = dependencies;
  }

  execute(request: CommandRequest): Promise<CommandOutcome> {
    const { admission } = this.#with;
    const refusal = admission.enter(request, () => this.#open.get(keyOf(request))?.queue.length ?? 0);
    if (refusal !== null) return Promise.reject(refusal);
    const outcome = new Promise<CommandOutcome>((resolve, reject) => {
      this.#put({ request, attempts: 0, resolve, reject });
    });
    return outcome.finally(() => admission.leave(request));
  }

  isUnderWay(key: InstanceKey): boolean {
    return this.#open.has(keyOf(key));
  }

  /** Resolves when no command is under way. */
  drained(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #put(queued: Queued): void {
    const { tenantId, instanceId } = queued.request;
    const key = keyOf(queued.request);
    const open = this.#open.get(key);
    if (open !== undefined) {
      open.queue.push(queued);
      return;
    }
    const live = this.#with.cache.get(key) ?? null;
    const mailbox: Mailbox = {
      tenantId,
      instanceId,
      queue: [queued],
      live,
      fresh: false,
      contestedUntil: 0,
      held: [],
    };
    this.#open.set(key, mailbox);
    void this.#run(key, mailbox);
  }

  async #run(key: string, mailbox: Mailbox): Promise<void> {
    while (mailbox.queue.length > 0) {
      try {
        if (isContested(mailbox)) await takeContestedTurn(mailbox, this.#with, takeTurn);
        else await takeTurn(mailbox, this.#with);
      } catch (error) {
        // The store is away.
        abandon(mailbox, error);
      }
    }
    this.#open.delete(key);
    if (mailbox.live === null || hasEnded(mailbox.live.state)) this.#with.cache.delete(key);
    else this.#with.cache.set(key, mailbox.live);
    if (this.#open.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}

function keyOf({ tenantId, instanceId }: InstanceKey): string {
  return `${tenantId} ${instanceId}`;
}

async function takeTurn(mailbox: Mailbox, dependencies: MailboxDependencies): Promise<void> {
  const first = mailbox.queue[0];
  // A start that was stale has met an instance with its id.
  const isNew = first?.request.command.type === 'startInstance' && first.attempts === 0;
  if (mailbox.live === null && !isNew) await load(mailbox, dependencies);
  const graph = mailbox.live?.graph ?? (await graphToStart(mailbox, dependencies));
  const batch = takeBatch(mailbox.queue);
  if (graph === null) {
    rejectAsUnknown(batch, mailbox.instanceId);
    return;
  }
  try {
    await carryOut(mailbox, graph, batch, dependencies);
  } catch (error) {
    for (const queued of batch) queued.reject(error);
    throw error;
  }
}

async function load(mailbox: Mailbox, dependencies: MailboxDependencies): Promise<void> {
  const stored = await dependencies.load(mailbox);
  mailbox.fresh = true;
  if (stored === null) return;
  const graph = await dependencies.graph(mailbox.tenantId, stored.state.definitionId);
  mailbox.live = liveFromStore(stored, graph);
}

async function graphToStart(
  { queue, tenantId }: Mailbox,
  { graph }: MailboxDependencies,
): Promise<ProcessGraph | null> {
  const command = queue[0]?.request.command;
  return command?.type === 'startInstance' ? graph(tenantId, command.definitionId) : null;
}

async function carryOut(
  mailbox: Mailbox,
  graph: ProcessGraph,
  batch: readonly Queued[],
  dependencies: MailboxDependencies,
): Promise<void> {
  const decided = await decideBatch(graph, mailbox.live?.state ?? null, batch, dependencies);
  mailbox.queue.unshift(...decided.undecided);
  if (decided.defect !== null) {
    mailbox.live = null;
    mailbox.queue.unshift(...decided.tried);
    decided.defect.item.reject(decided.defect.error);
    return;
  }
  const { state, entries, accepted, graph: goesBy } = decided;
  const consumes = accepted.some(({ request }) => request.consumes !== undefined);
  if (entries.length === 0 && !consumes) {
    await answerUnchanged(mailbox, decided, dependencies);
    return;
  }
  if (state === null) throw new Error('Expected a state after accepted commands');
  return commitTurn(mailbox, { graph: goesBy, state, decided }, dependencies);
}

/**
 * What changes nothing, a rejection or claiming what one holds, is answered by a fresh state only. A command
 * that repeats an earlier request with its key gets the answer of then.
 */
async function answerUnchanged(
  mailbox: Mailbox,
  { state, accepted, rejected, tried }: DecidedBatch<Queued>,
  { findAnswer }: MailboxDependencies,
): Promise<void> {
  if (!mailbox.fresh) {
    // One try more: a start is no longer taken for the first that is heard of its instance.
    for (const { item } of rejected) item.attempts += 1;
    mailbox.queue.unshift(...tried);
    forget(mailbox);
    return;
  }
  answerRejected(rejected);
  if (state === null) return;
  await Promise.all(accepted.map((queued) => replay(queued, findAnswer, () => answer([queued], state))));
}
