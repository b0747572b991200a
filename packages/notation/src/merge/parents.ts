import type { ElementRecord } from '../records/document-records.ts';
import { conflictAt, type Elements } from './merge-elements.ts';
import type { MergeConflict } from './model-merge.ts';

/** Two moves, each sound, can put elements into one another. Those stand then where ours has them. */
export function breakCycles(
  elements: Map<string, ElementRecord>,
  ours: Elements,
  report: (conflict: MergeConflict) => void,
): void {
  const sound = new Set<string>();
  for (const start of [...elements.keys()]) {
    const path = new Set<string>();
    let key: string | null = start;
    while (key !== null && !sound.has(key) && !path.has(key)) {
      path.add(key);
      key = elements.get(key)?.parent ?? null;
    }
    if (key !== null && path.has(key)) {
      for (const member of path) standAsInOurs(member, elements, ours, report);
    }
    for (const member of path) sound.add(member);
  }
}

function standAsInOurs(
  key: string,
  elements: Map<string, ElementRecord>,
  ours: Elements,
  report: (conflict: MergeConflict) => void,
): void {
  const [record, our] = [elements.get(key), ours.get(key)];
  if (record === undefined || our === undefined || record.parent === our.parent) return;
  elements.set(key, { ...record, parent: our.parent });
  report({
    ...conflictAt(record),
    kind: 'changed-differently',
    path: 'parent',
    ours: our.parent,
    theirs: record.parent,
    message: `Expected ${key} in one place, but ours and theirs moved it into each other; it stands as in ours`,
  });
}
