/** What a subscription waits for, resolved when it was opened. */
export type Awaited =
  /** `correlationKey` null: the name alone decides. */
  | { readonly kind: 'message'; readonly name: string; readonly correlationKey: string | null }
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'timer'; readonly dueAt: number; readonly repeat: Repeat | null }
  /** `held`: the condition held when last looked at; it triggers when it becomes true. */
  | { readonly kind: 'conditional'; readonly held: boolean };

export type AwaitedKind = Awaited['kind'];

/** How a cycle goes on after the next time it fires. */
export interface Repeat {
  /** ISO 8601 duration or cron expression. */
  readonly every: string;
  /** How often it fires after the next time; null: without end. */
  readonly left: number | null;
}

/**
 * Something outside that will move a token. `hostId` is what it belongs to: the catching element
 * instance itself, the event-based gateway, the activity a boundary event is attached to, or the scope
 * (instance id at the top) of an event subprocess. It goes when its host goes.
 */
export interface Subscription {
  readonly id: string;
  /** The event (or receive task) that reacts. */
  readonly elementId: string;
  readonly hostId: string;
  /** Which of the triggers of the event this is. */
  readonly triggerIndex: number;
  awaited: Awaited;
}
