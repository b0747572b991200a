import type { Event, JournalEntry } from '@wbpm/engine';

/** How journals told of timers before these became subscriptions. */
type EarlierEvent =
  | {
      readonly type: 'timerScheduled';
      readonly elementId: string;
      readonly elementInstanceId: string;
      readonly dueAt: number;
    }
  | { readonly type: 'timerFired'; readonly elementId: string; readonly elementInstanceId: string };

/** The entry in the words of today, event by event, so that it can be folded. The journal itself stays as it is. */
export function inCurrentEvents(entry: JournalEntry): JournalEntry {
  // Stored by this program, in this version or an earlier one.
  const events = entry.events as readonly (Event | EarlierEvent)[];
  return { ...entry, events: events.map(currentEvent) };
}

function currentEvent(event: Event | EarlierEvent): Event {
  if (event.type === 'timerScheduled') {
    const { elementId, elementInstanceId, dueAt } = event;
    const awaited = { kind: 'timer', dueAt, repeat: null } as const;
    const of = { elementId, elementInstanceId };
    return {
      type: 'subscriptionOpened',
      ...of,
      // The id under which the store has kept such a timer since it became a subscription.
      subscriptionId: elementInstanceId,
      triggerIndex: 0,
      awaited,
    };
  }
  if (event.type === 'timerFired') return { ...event, type: 'elementCompleting' };
  return event;
}
