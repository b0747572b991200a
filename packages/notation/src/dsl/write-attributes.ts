import { readDuration } from '../compile/times.ts';
import { type ExpressionText, expressionTextSchema } from '../document/expression-text.ts';
import type { Attributes, Kind } from './attributes.ts';
import { canonicalExpression, readExpression, writeExpression } from './expressions.ts';
import { writtenKey } from './words.ts';
import { fitsLines, linesOfText, type WrittenLine, writtenLine } from './written-line.ts';

/** The attributes of a part of the document, in the order of the table. */
export function writeAttributes(part: object, known: Attributes): readonly WrittenLine[] {
  const values = new Map<string, unknown>(Object.entries(part));
  return Object.entries(known).flatMap(([key, kind]) => {
    const value = values.get(key);
    return value === undefined ? [] : [writeAttribute(`${key}:`, kind, value)];
  });
}

function writeAttribute(head: string, kind: Kind, value: unknown): WrittenLine {
  switch (kind.kind) {
    case 'value':
    case 'condition':
      return writeExpressionLine(head, expressionTextSchema.parse(value), kind.kind);
    case 'text':
      return textLine(head, String(value));
    case 'duration':
      return writtenLine(head, JSON.stringify(shortDuration(String(value))));
    case 'scalar':
      return writtenLine(head, typeof value === 'string' ? JSON.stringify(value) : String(value));
    case 'binding':
      return writtenLine(head, bindingText(value));
    case 'map':
      return mapLine(head, kind.of, entriesOf(value));
    case 'object': {
      const entries = entriesOf(value);
      const main = entries.find(([key]) => key === kind.main);
      const mainKind = kind.fields[kind.main];
      const line =
        main === undefined || mainKind === undefined
          ? writtenLine(head)
          : writeAttribute(head, mainKind, main[1]);
      // What takes lines of its own leaves none for the others.
      if (line.text !== undefined || line.block.length > 0) {
        return {
          ...writtenLine(head),
          block: [...writeAttributes(Object.fromEntries(entries), kind.fields)],
        };
      }
      const others = Object.fromEntries(entries.filter(([key]) => key !== kind.main));
      return { ...line, block: [...line.block, ...writeAttributes(others, kind.fields)] };
    }
    case 'texts':
    case 'values':
    case 'options':
      return listLine(head, kind.kind, Array.isArray(value) ? value : []);
    case 'number':
    case 'flag':
    case 'word':
      return writtenLine(head, String(value));
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function textLine(head: string, text: string): WrittenLine {
  return fitsLines(text) ? linesOfText(head, text) : writtenLine(head, JSON.stringify(text));
}

/** `PT2H` as `2h`, where that says the same. */
export function shortDuration(iso: string): string {
  const read = readDuration(iso);
  if (read.kind !== 'duration') return iso;
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(read.iso) ?? [];
  const units = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
    [seconds, 's'],
  ].flatMap(([count, unit]) => (count === undefined ? [] : [`${count}${unit}`]));
  const short = units.join(' ');
  const again = readDuration(short);
  return short !== '' && again.kind === 'duration' && again.iso === read.iso ? short : read.iso;
}

function bindingText(value: unknown): string {
  const [entry] = entriesOf(value);
  if (entry === undefined) return String(value);
  return `${entry[0]} ${writeExpression(expressionTextSchema.parse(entry[1]), 'value') ?? ''}`;
}

function mapLine(head: string, of: Kind, entries: readonly (readonly [string, unknown])[]): WrittenLine {
  if (entries.length === 0) return writtenLine(head, '{}');
  const block = entries.map(([name, value]) => writeAttribute(`${writtenKey(name)}:`, of, value));
  return { head, block };
}

export function writeExpressionLine(
  head: string,
  expression: ExpressionText,
  position: 'value' | 'condition',
): WrittenLine {
  const wanted = canonicalExpression(expression, position);
  if (typeof wanted === 'object' && 'list' in wanted) {
    return {
      head: `${head} LIST`,
      block: wanted.list.map((item) => writeExpressionLine('-', item, 'value')),
    };
  }
  if (typeof wanted === 'object' && 'map' in wanted) {
    const block = Object.entries(wanted.map).map(([name, part]) =>
      writeExpressionLine(`${writtenKey(name)}:`, part, 'value'),
    );
    return { head: `${head} MAP`, block };
  }
  if (typeof wanted === 'string' && fitsLines(wanted) && readExpression(wanted, position) === wanted) {
    return linesOfText(head, wanted);
  }
  return writtenLine(head, writeExpression(wanted, position));
}

const inlineLength = 100;

function listLine(
  head: string,
  kind: 'texts' | 'values' | 'options',
  items: readonly unknown[],
): WrittenLine {
  if (items.length === 0) return writtenLine(head, '[]');
  const inline = items.map((item) => inlineItem(kind, item));
  if (inline.every((text) => text !== null)) {
    const text = inline.join(', ');
    if (text.length <= inlineLength) return writtenLine(head, text);
  }
  const block = items.map((item) => {
    if (kind === 'values') return writeExpressionLine('-', expressionTextSchema.parse(item), 'value');
    const [value, label] = entriesOf(item).map(([, part]) => String(part));
    if (typeof item === 'string' || value === undefined || label === undefined) {
      return writtenLine('-', JSON.stringify(String(item)));
    }
    return textLine(`${writtenKey(value)}:`, label);
  });
  return { head, block };
}

/** An item that commas can divide from the others; null for one that needs a line of its own. */
function inlineItem(kind: 'texts' | 'values' | 'options', item: unknown): string | null {
  if (kind === 'values') {
    const text = writeExpression(expressionTextSchema.parse(item), 'value');
    return text !== null && /^(?:"(?:[^"\\]|\\.)*"|\$\{[^{},"]*\})$/.test(text) ? text : null;
  }
  if (typeof item !== 'string') return null;
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u.test(item) ? item : JSON.stringify(item);
}
