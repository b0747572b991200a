import { readDuration } from '../compile/times.ts';
import type { Kind } from './attributes.ts';
import { readExpression } from './expressions.ts';
import { suggestion } from './nearest.ts';
import { decoded } from './quoted.ts';
import type { Reading } from './reading.ts';
import type { Attribute, Entry, Item, Value } from './tree.ts';

/** What stands after a colon or dash, read as one value. */
export function readScalar(kind: Kind, entry: Attribute | Item, reading: Reading): unknown {
  const { value, block } = entry;
  const takesParts = kind.kind === 'value' && value !== null && /^(?:LIST|MAP)$/i.test(value.text);
  if (takesParts) return readParts(value.text.toUpperCase(), block, reading);
  if (block[0] !== undefined) {
    reading.report(block[0], 'attribute', 'Expected no lines below this value, but found one');
  }
  switch (kind.kind) {
    case 'text':
      return textOf(value);
    case 'value':
    case 'condition':
      return expressionOf(value, kind.kind, entry, reading);
    case 'duration':
      return durationOf(value, entry, reading);
    case 'number':
      return numberOf(value, entry, reading);
    case 'flag':
      return flagOf(value, entry, reading);
    case 'scalar':
      return scalarOf(value);
    case 'word':
      return wordOf(kind.words, value, entry, reading);
    case 'binding':
      return bindingOf(value, entry, reading);
    case 'map':
    case 'object':
    case 'texts':
    case 'values':
    case 'options':
      return undefined;
  }
}

/** A text in quotes, as it stands or on lines of its own. */
export function textOf(value: Value | null): string {
  if (value === null) return '';
  return value.isBlock ? value.text : (decoded(value.text) ?? value.text);
}

function expressionOf(
  value: Value | null,
  position: 'value' | 'condition',
  entry: Attribute | Item,
  { report }: Reading,
): unknown {
  if (value === null && position === 'condition') {
    report(entry, 'attribute', 'Expected a condition, but found the end of the line');
    return undefined;
  }
  return readExpression(value?.text ?? '', position);
}

type At = Attribute | Item;

/** Reports what was found instead. */
function refuse(expected: string, value: Value | null, entry: At, { report }: Reading, near = ''): void {
  const shown = value === null ? 'the end of the line' : value.text.slice(0, 40);
  report(value ?? entry, 'value', `Expected ${expected}, but found ${shown}${near}`);
}

function durationOf(value: Value | null, entry: At, reading: Reading): string | undefined {
  const read = readDuration(textOf(value));
  if (read.kind === 'duration' && value !== null) return read.iso;
  refuse('a duration such as 30m, 2h, 1d 4h or PT2H', value, entry, reading);
  return undefined;
}

function numberOf(value: Value | null, entry: At, reading: Reading): number | undefined {
  const text = value?.text ?? '';
  const number = Number(text);
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(number)) return number;
  refuse('a number', value, entry, reading);
  return undefined;
}

function flagOf(value: Value | null, entry: At, reading: Reading): boolean | undefined {
  const text = value?.text.toLowerCase();
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  refuse('true or false', value, entry, reading);
  return undefined;
}

/** A number or true or false without quotes, otherwise a text. */
function scalarOf(value: Value | null): string | number | boolean {
  const text = value?.text ?? '';
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(number)
    ? number
    : textOf(value);
}

function wordOf(
  words: readonly string[],
  value: Value | null,
  entry: At,
  reading: Reading,
): string | undefined {
  const text = textOf(value);
  const word = words.find((known) => known.toLowerCase() === text.toLowerCase());
  if (word === undefined) refuse(words.join(' or '), value, entry, reading, suggestion(text, words));
  return word;
}

/** `latest`, `deployment`, `version 3` or `version_tag "1.0"`. */
function bindingOf(value: Value | null, entry: At, reading: Reading): unknown {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(value?.text ?? '') ?? [];
  if (rest === '' && (word === 'latest' || word === 'deployment')) return word;
  if (rest !== '' && (word === 'version' || word === 'version_tag')) {
    return { [word]: readExpression(rest, 'value') };
  }
  refuse('latest, deployment, version … or version_tag …', value, entry, reading);
  return undefined;
}

/** `LIST` and the items below, or `MAP` and the names below. */
function readParts(word: string, block: readonly Entry[], reading: Reading): unknown {
  const value: Kind = { kind: 'value' };
  const list: unknown[] = [];
  const map: [string, unknown][] = [];
  for (const entry of block) {
    if (word === 'LIST' && entry.kind === 'item') list.push(readScalar(value, entry, reading));
    else if (word === 'MAP' && entry.kind === 'attribute') {
      map.push([entry.key, readScalar(value, entry, reading)]);
    } else {
      const expected = word === 'LIST' ? 'a line that begins with -' : 'a name and a colon';
      reading.report(entry, 'list', `Expected ${expected}, but found another line`);
    }
  }
  return word === 'LIST' ? { list } : { map: Object.fromEntries(map) };
}
