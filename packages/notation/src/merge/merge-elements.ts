import { type ElementRecord, nameOfRecord } from '../records/document-records.ts';
import { toolAttributes } from '../records/known-names.ts';
import { elementText } from '../records/xml-text.ts';
import { decide, mergeComments, mergeMaps, mergeParts, type Versions } from './merge-parts.ts';
import type { MergeConflict, ReportProperty } from './model-merge.ts';

export type Elements = ReadonlyMap<string, ElementRecord>;

export interface MergedElements {
  readonly elements: Map<string, ElementRecord>;
  /** Elements theirs has removed and ours keeps, in conflict. */
  readonly kept: readonly string[];
}

/** Merges element by element; references between them are looked after later. */
export function mergeElements(
  { base, ours, theirs }: Versions<Elements>,
  report: (conflict: MergeConflict) => void,
): MergedElements {
  const elements = new Map<string, ElementRecord>();
  const kept: string[] = [];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [was, our, their] = [base.get(key), ours.get(key), theirs.get(key)];
    if (our !== undefined && their !== undefined) {
      elements.set(key, mergeElement({ base: was, ours: our, theirs: their }, report));
    } else if (was === undefined) {
      const added = our ?? their;
      if (added !== undefined) elements.set(key, added);
    } else if (our !== undefined && !isSame(was, our)) {
      elements.set(key, our);
      kept.push(key);
      report(removedAndChanged(our, 'theirs'));
    } else if (their !== undefined && !isSame(was, their)) {
      report(removedAndChanged(their, 'ours'));
    }
  }
  return { elements, kept };
}

function removedAndChanged(record: ElementRecord, removedBy: 'ours' | 'theirs'): MergeConflict {
  const changedBy = removedBy === 'ours' ? 'theirs' : 'ours';
  const outcome = removedBy === 'ours' ? 'it stays removed' : 'it is kept';
  return {
    ...conflictAt(record),
    kind: 'removed-and-changed',
    message: `Expected ${record.key} to be removed or changed, but ${removedBy} removed and ${changedBy} changed it; ${outcome}`,
  };
}

export function conflictAt(record: ElementRecord) {
  const { key: id, type } = record;
  return { id, type, name: nameOfRecord(record), path: null, base: null, ours: null, theirs: null };
}

function mergeElement(
  {
    base,
    ours,
    theirs,
  }: { readonly base: ElementRecord | undefined } & Omit<Versions<ElementRecord>, 'base'>,
  report: (conflict: MergeConflict) => void,
): ElementRecord {
  const kind = base === undefined ? 'added-differently' : 'changed-differently';
  const reportProperty: ReportProperty = (property) => {
    if (ours.parent === null && toolAttributes.has(property.path)) return;
    const said = (value: string | null) => (value === null ? 'nothing' : `'${value.slice(0, 100)}'`);
    const message = `Expected one ${property.path} of ${ours.key}, but found ${said(property.ours)} in ours and ${said(property.theirs)} in theirs`;
    report({ ...conflictAt(ours), kind, ...property, message });
  };
  const type = decide(base?.type ?? null, ours.type, theirs.type);
  if (type === null) {
    reportProperty({ path: 'type', base: base?.type ?? null, ours: ours.type, theirs: theirs.type });
    return ours;
  }
  const value = <Key extends 'parent' | 'lanes'>(key: Key): ElementRecord[Key] => {
    const text = (record: ElementRecord | undefined) => record?.[key]?.toString() ?? null;
    const [was, our, their] = [text(base), text(ours), text(theirs)];
    const decision = decide(was, our, their);
    if (decision === null) reportProperty({ path: key, base: was, ours: our, theirs: their });
    return decision === 'theirs' ? theirs[key] : ours[key];
  };
  const none = new Map<string, string>();
  return {
    key: ours.key,
    id: ours.id,
    type: type === 'theirs' ? theirs.type : ours.type,
    parent: value('parent'),
    lanes: value('lanes'),
    attributes: mergeMaps(
      { base: base?.attributes ?? none, ours: ours.attributes, theirs: theirs.attributes },
      '',
      reportProperty,
    ),
    parts: mergeParts(
      { base: base?.parts ?? [], ours: ours.parts, theirs: theirs.parts },
      '',
      reportProperty,
    ),
    comments: mergeComments(
      { base: base?.comments ?? [], ours: ours.comments, theirs: theirs.comments },
      '',
      reportProperty,
    ),
  };
}

function isSame(a: ElementRecord, b: ElementRecord): boolean {
  return exactly(a) === exactly(b);
}

function exactly({ id, type, parent, attributes, parts, lanes, comments }: ElementRecord): string {
  return JSON.stringify([id, type, parent, [...attributes].sort(), parts.map(elementText), lanes, comments]);
}
