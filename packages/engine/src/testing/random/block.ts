import type { Awaits, Looping, Rest } from './block-how.ts';

// Random processes are trees of blocks, each with one way in: small to print and to shrink.

export type Block =
  | TaskBlock
  | ScopeBlock
  | AdHocBlock
  | Sequence
  | Split
  | Cycle
  | Tangle
  | Race
  | EventBlock;

export const taskKinds = [
  'task',
  'manual',
  'user',
  'assigned',
  'counting',
  /** Fails while the variable `level` is no priority. */
  'picky',
  'script',
  /** Fails while the variable `mode` says so. */
  'javascript',
  'service',
  'worker',
  'send',
  'sendByWorker',
  'receive',
  'triggered',
  'rule',
  /** Fails while the variable `called` names no process. */
  'call',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A task with what may be drawn at any activity. */
export interface TaskBlock {
  readonly kind: 'task';
  readonly task: TaskKind;
  readonly how: How;
}

export interface ScopeBlock {
  readonly kind: 'subProcess' | 'transaction';
  /** It has a variable `n` of its own. */
  readonly own: boolean;
  readonly body: Block;
  readonly beside: readonly EventScope[];
  readonly how: How;
}

export interface AdHocBlock {
  readonly kind: 'adHoc';
  readonly sequential: boolean;
  readonly cancels: boolean;
  /** Done when `n` is at least that; null: without a condition. */
  readonly enough: number | null;
  /** Its first block is activated at once. */
  readonly begins: boolean;
  readonly blocks: readonly Block[];
  readonly beside: readonly EventScope[];
  readonly how: How;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly blocks: readonly Block[];
}

export const splits = [
  'parallel to parallel',
  'parallel to inclusive',
  'parallel to complex',
  'inclusive to inclusive',
  'inclusive to complex',
  /** Waits for ever where a branch is not taken. */
  'inclusive to parallel',
  'complex to inclusive',
  'exclusive to nothing',
  'inclusive to nothing',
  'task to parallel',
  'task to inclusive',
  'conditional task to nothing',
] as const;
export type SplitShape = (typeof splits)[number];

/** Where flows have conditions, branch i is taken when `v` is greater than its limit; `otherwise` makes the last one the default. */
export interface Split {
  readonly kind: 'split';
  readonly shape: SplitShape;
  readonly limits: readonly number[];
  readonly otherwise: boolean;
  /** So many tokens start a complex join; null: the first. */
  readonly starts: number | null;
  readonly blocks: readonly Block[];
}

/** Goes back to its entry so many times. */
export interface Cycle {
  readonly kind: 'cycle';
  readonly times: number;
  /** The gateway where it begins anew. */
  readonly entry: 'exclusive' | 'inclusive' | 'complex';
  readonly body: Block;
}

/** Branches that meet at an inclusive join which lies on a cycle itself. */
export interface Tangle {
  readonly kind: 'tangle';
  readonly times: number;
  readonly blocks: readonly Block[];
  readonly body: Block;
}

/** An event-based gateway. */
export interface Race {
  readonly kind: 'race';
  readonly branches: readonly { readonly awaits: Awaits | 'receive'; readonly leadsTo: Block }[];
}

export const throwable = [
  'none',
  'message',
  'messageByWorker',
  'signal',
  'escalation',
  'undoOne',
  'undoAll',
  'undoBeside',
] as const;
export type Thrown = (typeof throwable)[number];

export const endings = [
  'terminate',
  'error',
  'escalation',
  'cancel',
  'message',
  'signal',
  'undoAll',
  'none',
] as const;
export type Ending = (typeof endings)[number];

export type EventBlock =
  | {
      readonly kind: 'catch';
      readonly awaits: readonly Awaits[];
      readonly all: boolean;
      readonly rests: Rest;
    }
  /** Fails while the variable `pause` is no duration. */
  | { readonly kind: 'fragileTimer' }
  | { readonly kind: 'throw'; readonly throws: readonly Thrown[]; readonly rests: Rest }
  | { readonly kind: 'link' }
  /** An end event when `v` is greater than the limit. */
  | { readonly kind: 'leave'; readonly limit: number; readonly ending: Ending };

/** A process with its event subprocesses, and one that it calls. */
export interface RandomProcess {
  readonly body: Block;
  readonly beside: readonly EventScope[];
  readonly called: Block;
}

/** What an activity may have, whatever it does. */
export interface How {
  readonly rests: Rest;
  readonly loop: Looping | null;
  readonly edges: readonly Edge[];
  readonly undo: 'user' | 'script' | 'worker' | 'subProcess' | null;
}

/** A boundary event; `cancel` is drawn at transactions only. */
export interface Edge {
  readonly on: Awaits | 'error' | 'escalation' | 'cancel' | 'anyOf' | 'allOf';
  readonly interrupting: boolean;
  /** Catches one code instead of all. */
  readonly coded: boolean;
  readonly leadsTo: Block | null;
  /** Its path joins the one that leaves the activity. */
  readonly back: boolean;
}

/** An event subprocess. */
export interface EventScope {
  readonly on: Awaits | 'error' | 'escalation' | 'compensation' | 'allOf';
  readonly interrupting: boolean;
  readonly coded: boolean;
  readonly body: Block;
}
