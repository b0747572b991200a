import type { ModelDiff } from './model-diff.ts';

export type DiffMark = 'added' | 'removed' | 'changed' | 'moved' | 'layout';

/** What to colour in a drawing of either version, by element id. */
export interface DiffMarks {
  readonly before: ReadonlyMap<string, DiffMark>;
  readonly after: ReadonlyMap<string, DiffMark>;
}

/** The weightiest mark of each element: added or removed, then changed, moved, drawn differently. */
export function diffMarks(diff: ModelDiff): DiffMarks {
  const earlierIds = new Map(diff.renamed.map(({ id, before }) => [id, before]));
  const both: [string, DiffMark][] = [
    ...diff.layout.map(({ id }) => [id, 'layout'] satisfies [string, DiffMark]),
    ...diff.moved.map(({ id }) => [id, 'moved'] satisfies [string, DiffMark]),
    ...[...diff.renamed, ...diff.changed].map(({ id }) => [id, 'changed'] satisfies [string, DiffMark]),
  ];
  const earlier = both.map(([id, mark]): [string, DiffMark] => [earlierIds.get(id) ?? id, mark]);
  return {
    before: new Map([
      ...earlier,
      ...diff.removed.map(({ id }) => [id, 'removed'] satisfies [string, DiffMark]),
    ]),
    after: new Map([...both, ...diff.added.map(({ id }) => [id, 'added'] satisfies [string, DiffMark])]),
  };
}
