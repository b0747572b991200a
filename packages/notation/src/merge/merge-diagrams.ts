import { createFreeNames } from '../free-names.ts';
import { alignParts } from '../records/align-parts.ts';
import type { DiagramRecord, DocumentRecords } from '../records/document-records.ts';
import { elementText } from '../records/xml-text.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import { decide, mergeMaps, type Versions } from './merge-parts.ts';
import { mergeSequence } from './merge-sequence.ts';
import type { MergeNote } from './model-merge.ts';

/**
 * Merges what is drawn of the merged elements. Bounds, waypoints and labels are taken whole; where both
 * sides drew something differently ours stands, with a note.
 */
export function mergeDiagrams(
  versions: Versions<DocumentRecords>,
  ids: ReadonlySet<string>,
  note: (note: MergeNote) => void,
): ReadonlyMap<string, DiagramRecord> {
  const { base, ours, theirs } = versions;
  const merged = new Map<string, DiagramRecord>();
  for (const key of new Set([...ours.diagrams.keys(), ...theirs.diagrams.keys()])) {
    const record = mergeRecord(key, versions, note);
    if (record === null || isOfNothing(record, versions, ids)) continue;
    merged.set(key, record);
  }
  for (const [key, { parent }] of merged) if (parent !== null && !merged.has(parent)) merged.delete(key);
  const order = mergeSequence(
    [...base.diagrams.keys()],
    [...ours.diagrams.keys()],
    [...theirs.diagrams.keys()],
    new Set(merged.keys()),
  );
  const sorted = new Map<string, DiagramRecord>();
  for (const key of order) {
    const record = merged.get(key);
    if (record !== undefined) sorted.set(key, record);
  }
  return withOwnIds(sorted, versions, ids);
}

function mergeRecord(
  key: string,
  { base, ours, theirs }: Versions<DocumentRecords>,
  note: (note: MergeNote) => void,
): DiagramRecord | null {
  const [was, our, their] = [base, ours, theirs].map(({ diagrams }) => diagrams.get(key));
  if (our === undefined || their === undefined) {
    const kept = our ?? their;
    const other = our === undefined ? ours : theirs;
    const isErased = was !== undefined && kept !== undefined && exactly(was) === exactly(kept);
    // An element that is gone on that side took its drawing with it; where the element is kept, so is that.
    const isOnlyErased = was?.element === null || other.elements.has(was?.element ?? '');
    return kept === undefined || (isErased && isOnlyErased) ? null : kept;
  }
  const differing: string[] = [];
  const report = ({ path }: { readonly path: string }) => {
    if (path !== 'id') differing.push(path);
  };
  const attributes = mergeMaps(
    { base: was?.attributes ?? new Map(), ours: our.attributes, theirs: their.attributes },
    '',
    report,
  );
  const parts = mergePlaces({ base: was?.parts ?? [], ours: our.parts, theirs: their.parts }, report);
  if (differing.length > 0) {
    const message = `Drawn differently in ours and theirs (${differing.join(', ')}); it is drawn as in ours`;
    note({ id: our.element ?? key, message });
  }
  const comments = [...new Set([...our.comments, ...their.comments])];
  return { ...our, attributes, parts, element: attributes.get('bpmnElement') ?? null, comments };
}

function mergePlaces(
  { base, ours, theirs }: Versions<readonly XmlElement[]>,
  report: (property: { readonly path: string }) => void,
): readonly XmlElement[] {
  return alignParts([base, ours, theirs]).flatMap(({ label, members: [was = [], our = [], their = []] }) => {
    const decision = decide(partsText(was), partsText(our), partsText(their));
    if (decision === null) report({ path: label });
    return decision === 'theirs' ? their : our;
  });
}

function partsText(parts: readonly XmlElement[]): string {
  return parts.map(elementText).join('\n');
}

function exactly({ attributes, parts, parent }: DiagramRecord): string {
  return JSON.stringify([parent, [...attributes].sort(), partsText(parts)]);
}

/** A drawing of an element that was there and is gone. */
function isOfNothing(
  { element }: DiagramRecord,
  { ours, theirs }: Versions<DocumentRecords>,
  ids: ReadonlySet<string>,
): boolean {
  if (element === null || ids.has(element)) return false;
  return ours.elements.has(element) || theirs.elements.has(element);
}

/** Both sides may have given the same id to different drawings; nothing refers to those. */
function withOwnIds(
  diagrams: ReadonlyMap<string, DiagramRecord>,
  { ours }: Versions<DocumentRecords>,
  ids: ReadonlySet<string>,
): ReadonlyMap<string, DiagramRecord> {
  const taken = new Set([...ids, ...[...ours.diagrams.values()].map(idOf)]);
  const freeId = createFreeNames('_', taken);
  return new Map(
    [...diagrams].map(([key, record]) => {
      const id = idOf(record);
      const isFromTheirs = !ours.diagrams.has(key);
      if (id === '' || !isFromTheirs || !taken.has(id)) {
        taken.add(id);
        return [key, record];
      }
      return [key, { ...record, attributes: new Map([...record.attributes, ['id', freeId(id)]]) }];
    }),
  );
}

function idOf({ attributes }: DiagramRecord): string {
  return attributes.get('id') ?? '';
}
