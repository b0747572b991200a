import type { InstanceState } from '@wbpm/engine';
import type { InstanceKey } from '../store/load-instances.ts';
import type { CommandOutcome, CommandRequest, IdempotencyKey } from './command-outcome.ts';
import type { DecidedBatch } from './decide-batch.ts';
import type { LiveInstance } from './live-instance.ts';
import { OverloadedError } from './overloaded-error.ts';

/** A command that waits for its turn, and whoever waits for its outcome. */
export interface Queued {
  readonly request: CommandRequest;
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
}

export interface Held extends Queued {
  /** Since when it waits, in ms of the process's own clock. */
  readonly since: number;
}

/** The commands of one instance that are not decided or not answered yet. */
export interface Mailbox extends InstanceKey {
  readonly queue: Queued[];
  live: LiveInstance | null;
  /** `live` is known to be the stored state, not merely what this node saw last. */
  fresh: boolean;
  /** Another node changes it too: until then turns lock it. In ms of the process's own clock. */
  contestedUntil: number;
  /** Done commands whose answer waits until the instance has come to rest. */
  readonly held: Held[];
}

const commandsPerTurn = 256;
const maxAttempts = 20;

/**
 * The commands of the next turn. An idempotency key comes once in a turn: what repeats it is answered by
 * the turn after, which finds the key taken.
 */
export function takeBatch(queue: Queued[]): Queued[] {
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

/** What this node knows of the instance is out of date, or may be: the next turn loads it. */
export function forget(mailbox: Mailbox): void {
  mailbox.live = null;
  mailbox.fresh = false;
}

/** As long as nodes meet over an instance they take turns instead of being too late again and again. */
const contestedMs = 1000;

/** Another node has changed the instance. */
export function contest(mailbox: Mailbox): void {
  mailbox.contestedUntil = performance.now() + contestedMs;
}

/** Puts the commands before all others, to be decided again on the stored state. */
export function tryAgain(mailbox: Mailbox, items: readonly Queued[]): void {
  forget(mailbox);
  const again: Queued[] = [];
  for (const queued of items) {
    queued.attempts += 1;
    if (queued.attempts < maxAttempts) again.push(queued);
    else queued.reject(new OverloadedError('Expected the instance to pause, but it changes all the time'));
  }
  mailbox.queue.unshift(...again);
}

export function answer(done: readonly Queued[], state: InstanceState): void {
  for (const { request, resolve } of done) {
    resolve({ kind: 'committed', response: request.respond(state), replayed: false });
  }
}

/** On a state that is known to be the stored one. */
export function answerRejected(rejected: DecidedBatch<Queued>['rejected']): void {
  for (const { item, rejection } of rejected) item.resolve({ kind: 'rejected', rejection });
}

/** Everybody who waits hears of the error: nobody may be left waiting and nothing half-decided be kept. */
export function abandon(mailbox: Mailbox, error: unknown): void {
  forget(mailbox);
  for (const queued of [...mailbox.held.splice(0), ...mailbox.queue.splice(0)]) queued.reject(error);
}

export function rejectAsUnknown(batch: readonly Queued[], instanceId: string): void {
  const message = `Expected instance ${instanceId} to exist, but found none`;
  for (const { resolve } of batch) {
    resolve({ kind: 'rejected', rejection: { code: 'INSTANCE_NOT_FOUND', message } });
  }
}
