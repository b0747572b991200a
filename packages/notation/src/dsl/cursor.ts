import type { Place, ReportAt } from './excerpt.ts';
import { suggestion } from './nearest.ts';
import type { Cursor } from './reading.ts';
import type { Part, Statement } from './tree.ts';
import { clauseWords, isReserved } from './words.ts';

/** The parts after the keyword. */
export function cursorAfterKeyword(statement: Statement): Cursor {
  return { parts: statement.parts, at: 1 };
}

export function peek({ parts, at }: Cursor): Part | undefined {
  return parts[at];
}

function takeIf(cursor: Cursor, fits: (part: Part) => boolean): Part | null {
  const part = peek(cursor);
  if (part === undefined || !fits(part)) return null;
  cursor.at += 1;
  return part;
}

export function isWord(part: Part | undefined, ...words: readonly string[]): boolean {
  return part?.kind === 'word' && words.includes(part.text.toUpperCase());
}

export function takeWord(cursor: Cursor, ...words: readonly string[]): string | null {
  return takeIf(cursor, (part) => isWord(part, ...words))?.text.toUpperCase() ?? null;
}

/** An id: a word that introduces nothing, or anything in backticks. */
export function takeId(cursor: Cursor): Part | null {
  return takeIf(cursor, ({ kind, text }) => kind === 'quotedId' || (kind === 'word' && !isReserved(text)));
}

export function takeText(cursor: Cursor): Part | null {
  return takeIf(cursor, ({ kind }) => kind === 'text');
}

export function takeExpression(cursor: Cursor): Part | null {
  return takeIf(cursor, ({ kind }) => kind === 'expression');
}

/** An id, or a name in quotes. */
export function takeMention(cursor: Cursor): Part | null {
  return takeId(cursor) ?? takeText(cursor);
}

/** Where the next part stands, or the end of the line. */
export function placeAt(cursor: Cursor): Place {
  const part = peek(cursor);
  if (part !== undefined) return part;
  const last = cursor.parts.at(-1);
  const line = last?.endLine ?? 1;
  const column = last?.endColumn ?? 1;
  return { line, column, endLine: line, endColumn: column + 1 };
}

export function found(part: Part | undefined): string {
  if (part === undefined) return 'the end of the line';
  return part.kind === 'text' ? JSON.stringify(part.text.slice(0, 40)) : part.text.slice(0, 40);
}

export function expectEnd(cursor: Cursor, report: ReportAt): void {
  const part = peek(cursor);
  if (part === undefined) return;
  report(part, 'statement', () => {
    const near = part.kind === 'word' ? suggestion(part.text, clauseWords) : '';
    return `Expected the end of the line, but found ${found(part)}${near}`;
  });
}
