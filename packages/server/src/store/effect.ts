import type { CallAnswer, CalledVersion, JsonObject, ParentCall } from '@wbpm/engine';

/** What one instance, or somebody outside, wants of others. */
export type Effect =
  | ({ readonly kind: 'message' } & PublishedMessage)
  | {
      readonly kind: 'signal';
      /** Of the throw; null when it came from outside. */
      readonly signalId: string | null;
      readonly name: string;
      /** null: every instance that waits, and every process that starts by it. */
      readonly instanceId: string | null;
      readonly variables: JsonObject;
      readonly sender: Sender | null;
      /** How far a broadcast to many has come; null: it has not begun. */
      readonly progress: SignalProgress | null;
    }
  | {
      readonly kind: 'receiveSignal';
      readonly instanceId: string;
      readonly subscriptionId: string;
      readonly variables: JsonObject;
    }
  | ({ readonly kind: 'start' } & InstanceToStart)
  | {
      readonly kind: 'startCall';
      readonly childInstanceId: string;
      readonly calledElement: string;
      readonly version: CalledVersion;
      /** Of the caller. */
      readonly definitionId: string;
      readonly conversationId: string;
      readonly parent: ParentCall;
      readonly businessKey: string | null;
      readonly variables: JsonObject;
    }
  | { readonly kind: 'cancelCall'; readonly childInstanceId: string }
  | CallAnswer;

/** An effect on its way. */
export interface OutboxRow {
  readonly id: string;
  readonly effect: Effect;
  /** Until then it is left to the node that wrote it. */
  readonly lockedUntil: number;
}

/** An outbox row with its tenant: what a router works on. */
export interface Outgoing extends OutboxRow {
  readonly tenantId: string;
}

export type EffectKind = Effect['kind'];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { readonly kind: Kind }>;

/** What is null does not narrow down who may receive the message. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: JsonObject;
  /** Of the receiving instance, as is what follows. */
  readonly businessKey: string | null;
  readonly instanceId: string | null;
  readonly correlation: readonly VariableMatch[];
  /** null: it comes from outside. */
  readonly sender: Sender | null;
}

/** A variable the receiving instance must have with this value. */
export interface VariableMatch {
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** The instance a message or signal comes from, and what makes others its conversation. */
export interface Sender {
  readonly instanceId: string;
  readonly parentInstanceId: string | null;
  readonly businessKey: string | null;
  readonly conversationId: string;
}

export interface SignalProgress {
  /** Subscriptions opened later do not hear the signal. Epoch ms. */
  readonly openedUntil: number;
  readonly after: string;
}

/** A process that a signal, a time or a condition starts. */
export interface InstanceToStart {
  readonly instanceId: string;
  readonly definitionId: string;
  readonly version: number;
  readonly startElementId: string;
  /** Absent in rows of earlier versions of this program. */
  readonly startTriggerIndex?: number;
  readonly businessKey: string | null;
  readonly triggerVariables: JsonObject;
  readonly conversationId: string | null;
}

/** The instance an effect is meant for, where it is known from the beginning. */
export function targetOf(effect: Effect): string | null {
  switch (effect.kind) {
    case 'message':
    case 'signal':
      return null;
    case 'receiveSignal':
    case 'start':
      return effect.instanceId;
    case 'startCall':
    case 'cancelCall':
      return effect.childInstanceId;
    case 'completeCall':
    case 'failCall':
    case 'escalateCall':
    case 'refuseCall':
      return effect.parent.instanceId;
  }
}
