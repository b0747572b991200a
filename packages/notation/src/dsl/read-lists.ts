import type { Kind } from './attributes.ts';
import type { Draft } from './draft.ts';
import { readExpression } from './expressions.ts';
import { decoded } from './quoted.ts';
import { readScalar, textOf } from './read-scalar.ts';
import type { Reading } from './reading.ts';
import type { Attribute } from './tree.ts';

/** Texts or expressions divided by commas, or one on each line below. */
export function readList(
  kind: 'texts' | 'values' | 'options',
  { value, block }: Attribute,
  reading: Reading,
): unknown {
  const of: Kind = { kind: kind === 'values' ? 'value' : 'text' };
  const inline = value === null || value.text === '[]' ? [] : splitList(value.text);
  const read =
    kind === 'values'
      ? (text: string) => readExpression(text, 'value')
      : (text: string) => decoded(text) ?? text;
  const below = block.flatMap((entry) => {
    if (entry.kind === 'item') return [readScalar(of, entry, reading)];
    if (entry.kind === 'attribute' && kind === 'options') {
      return [{ value: entry.key, label: textOf(entry.value) }];
    }
    reading.report(entry, 'list', 'Expected a line that begins with -, but found another one');
    return [];
  });
  return [...inline.map(read), ...below.filter((item) => item !== undefined)];
}

/** Commas in quotes or brackets divide nothing; FEEL is one expression. */
function splitList(text: string): readonly string[] {
  if (text.startsWith('=')) return [text];
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[$#]\{[^}]*\}|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** A name and a value on each line. */
export function readMap(
  of: Kind,
  { value, block }: Attribute,
  reading: Reading,
  readValue: (kind: Kind, entry: Attribute, reading: Reading) => unknown,
): Draft {
  if (value !== null && value.text !== '{}') {
    reading.report(value, 'map', 'Expected names and values on the lines below, but found a value');
  }
  const seen = new Set<string>();
  const entries = block.flatMap((entry) => {
    if (entry.kind !== 'attribute') {
      reading.report(entry, 'map', 'Expected a name and a colon, but found another line');
      return [];
    }
    if (seen.has(entry.key)) {
      reading.report(entry, 'duplicate-attribute', `Expected ${entry.key} once, but found it again`);
    }
    seen.add(entry.key);
    const read = readValue(of, entry, reading);
    return read === undefined ? [] : [[entry.key, read] as const];
  });
  return Object.fromEntries(entries);
}
