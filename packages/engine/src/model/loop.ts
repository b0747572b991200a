import type { Throw } from './event-definition.ts';
import type { Expression } from './expression.ts';

/** Standard loop (BPMN 2.0 §13.3.6): one instance after the other while the condition holds. */
export interface StandardLoop {
  readonly kind: 'standard';
  /** null: always, up to `maximum`. */
  readonly condition: Expression | null;
  readonly testBefore: boolean;
  readonly maximum: Expression | null;
}

/**
 * Multi-instance (BPMN 2.0 §13.3.7). `collection` gives an instance per item, `cardinality` so many;
 * exactly one of them is given.
 */
export interface MultiInstance {
  readonly kind: 'multiInstance';
  readonly sequential: boolean;
  readonly cardinality: Expression | null;
  readonly collection: Expression | null;
  /** Variable, local to each instance, that holds its item. */
  readonly inputElement: string | null;
  /** Variable of the enclosing scope that gets the list of `outputElement`s, in the order of the items. */
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  /** Checked after each instance; once it holds, the remaining ones are terminated. */
  readonly completionCondition: Expression | null;
  readonly behaviorEvents: readonly BehaviorEvent[];
  /** Each instance rests before or after, as elements do that ask for it. */
  readonly asyncBefore?: true;
  readonly asyncAfter?: true;
}

/** An event the activity throws on its own boundary: after the first instance, after each, or after each for which the condition holds. */
export interface BehaviorEvent {
  readonly when: 'one' | 'none' | 'complex';
  readonly condition: Expression | null;
  readonly throws: Throw;
}

export type Loop = StandardLoop | MultiInstance;
