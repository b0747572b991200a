import type { Event, JournalEntry } from '@wbpm/engine';
import { canonicalText } from './canonical-text.ts';
import type { SeenInstance } from './host.ts';

/** Of each instance, in the order in which they came into being: a line per entry and per event. */
export type Journals = readonly (readonly string[])[];

/** Ids as the memory host and the store make them. */
const generatedId = /\bid-\d{9}\b|\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g;

/**
 * The journals of all instances in the form in which every host must show the same: without the actor,
 * with generated ids named id1, id2, … by their first appearance, and with a command that was cut into
 * turns as one entry.
 */
export function journalsOf(instances: readonly SeenInstance[]): Journals {
  const names = new Map<string, string>();
  const named = (id: string): string => {
    const name = names.get(id) ?? `id${names.size + 1}`;
    names.set(id, name);
    return name;
  };
  return instances.map(({ journal }) =>
    journal.flatMap(entryLines).map((line) => line.replaceAll(generatedId, named)),
  );
}

function entryLines({ firstSeq, at, command, events }: JournalEntry): string[] {
  const lines = events.map(eventLine);
  const isContinued = command === 'continueInstance';
  return isContinued ? lines : [`${firstSeq} ${command} at ${new Date(at).toISOString()}`, ...lines];
}

function eventLine(event: Event): string {
  const { type, ...data } = event;
  // A definition is told by its process and version; how a host names it is its own affair.
  return `${type} ${canonicalText({ ...data, definitionId: undefined })}`;
}

/** Where two hosts first differ in the journal of an instance; nothing when their journals are identical. */
export function journalDifferences(seen: Journals, expected: Journals): string[] {
  const aliases = Array.from({ length: Math.max(seen.length, expected.length) }, (_, index) => index);
  return aliases.flatMap((index) => {
    const [found = [], wanted = []] = [seen[index], expected[index]];
    const length = Math.max(found.length, wanted.length);
    for (let line = 0; line < length; line += 1) {
      if (found[line] === wanted[line]) continue;
      return [
        `journal of p${index + 1}, line ${line + 1}: expected ${wanted[line] ?? 'its end'}, found ${found[line] ?? 'its end'}`,
      ];
    }
    return [];
  });
}
