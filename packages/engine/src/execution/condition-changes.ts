import type { TriggerOf } from '../model/event-definition.ts';
import type { Event } from './event.ts';
import type { InstanceState } from './state.ts';

/** What has happened since conditions were last looked at. */
export interface ConditionChanges {
  /** Names of variables that were not there before in the scope they were written to. */
  readonly created: ReadonlySet<string>;
  readonly updated: ReadonlySet<string>;
  /** Subscriptions that have just begun to wait. */
  readonly opened: ReadonlySet<string>;
  /** Conditions were not looked at for a while: any variable may have been written. */
  readonly unseen: boolean;
}

const nothing: ConditionChanges = {
  created: new Set(),
  updated: new Set(),
  opened: new Set(),
  unseen: false,
};

/**
 * The changes with what an event adds to them; null: nothing a condition could depend on. The state is that
 * before the event.
 */
export function withChange(
  changes: ConditionChanges | null,
  event: Event,
  state: InstanceState,
): ConditionChanges | null {
  const before = changes ?? nothing;
  if (event.type === 'variablesSet') {
    const known = state.variables.get(event.scopeId) ?? {};
    const names = Object.keys(event.variables);
    return {
      ...before,
      created: new Set([...before.created, ...names.filter((name) => !Object.hasOwn(known, name))]),
      updated: new Set([...before.updated, ...names.filter((name) => Object.hasOwn(known, name))]),
    };
  }
  if (event.type === 'subscriptionOpened' && event.awaited.kind === 'conditional') {
    return { ...before, opened: new Set([...before.opened, event.subscriptionId]) };
  }
  if (event.type === 'instanceResumed') return { ...before, unseen: true };
  // The progress of a loop is seen by the conditions in it, under names of its own.
  return event.type === 'loopStarted' || event.type === 'loopItemEnded' ? before : changes;
}

/**
 * A condition that names a variable, or what must become of one, is looked at when it begins to wait, then when
 * that happens. Variables are never deleted.
 */
export function mayChange(
  changes: ConditionChanges,
  id: string,
  { variableName, variableEvents }: Pick<TriggerOf<'conditional'>, 'variableName' | 'variableEvents'>,
): boolean {
  if (changes.unseen || changes.opened.has(id)) return true;
  if (variableName === null && variableEvents === undefined) return true;
  const looksAt = (kind: 'create' | 'update') => variableEvents?.includes(kind) ?? true;
  const looked = [
    ...(looksAt('create') ? [changes.created] : []),
    ...(looksAt('update') ? [changes.updated] : []),
  ];
  return looked.some((names) => (variableName === null ? names.size > 0 : names.has(variableName)));
}
