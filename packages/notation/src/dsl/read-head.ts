import { slugOf } from '../document/free-ids.ts';
import { takeId, takeText } from './cursor.ts';
import type { Draft } from './draft.ts';
import type { Cursor, Reading } from './reading.ts';
import type { Entry, Statement } from './tree.ts';

/** The id and the name of a statement; without an id it is made of the name, or of `base`. */
export function takeIdAndName(
  cursor: Cursor,
  statement: Statement,
  base: string,
  reading: Reading,
): { readonly id: string; readonly name: string | null } {
  const written = takeId(cursor);
  const name = takeText(cursor)?.text ?? null;
  const id = written?.text ?? reading.freeId(name === null ? base : slugOf(name));
  const { line, column, endLine, endColumn } = statement;
  reading.named.push({ id, name, line, column, endLine, endColumn, lastLine: lastLineOf(statement) });
  return { id, name };
}

function lastLineOf(statement: Statement): number {
  let last: Entry = statement;
  for (let below = last.block.at(-1); below !== undefined; below = last.block.at(-1)) last = below;
  return last.endLine;
}

export function withName(name: string | null): Draft {
  return name === null ? {} : { name };
}
