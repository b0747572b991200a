import type { Finding } from '../finding.ts';
import type { Attributes, Kind } from './attributes.ts';
import { attributesUnder } from './editor-context.ts';
import type { Place } from './excerpt.ts';
import { keywords } from './keywords.ts';
import { readDsl } from './read-dsl.ts';
import { linesOf } from './text-lines.ts';
import { eventWords } from './words.ts';

/** What can stand at a place: `from` to `to` is what it would replace. */
export interface DslCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly {
    readonly label: string;
    readonly kind: 'keyword' | 'attribute' | 'value' | 'element';
    readonly detail: string;
  }[];
}

export interface DslHover {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface DslDiagnostic {
  readonly from: number;
  readonly to: number;
  readonly severity: Finding['severity'];
  readonly rule: string;
  readonly message: string;
}

/** Findings as ranges of the text: to the end of the word or quoted text they point at. */
export function diagnoseDsl(text: string): readonly DslDiagnostic[] {
  const { lines, offsets } = linesOf(text);
  return readDsl(text).findings.map(({ line, column, severity, rule, message }) => {
    const row = Math.min(line ?? 1, lines.length) - 1;
    const from = Math.min((offsets[row] ?? 0) + (column ?? 1) - 1, text.length);
    const word = /^(?:"(?:[^"\\]|\\.)*"?|[^\s:]+)/.exec((lines[row] ?? '').slice((column ?? 1) - 1));
    return {
      from,
      to: Math.min(from + Math.max(1, word?.[0].length ?? 1), text.length),
      severity,
      rule,
      message,
    };
  });
}

/** What can be written at the offset: keywords and attributes, targets of arrows, events, words of an attribute. */
export function completeDsl(text: string, offset: number): DslCompletion | null {
  const at = placeOf(text, offset);
  const before = at.text.slice(0, at.column);
  const written = /[\p{L}\p{N}_.-]*$/u.exec(before)?.[0] ?? '';
  const from = offset - written.length;
  const lead = before.slice(0, before.length - written.length);
  const options = optionsAfter(lead, text, at.row, at.lines);
  const fitting = options.filter(({ label }) => label.toLowerCase().startsWith(written.toLowerCase()));
  return fitting.length === 0 ? null : { from, to: offset, options: fitting };
}

type Option = DslCompletion['options'][number];

function optionsAfter(lead: string, text: string, row: number, lines: readonly string[]): readonly Option[] {
  if (lead.trim() === '') {
    const words = Object.entries(keywords).map(
      ([label, { help }]): Option => ({ label, kind: 'keyword', detail: help }),
    );
    return [...attributeOptions(attributesUnder(lines, row, lead.length)), ...words];
  }
  if (/^\s*->\s*$/.test(lead)) return [...places, ...elementOptions(text)];
  const [, key = ''] = /^\s*([\p{L}_][\p{L}\p{N}_.-]*):\s*$/u.exec(lead) ?? [];
  const kind = key === '' ? undefined : attributesUnder(lines, row, /^\s*/.exec(lead)?.[0].length ?? 0)[key];
  if (kind !== undefined) {
    return wordsOf(kind).map((label) => ({ label, kind: 'value', detail: key }));
  }
  if (/\b(?:ON|FOR|WITH|WHENEVER|THROW|SEND|RECEIVE|CATCHES|THROWS)\s+$/i.test(lead)) {
    return eventWords.map((label) => ({ label, kind: 'keyword', detail: 'an event' }));
  }
  return [];
}

const places: readonly Option[] = [
  { label: 'NEXT', kind: 'keyword', detail: 'the statement that follows' },
  { label: 'NOWHERE', kind: 'keyword', detail: 'the path ends here' },
];

function attributeOptions(attributes: Attributes): readonly Option[] {
  return Object.entries(attributes).map(([label, kind]) => ({
    label,
    kind: 'attribute',
    detail: describe(kind),
  }));
}

function elementOptions(text: string): readonly Option[] {
  const { document } = readDsl(text);
  return (document?.processes ?? []).flatMap(({ activities }) =>
    activities.map(({ id, name, type }): Option => ({ label: id, kind: 'element', detail: name ?? type })),
  );
}

function wordsOf(kind: Kind): readonly string[] {
  if (kind.kind === 'flag') return ['true', 'false'];
  if (kind.kind === 'binding') return ['latest', 'deployment', 'version', 'version_tag'];
  if (kind.kind === 'object') {
    const main = kind.fields[kind.main];
    return main === undefined ? [] : wordsOf(main);
  }
  return kind.kind === 'word' ? kind.words : [];
}

const descriptions: Readonly<Record<Kind['kind'], string>> = {
  text: 'a text',
  duration: 'a duration such as 2h or PT2H',
  value: 'a text in quotes, or an expression: = … or ${…}',
  condition: 'a condition in FEEL',
  number: 'a number',
  flag: 'true or false',
  scalar: 'a number, true, false or a text in quotes',
  binding: 'latest, deployment, version … or version_tag …',
  texts: 'texts divided by commas',
  values: 'texts or expressions divided by commas',
  options: 'texts divided by commas, or value: "label" on lines of their own',
  word: 'one of several words',
  map: 'names and values on the lines below',
  object: 'a value, and more on the lines below',
};

function describe(kind: Kind): string {
  return kind.kind === 'word' ? kind.words.join(' or ') : descriptions[kind.kind];
}

/** What is known of the word at the offset: a keyword, an attribute or an element. */
export function hoverDsl(text: string, offset: number): DslHover | null {
  const at = placeOf(text, offset);
  const before = /[\p{L}\p{N}_.-]*$/u.exec(at.text.slice(0, at.column))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_.-]*/u.exec(at.text.slice(at.column))?.[0] ?? '';
  const word = before + after;
  if (word === '') return null;
  const range = { from: offset - before.length, to: offset + after.length };
  const lead = at.text.slice(0, at.column - before.length);
  const rest = at.text.slice(at.column + after.length);
  if (lead.trim() === '' && /^\s*:(?:\s|$)/.test(rest)) {
    const kind = attributesUnder(at.lines, at.row, lead.length)[word];
    if (kind !== undefined) return { ...range, text: `${word}: ${describe(kind)}` };
  }
  const keyword = lead.trim() === '' ? keywords[word.toUpperCase()] : undefined;
  if (keyword !== undefined) return { ...range, text: keyword.help };
  const place = readDsl(text).positions.get(word);
  return place === undefined
    ? null
    : { ...range, text: `${firstLine(at.lines, place)} (line ${place.line})` };
}

function firstLine(lines: readonly string[], { line }: Place): string {
  return (lines[line - 1] ?? '').trim().slice(0, 100);
}

function placeOf(text: string, offset: number) {
  const { lines, offsets } = linesOf(text);
  let row = offsets.length - 1;
  while (row > 0 && (offsets[row] ?? 0) > offset) row -= 1;
  const line = lines[row] ?? '';
  return { lines, row, text: line, column: Math.max(0, Math.min(offset - (offsets[row] ?? 0), line.length)) };
}
