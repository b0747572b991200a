import type { Event, JournalEntry } from '../execution/event.ts';
import { instanceLifecycle, type LifecycleStatus, lifecycle } from '../execution/lifecycle.ts';
import type { InstanceStatus } from '../execution/state.ts';

/** Transitions as `from > to`. */
export interface Transitions {
  readonly elements: ReadonlySet<string>;
  readonly instance: ReadonlySet<string>;
}

/** The transitions a journal shows, read from its events alone. */
export function transitionsOf(journal: readonly JournalEntry[]): Transitions {
  const elements = new Set<string>();
  const instance = new Set<string>();
  const statuses = new Map<string, LifecycleStatus>();
  let status: InstanceStatus = 'active';

  const move = (id: string, to: LifecycleStatus): void => {
    const from = statuses.get(id);
    if (from === undefined) throw new Error(`Expected ${id} to be ready before it is ${to}`);
    elements.add(`${from} > ${to}`);
    statuses.set(id, to);
  };
  for (const event of journal.flatMap((entry) => entry.events)) {
    if (event.type === 'elementReady') statuses.set(event.elementInstanceId, 'ready');
    if (event.type === 'tokensJoined' && !event.begins) for (const id of event.merged) move(id, 'completed');
    const to = elementStatusAfter(event);
    if (to !== null && 'elementInstanceId' in event) move(event.elementInstanceId, to);
    const instanceStatus = instanceStatusAfter(event);
    if (instanceStatus !== null) {
      instance.add(`${status} > ${instanceStatus}`);
      status = instanceStatus;
    }
  }
  return { elements, instance };
}

/** Transitions of a journal that no table allows. */
export function forbiddenTransitions(journal: readonly JournalEntry[]): string[] {
  const shown = transitionsOf(journal);
  const elements = new Set(transitionsIn(lifecycle));
  const instance = new Set(transitionsIn(instanceLifecycle));
  return [
    ...[...shown.elements].filter((transition) => !elements.has(transition)),
    ...[...shown.instance].filter((transition) => !instance.has(transition)),
  ];
}

export function transitionsIn(table: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(table).flatMap(([from, tos]) => tos.map((to) => `${from} > ${to}`));
}

function elementStatusAfter(event: Event): LifecycleStatus | null {
  switch (event.type) {
    case 'elementActivated':
      return 'active';
    case 'elementCompleting':
    case 'userTaskCompleted':
    case 'jobCompleted':
    case 'callCompleted':
      return 'completing';
    case 'tokensJoined':
      return event.begins ? null : 'completing';
    case 'elementCompleted':
      return 'completed';
    case 'elementTerminated':
      return 'terminated';
    default:
      return null;
  }
}

function instanceStatusAfter(event: Event): InstanceStatus | null {
  switch (event.type) {
    case 'instanceSuspended':
      return 'suspended';
    case 'instanceResumed':
      return 'active';
    case 'instanceCompleted':
      return 'completed';
    case 'instanceTerminated':
      return 'terminated';
    case 'instanceFailed':
      return 'failed';
    default:
      return null;
  }
}
