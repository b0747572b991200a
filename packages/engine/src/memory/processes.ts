import type { Command } from '../execution/command.ts';
import type { Effect } from '../execution/effects.ts';
import type { JournalEntry } from '../execution/event.ts';
import type { ParentCall } from '../execution/parent-call.ts';
import type { Rejection } from '../execution/rejection.ts';
import type { InstanceState } from '../execution/state.ts';
import type { JsonObject } from '../model/json.ts';
import type { ProcessGraph } from '../model/process-graph.ts';

export interface Deployed {
  readonly definitionId: string;
  readonly deployment: number;
  readonly version: number;
  readonly graph: ProcessGraph;
}

export interface MemoryInstance {
  /** What it runs by now. */
  definition: Deployed;
  /** Empty where the host keeps none. */
  readonly journal: JournalEntry[];
  /** Effects on it that wait until it is resumed. */
  readonly deferred: { readonly effect: Effect; readonly from: string }[];
  /** Instances that talk with each other through messages share it. */
  readonly conversationId: string;
  state: InstanceState;
}

export interface StartOptions {
  readonly variables?: JsonObject;
  readonly businessKey?: string | null;
  readonly startedBy?: string;
  readonly startElementId?: string | null;
  readonly startTriggerIndex?: number;
  readonly triggerVariables?: JsonObject;
  readonly parent?: ParentCall | null;
  readonly instanceId?: string;
  readonly conversationId?: string;
}

/** A message as it is published; what is null or absent does not narrow down who may receive it. */
export interface Message {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: JsonObject;
  readonly businessKey?: string | null;
  readonly instanceId?: string | null;
  /** Variables the receiving instance must have with these values. */
  readonly correlation?: JsonObject;
  /** The conversation of the thrower: its partner is preferred. */
  readonly conversationId?: string | null;
}

export interface BufferedMessage {
  readonly message: Message;
  readonly until: number;
}

/** What runs in memory, as messages, signals, calls and timers see it. */
export interface Processes {
  /** By process id, the oldest version first. */
  readonly definitions: ReadonlyMap<string, readonly Deployed[]>;
  readonly instances: ReadonlyMap<string, MemoryInstance>;
  readonly buffered: BufferedMessage[];
  readonly now: number;
  live(): readonly MemoryInstance[];
  start(definition: Deployed, options?: StartOptions): MemoryInstance | Rejection;
  execute(instanceId: string, command: Command): Rejection | null;
}
