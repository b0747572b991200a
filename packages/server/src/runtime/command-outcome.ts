import type { Command, InstanceState, Rejection } from '@wbpm/engine';
import type { Consumed, JobFence } from '../store/instance-change.ts';
import type { Consequences } from './consequences.ts';

/** A command on its way to one instance, with whom it comes from. */
export interface CommandRequest {
  readonly tenantId: string;
  readonly instanceId: string;
  readonly actor: string;
  readonly command: Command;
  /** The lease a worker's command comes under. */
  readonly fence?: JobFence;
  /** Of a start: no other live instance of the process may have this business key. */
  readonly uniqueKey?: string;
  /** Of a start: the conversation of whoever sent the message or made the call. */
  readonly conversationId?: string;
  /** Of a start whose caller waits: refused when its first turn asks for a decision that is not deployed. */
  readonly needsDecisions?: boolean;
  /** What brought the command, taken in the transaction of its change. */
  readonly consumes?: Consumed;
  readonly idempotency?: IdempotencyKey;
  /** Rejected unless this is the sequence of the state on which the command is decided. */
  readonly expectedSequence?: number;
  /** Those of the requests that led to this command. */
  readonly consequences?: readonly Consequences[];
  /** The answer's data, made from the state the command led to; kept with the idempotency key. */
  readonly respond: (state: InstanceState) => object;
}

export interface IdempotencyKey {
  readonly userId: string;
  readonly key: string;
  readonly requestHash: string;
}

/**
 * - `committed`: done and durable; `replayed` when an earlier request with the same key did it.
 * - `keyReused`: the idempotency key belongs to another request.
 * - `fenced`: the worker's lease has passed on.
 * - `uniqueKeyTaken`: another live instance of the process has the unique business key.
 * - `consumed`: what brought the command has been taken; its effect has happened before.
 */
export type CommandOutcome =
  | { readonly kind: 'committed'; readonly response: object; readonly replayed: boolean }
  | { readonly kind: 'rejected'; readonly rejection: CommandRejection }
  | { readonly kind: 'keyReused' }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'uniqueKeyTaken' }
  | { readonly kind: 'consumed' };

/**
 * The command was wrong and nothing happened: for a reason of the engine, of what it asks of its host, or because the
 * instance has gone on since its sender saw it.
 */
export type CommandRejection =
  | Rejection
  | { readonly code: 'DECISION_NOT_FOUND' | 'STALE_VERSION'; readonly message: string };

/** Why the sender has not seen the instance as it is; null when it has, or does not mind. */
export function staleness(
  state: Pick<InstanceState, 'sequence'> | null,
  { expectedSequence }: Pick<CommandRequest, 'expectedSequence'>,
): CommandRejection | null {
  if (state === null || expectedSequence === undefined || state.sequence === expectedSequence) return null;
  return {
    code: 'STALE_VERSION',
    message: `Expected If-Match to name the present revision of the instance, which is ${state.sequence}`,
  };
}
