import type { Parameter } from './database.ts';

/**
 * A parameter in PostgreSQL's text form. Arrays are written by hand: the group commit sends columns of
 * thousands of values, and the driver's own encoder costs more than the statement.
 */
export function parameterText(value: Parameter): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return value instanceof Date ? value.toISOString() : arrayLiteral(value);
  return String(value);
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;

function arrayLiteral(items: readonly Parameter[]): string {
  return plainTexts(items) ?? `{${items.map(element).join(',')}}`;
}

/** Of texts that need no escape, which most columns are: joining and looking once is cheaper than item by item. */
function plainTexts(items: readonly Parameter[]): string | null {
  if (items.length === 0 || !items.every((item) => typeof item === 'string')) return null;
  const joined = items.join('","');
  return !joined.includes('\\') && quotesIn(joined) === 2 * (items.length - 1) ? `{"${joined}"}` : null;
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function element(item: Parameter): string {
  if (item === null) return 'NULL';
  if (typeof item === 'string') {
    return needsEscape.test(item) ? `"${item.replace(escaped, '\\$&')}"` : `"${item}"`;
  }
  if (typeof item === 'object') return item instanceof Date ? `"${item.toISOString()}"` : arrayLiteral(item);
  return String(item);
}
