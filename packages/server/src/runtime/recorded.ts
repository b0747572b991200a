import type { Event, JournalEntry } from '@wbpm/engine';

/** An event with what its journal entry says of it. */
export interface Recorded {
  readonly event: Event;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly command: string;
}

export function recordedEvents(entries: readonly JournalEntry[]): Recorded[] {
  return entries.flatMap(({ firstSeq, at, actor, command, events }) =>
    events.map((event, index) => ({ event, seq: firstSeq + index, at, actor, command })),
  );
}
