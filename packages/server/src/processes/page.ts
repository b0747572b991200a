import { Refusal } from '../access/refusal.ts';
import { isId } from '../ids.ts';

export interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * A page of a list that is read by key: one row more than asked tells whether there is another page,
 * whose cursor is the key of the last row shown.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  keyOf: (row: Row) => readonly string[],
): { readonly items: Item[]; readonly next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}

export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

export type KeyPart = (text: string) => boolean;

/** What the parts of a key can be. A cursor is a client's text, and the database takes not every one. */
export const keyParts = {
  text: (text: string) => !text.includes('\u0000'),
  id: isId,
  wholeNumber: (text: string) => /^\d{1,9}$/.test(text),
  instant: (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(text) && !Number.isNaN(Date.parse(text)),
} satisfies Readonly<Record<string, KeyPart>>;

/** The key in a cursor whose parts are as given, null for the first page. */
export function keyAfter(page: Page, ...parts: readonly KeyPart[]): readonly string[] | null {
  if (page.cursor === undefined) return null;
  const key = parseKey(page.cursor);
  if (key?.length !== parts.length || !parts.every((isPart, index) => isPart(key[index] ?? ''))) {
    throw new Refusal('INVALID_QUERY', 'Expected cursor to be the next_cursor of an earlier answer', {
      findings: [
        {
          code: 'INVALID_QUERY',
          pointer: '?cursor',
          message: 'Expected the next_cursor of an earlier answer',
        },
      ],
    });
  }
  return key;
}

function parseKey(cursor: string): readonly string[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) && key.every((part) => typeof part === 'string') ? key : null;
  } catch {
    // What is no JSON is no cursor of ours; the caller refuses it.
    return null;
  }
}
