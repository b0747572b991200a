import type { DocumentRecords } from '../records/document-records.ts';
import { idOwners } from '../records/references.ts';
import { withOwnInnerIds } from './inner-ids.ts';
import { mend } from './mend.ts';
import { mergeDiagrams } from './merge-diagrams.ts';
import { mergeElements } from './merge-elements.ts';
import { inMergedOrder } from './merge-order.ts';
import type { Versions } from './merge-parts.ts';
import type { MergeConflict, MergeNote } from './model-merge.ts';
import { breakCycles } from './parents.ts';
import { restore } from './restore.ts';

export interface MergedRecords {
  readonly document: DocumentRecords;
  readonly conflicts: readonly MergeConflict[];
  readonly notes: readonly MergeNote[];
}

/** Merges three documents that were read with the same table of names. */
export function mergeRecords(versions: Versions<DocumentRecords>): MergedRecords {
  const conflicts = new Map<string, MergeConflict>();
  const notes = new Map<string, MergeNote>();
  const conflict = (found: MergeConflict) => conflicts.set(JSON.stringify([found.id, found.message]), found);
  const note = (found: MergeNote) => notes.set(JSON.stringify([found.id, found.message]), found);
  const sides = {
    base: versions.base.elements,
    ours: versions.ours.elements,
    theirs: versions.theirs.elements,
  };
  const { elements, kept } = mergeElements(sides, conflict);
  restore(elements, sides.ours, new Set(kept));
  breakCycles(elements, sides.ours, conflict);
  mend(elements, sides, { conflict, note });
  withOwnInnerIds(elements, sides.ours);
  const ordered = inMergedOrder(elements, sides, conflict);
  const diagrams = mergeDiagrams(versions, new Set(idOwners(ordered).keys()), note);
  return {
    document: { names: versions.ours.names, elements: ordered, diagrams },
    conflicts: [...conflicts.values()],
    notes: [...notes.values()],
  };
}
