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
  let text = '{';
  let separator = '';
  for (const item of items) {
    text += separator + element(item);
    separator = ',';
  }
  return `${text}}`;
}

function element(item: Parameter): string {
  if (item === null) return 'NULL';
  if (typeof item === 'string') {
    return needsEscape.test(item) ? `"${item.replace(escaped, '\\$&')}"` : `"${item}"`;
  }
  if (typeof item === 'object') return item instanceof Date ? `"${item.toISOString()}"` : arrayLiteral(item);
  return String(item);
}
