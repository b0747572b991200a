import { type ElementRecord, nameOfRecord } from '../records/document-records.ts';
import { definitionTypes, ends } from '../records/known-names.ts';
import { idOwners, type Reference, referencesOf } from '../records/references.ts';
import { conflictAt, type Elements } from './merge-elements.ts';
import type { Versions } from './merge-parts.ts';
import type { MergeConflict, MergeNote } from './model-merge.ts';
import { restore } from './restore.ts';

export interface Mending {
  readonly conflict: (conflict: MergeConflict) => void;
  readonly note: (note: MergeNote) => void;
}

interface Work {
  readonly elements: Map<string, ElementRecord>;
  readonly versions: Versions<Elements>;
  readonly owners: { readonly ours: Owners; readonly theirs: Owners };
  readonly mending: Mending;
  /** What this pass puts back. */
  readonly restoring: { readonly ours: Set<string>; readonly theirs: Set<string> };
}

type Owners = ReadonlyMap<string, string>;

/** An element somebody refers to, and which is not there; without a reference it is the parent. */
interface Broken {
  readonly target: string;
  readonly reference: Reference | null;
}

/** Mending one reference may break others, but each step goes towards what ours says. */
const passLimit = 100;

/**
 * Mends what refers to something the other side removed:
 *
 * - definitions (messages, errors, data stores …) stay as long as anything refers to them; that is a note;
 * - what theirs removed and ours uses is put back with what belongs to it; that is a conflict;
 * - what ours removed stays removed: a flow, boundary event or content that only theirs has goes with it,
 *   other references say what ours says, or nothing; that is a conflict;
 * - an element whose lane is gone is in that lane no longer; that is a note.
 *
 * References that led nowhere before the merge are left as they are.
 */
export function mend(
  elements: Map<string, ElementRecord>,
  versions: Versions<Elements>,
  mending: Mending,
): void {
  const owners = { ours: idOwners(versions.ours), theirs: idOwners(versions.theirs) };
  const restoring = { ours: new Set<string>(), theirs: new Set<string>() };
  const work = { elements, versions, owners, mending, restoring };
  for (let pass = 0; pass < passLimit; pass += 1) {
    const present = idOwners(elements);
    const broken = [...elements.values()].flatMap((record) =>
      brokenIn(record, elements, present).map((one) => ({ record, one })),
    );
    const mended = broken.filter(
      ({ record, one }) => elements.get(record.key) === record && mendOne(record, one, work),
    );
    if (mended.length === 0) break;
    restore(elements, versions.ours, restoring.ours);
    restore(elements, versions.theirs, restoring.theirs);
    restoring.ours.clear();
    restoring.theirs.clear();
  }
  leaveLanes(work);
}

function brokenIn(record: ElementRecord, elements: Elements, present: Owners): readonly Broken[] {
  const { parent } = record;
  const isOrphan = parent !== null && !elements.has(parent);
  return [
    ...(isOrphan ? [{ target: parent, reference: null }] : []),
    ...referencesOf(record)
      .filter(({ target }) => !present.has(target))
      .map((reference) => ({ target: reference.target, reference })),
  ];
}

function mendOne(record: ElementRecord, broken: Broken, work: Work): boolean {
  const { elements, versions, mending } = work;
  const [inOurs, inTheirs] = [ownerIn('ours', broken, work), ownerIn('theirs', broken, work)];
  if (inOurs === null && inTheirs === null) return false;
  if (inOurs === null && says(versions.ours.get(record.key), broken)) return false;
  if (inTheirs === null && says(versions.theirs.get(record.key), broken)) return false;
  const owner = inOurs ?? inTheirs;
  if (owner === null) return false;
  const isWhole = !elements.has(owner.key);
  if (isWhole && definitionTypes.has(owner.type)) {
    mending.note({
      id: owner.key,
      message: `${owner.key} was removed, but ${record.key} refers to it; it stays`,
    });
    work.restoring[inOurs === null ? 'theirs' : 'ours'].add(owner.key);
    return true;
  }
  const outcome = isWhole && inOurs !== null ? 'it is kept' : 'it stays removed';
  const removedBy = inOurs === null ? 'ours' : 'theirs';
  const usedBy = inOurs === null ? 'theirs' : 'ours';
  mending.conflict({
    ...conflictAt(owner),
    kind: 'removed-and-used',
    message: `Expected ${broken.target} for ${calledRecord(record)}, but ${removedBy} removed it and ${usedBy} refers to it; ${outcome}`,
  });
  if (isWhole && inOurs !== null) work.restoring.ours.add(owner.key);
  else letGo(record, broken, work);
  return true;
}

function ownerIn(side: 'ours' | 'theirs', { target, reference }: Broken, work: Work): ElementRecord | null {
  const key = reference === null ? target : work.owners[side].get(target);
  return work.versions[side].get(key ?? '') ?? null;
}

/** Whether a version itself refers to what it has not. */
function says(record: ElementRecord | undefined, { target, reference }: Broken): boolean {
  if (record === undefined) return false;
  if (reference === null) return record.parent === target;
  return referencesOf(record).some(
    (other) => other.target === target && other.attribute === reference.attribute,
  );
}

function calledRecord({ key, type }: ElementRecord): string {
  return `${type} ${key}`;
}

/** Takes a reference back to what ours says; what only theirs has and cannot be without it goes. */
function letGo(record: ElementRecord, { target, reference }: Broken, { elements, versions }: Work): void {
  const our = versions.ours.get(record.key);
  if (reference === null) {
    if (our === undefined || our.parent === target) elements.delete(record.key);
    else elements.set(record.key, { ...record, parent: our.parent });
    return;
  }
  const { attribute, part } = reference;
  if (attribute !== null) {
    const value = our?.attributes.get(attribute);
    const attributes = new Map(record.attributes);
    if (value === undefined || value === target) attributes.delete(attribute);
    else attributes.set(attribute, value);
    if (!attributes.has(attribute) && ends.includes(attribute)) elements.delete(record.key);
    else elements.set(record.key, { ...record, attributes });
    return;
  }
  if (part === null) return;
  const others = record.parts.filter((other) => other !== part);
  elements.set(record.key, { ...record, parts: others });
}

function leaveLanes({ elements, versions, mending }: Work): void {
  for (const record of elements.values()) {
    const lanes = record.lanes.filter((lane) => elements.has(lane));
    if (lanes.length === record.lanes.length) continue;
    elements.set(record.key, { ...record, lanes });
    const gone = record.lanes.filter((lane) => !lanes.includes(lane));
    const name = nameOfRecord(record) ?? record.key;
    const isNew = gone.some((lane) => versions.base.get(record.key)?.lanes.includes(lane) !== true);
    if (isNew)
      mending.note({
        id: record.key,
        message: `Lane ${gone.join(', ')} was removed; ${name} is in it no longer`,
      });
  }
}
