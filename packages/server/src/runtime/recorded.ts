import type { Event, EventOf, JournalEntry } from '@wbpm/engine';

/** An event with what its journal entry says of it. */
export interface Recorded<RecordedEvent extends Event = Event> {
  readonly event: RecordedEvent;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly command: string;
}

export function recordedEvents(entries: readonly JournalEntry[]): Recorded[] {
  const recorded: Recorded[] = [];
  for (const { firstSeq, at, actor, command, events } of entries) {
    let seq = firstSeq;
    for (const event of events) {
      recorded.push({ event, seq, at, actor, command });
      seq += 1;
    }
  }
  return recorded;
}

/** Those of one type, in order. */
export function recordedOf<Type extends Event['type']>(
  recorded: readonly Recorded[],
  type: Type,
): readonly Recorded<EventOf<Type>>[] {
  return recorded.filter((one): one is Recorded<EventOf<Type>> => one.event.type === type);
}
