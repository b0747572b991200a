import { pushTo } from '../grouped.ts';
import type { DocumentRecords, ElementRecord } from '../records/document-records.ts';
import { nameOfRecord } from '../records/document-records.ts';
import { isReferenceAttribute } from '../records/known-names.ts';
import { elementText } from '../records/xml-text.ts';

/** Ids of the later version and what they were in the earlier. */
export type Renames = ReadonlyMap<string, string>;

/** Enough for chains of unnamed elements, each known by the one before. */
const roundLimit = 20;

/**
 * Finds elements that differ in their id alone: same kind, same place, same properties, same neighbours,
 * and nothing else like them in either version. What is less than certain was removed and added.
 */
export function findRenames(before: DocumentRecords, after: DocumentRecords): Renames {
  const gone = onlyIn(before, after);
  const come = onlyIn(after, before);
  const renames = new Map<string, string>();
  const renamedFrom = new Set<string>();
  if (gone.size === 0 || come.size === 0) return renames;
  const survivors = survivingChildren(before, after);
  for (let round = 0; round < roundLimit; round += 1) {
    const earlier = traitsOf(before, { unknown: gone, called: (id) => (renamedFrom.has(id) ? id : null) });
    const later = traitsOf(after, { unknown: come, called: (id) => renames.get(id) ?? null });
    let found = false;
    for (const [trait, records] of later) {
      const matches = earlier.get(trait) ?? [];
      const [is] = records;
      const [was] = matches;
      if (is === undefined || was === undefined || records.length > 1 || matches.length > 1) continue;
      const isCertain = is.isKnown || survivors.get(was.key)?.has(is.key) === true;
      if (!isCertain || renames.has(is.key) || renamedFrom.has(was.key)) continue;
      renames.set(is.key, was.key);
      renamedFrom.add(was.key);
      found = true;
    }
    if (!found) break;
  }
  return renames;
}

function onlyIn(one: DocumentRecords, other: DocumentRecords): ReadonlySet<string> {
  return new Set(
    [...one.elements.values()].flatMap(({ id, key }) =>
      id === key && !other.elements.has(key) ? [key] : [],
    ),
  );
}

/** Parents before and after of what is in both versions. */
function survivingChildren(
  before: DocumentRecords,
  after: DocumentRecords,
): ReadonlyMap<string, ReadonlySet<string>> {
  const pairs = new Map<string, Set<string>>();
  for (const { key, parent } of after.elements.values()) {
    const was = before.elements.get(key)?.parent;
    if (was === undefined || was === null || parent === null) continue;
    pairs.set(was, (pairs.get(was) ?? new Set()).add(parent));
  }
  return pairs;
}

interface Naming {
  readonly unknown: ReadonlySet<string>;
  /** The earlier id of one whose rename has been found. */
  readonly called: (id: string) => string | null;
}

interface Candidate {
  readonly key: string;
  /** Whether something besides its kind tells what it is. */
  readonly isKnown: boolean;
}

function traitsOf(document: DocumentRecords, { unknown, called }: Naming) {
  const known = (id: string) => (unknown.has(id) ? (called(id) ?? '?') : id);
  const neighbours = new Map<string, string[]>();
  for (const record of document.elements.values()) {
    const [source, target] = [record.attributes.get('sourceRef'), record.attributes.get('targetRef')];
    if (source === undefined || target === undefined) continue;
    pushTo(neighbours, source, `> ${known(target)}`);
    pushTo(neighbours, target, `< ${known(source)}`);
  }
  const traits = new Map<string, Candidate[]>();
  for (const key of unknown) {
    const record = document.elements.get(key);
    if (record === undefined || called(key) !== null) continue;
    const around = (neighbours.get(key) ?? []).sort();
    const ends = [...record.attributes].filter(([name]) => isReferenceAttribute(record.type, name));
    const references = ends.map(([name, value]) => `${name} ${known(value)}`);
    const trait = JSON.stringify([ownTraits(record, known), references, around]);
    const about = [...around.map((text) => text.slice(2)), ...ends.map(([, value]) => known(value))];
    const isKnown = nameOfRecord(record) !== null || (about.length > 0 && !about.includes('?'));
    pushTo(traits, trait, { key, isKnown });
  }
  return traits;
}

function ownTraits(record: ElementRecord, known: (id: string) => string): readonly unknown[] {
  const own = [...record.attributes].filter(([name]) => !isReferenceAttribute(record.type, name)).sort();
  return [
    record.type,
    known(record.parent ?? ''),
    own,
    record.parts.map(elementText),
    record.lanes.map(known),
  ];
}
