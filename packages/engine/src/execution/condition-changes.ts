import type { Event } from './event.ts';

/** What has happened since conditions were last looked at. */
export interface ConditionChanges {
  readonly variables: ReadonlySet<string>;
  /** Subscriptions that have just begun to wait. */
  readonly opened: ReadonlySet<string>;
  /** Conditions were not looked at for a while: any variable may have been written. */
  readonly unseen: boolean;
}

const nothing: ConditionChanges = { variables: new Set(), opened: new Set(), unseen: false };

/** The changes with what an event adds to them; null: nothing a condition could depend on. */
export function withChange(changes: ConditionChanges | null, event: Event): ConditionChanges | null {
  const before = changes ?? nothing;
  if (event.type === 'variablesSet') {
    return { ...before, variables: new Set([...before.variables, ...Object.keys(event.variables)]) };
  }
  if (event.type === 'subscriptionOpened' && event.awaited.kind === 'conditional') {
    return { ...before, opened: new Set([...before.opened, event.subscriptionId]) };
  }
  if (event.type === 'instanceResumed') return { ...before, unseen: true };
  // The progress of a loop is seen by the conditions in it, under names of its own.
  return event.type === 'loopStarted' || event.type === 'loopItemEnded' ? before : changes;
}

/** A condition that names a variable is looked at when it begins to wait, then when that variable is written. */
export function mayChange(changes: ConditionChanges, id: string, variableName: string | null): boolean {
  if (variableName === null || changes.unseen) return true;
  return changes.opened.has(id) || changes.variables.has(variableName);
}
