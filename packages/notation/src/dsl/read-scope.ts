import type { Draft } from './draft.ts';
import type { Place } from './excerpt.ts';
import { openEnd, type ScopeInText } from './flows.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './tree.ts';

/** What is written in a subprocess; with `start` it begins with that event. */
export function readContent(
  statements: readonly Statement[],
  draft: Draft,
  isOrdered: boolean,
  reading: Reading,
  start: Draft | null = null,
  place: Place | null = null,
): void {
  const scope: ScopeInText = { draft, activities: [], flows: [], data: [], isOrdered };
  reading.scopes.push(scope);
  if (start !== null) scope.activities.push(start);
  const open = start === null || place === null ? [] : [openEnd(start, place)];
  reading.readSteps(statements, open, scope, reading);
}
