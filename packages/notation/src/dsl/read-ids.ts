import { cursorAfterKeyword, takeId } from './cursor.ts';
import type { Place, ReportAt } from './excerpt.ts';
import { keywords } from './keywords.ts';
import type { Entry, Part } from './tree.ts';
import { isReserved } from './words.ts';

const withoutId: ReadonlySet<string> = new Set([
  'WHEN',
  'OTHERWISE',
  'BRANCH',
  'REPEAT',
  'UNTIL',
  'WHILE',
  'FOR',
  'UNDO',
  'CATCHES',
  'THROWS',
  'BEHAVIOR',
  'FIELD',
  'COLLABORATION',
]);

/** All ids the text gives, so that derived ones stay apart from them. */
export function writtenIds(entries: readonly Entry[], report: ReportAt): ReadonlySet<string> {
  const ids = new Map<string, Place>();
  const pending: Entry[] = [...entries].reverse();
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    for (let at = entry.block.length - 1; at >= 0; at -= 1) {
      const below = entry.block[at];
      if (below !== undefined) pending.push(below);
    }
    if (entry.kind !== 'statement') continue;
    const part = idIn(entry.parts);
    if (part === null) continue;
    const earlier = ids.get(part.text);
    if (earlier === undefined) ids.set(part.text, part);
    else {
      report(
        part,
        'duplicate-id',
        `Expected an id of its own, but found ${part.text}, which line ${earlier.line} has`,
      );
    }
  }
  return new Set(ids.keys());
}

function idIn(parts: readonly Part[]): Part | null {
  const [first] = parts;
  if (first?.kind === 'arrow') {
    const as = parts.findIndex(({ kind, text }) => kind === 'word' && text.toUpperCase() === 'AS');
    const id = as < 0 ? undefined : parts[as + 1];
    return id?.kind === 'quotedId' || (id?.kind === 'word' && !isReserved(id.text)) ? id : null;
  }
  const keyword = first?.kind === 'word' ? first.text.toUpperCase() : '';
  if (!Object.hasOwn(keywords, keyword) || withoutId.has(keyword)) return null;
  return takeId(
    cursorAfterKeyword({ kind: 'statement', parts, block: [], line: 1, column: 1, endLine: 1, endColumn: 1 }),
  );
}
