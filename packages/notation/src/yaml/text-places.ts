import type { Finding } from '../finding.ts';
import { positionsIn } from '../xml/positions.ts';

/** A text as value, and where in it each part stands; or why it is no such text. */
export type ParsedText =
  | {
      readonly kind: 'parsed';
      readonly value: unknown;
      /** Gives a finding with a pointer the line and column of what it points to. */
      readonly located: (finding: Finding) => Finding;
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Knows where in a text the members of its value stand: at their key, items of a list at their beginning. */
export function placesIn(text: string, offsets: ReadonlyMap<string, number>): (finding: Finding) => Finding {
  const positions = positionsIn(text);
  return (finding) => {
    if (finding.pointer === null) return finding;
    return { ...finding, ...positions.at(nearest(finding.pointer, offsets)) };
  };
}

/** What is missing has the place of what it is missing in. */
function nearest(pointer: string, offsets: ReadonlyMap<string, number>): number {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const offset = offsets.get(pointer.slice(0, end));
    if (offset !== undefined) return offset;
  }
  return offsets.get('') ?? 0;
}
