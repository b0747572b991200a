import type { Attributes, Kind } from './attributes.ts';
import type { Draft } from './draft.ts';
import type { Place } from './excerpt.ts';
import { keywords } from './keywords.ts';
import { suggestion } from './nearest.ts';
import { readList, readMap } from './read-lists.ts';
import { readScalar } from './read-scalar.ts';
import type { Reading } from './reading.ts';
import type { Attribute, Entry, Statement } from './tree.ts';

/** Puts the attributes of a block into the draft, and gives the statements that stand between them. */
export function readAttributes(
  entries: readonly Entry[],
  known: Attributes,
  what: string,
  draft: Draft,
  reading: Reading,
): readonly Statement[] {
  const statements: Statement[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'statement') statements.push(entry);
    else if (entry.kind === 'item') {
      reading.report(entry, 'attribute', `Expected an attribute or a statement, but found a list item`);
    } else if (!Object.hasOwn(known, entry.key)) {
      reportUnknown(entry, entry.key, known, what, reading);
    } else if (seen.has(entry.key)) {
      reading.report(entry, 'duplicate-attribute', `Expected ${entry.key} once, but found it again`);
    } else {
      seen.add(entry.key);
      const kind = known[entry.key];
      const value = kind === undefined ? undefined : readValue(kind, entry, reading);
      if (value !== undefined) draft[entry.key] = value;
    }
  }
  return statements;
}

function reportUnknown(
  place: Place,
  key: string,
  known: Attributes,
  what: string,
  { report }: Reading,
): void {
  const keys = Object.keys(known);
  if (Object.hasOwn(keywords, key.toUpperCase())) {
    report(place, 'statement', `Expected no colon after ${key.toUpperCase()}, but found one`);
    return;
  }
  const expected = keys.length === 0 ? `no attributes of ${what}` : `an attribute of ${what}`;
  report(
    place,
    'unknown-attribute',
    () => `Expected ${expected}, but found ${key.slice(0, 40)}${suggestion(key, keys)}`,
  );
}

/** The value of an attribute; undefined, and a finding, where it cannot be read. */
function readValue(kind: Kind, entry: Attribute, reading: Reading): unknown {
  switch (kind.kind) {
    case 'map':
      return readMap(kind.of, entry, reading, readValue);
    case 'object':
      return readObject(kind, entry, reading);
    case 'texts':
    case 'values':
    case 'options':
      return readList(kind.kind, entry, reading);
    case 'text':
    case 'duration':
    case 'value':
    case 'condition':
    case 'number':
    case 'flag':
    case 'scalar':
    case 'binding':
    case 'word':
      return readScalar(kind, entry, reading);
  }
}

/** The main property on the line, the others below. */
function readObject(
  { main, fields }: Extract<Kind, { kind: 'object' }>,
  entry: Attribute,
  reading: Reading,
): Draft {
  const draft: Draft = {};
  const kind = fields[main];
  const inBlock = entry.block.some((below) => below.kind === 'attribute' && below.key === main);
  if (kind !== undefined && !(entry.value === null && inBlock)) {
    const read = readScalar(kind, { ...entry, block: [] }, reading);
    if (read !== undefined) draft[main] = read;
  }
  for (const statement of readAttributes(entry.block, fields, entry.key, draft, reading)) {
    reading.report(statement, 'attribute', `Expected an attribute of ${entry.key}, but found a statement`);
  }
  return draft;
}
