import { dataAttributes, laneAttributes, noteAttributes } from './attributes.ts';
import { cursorAfterKeyword, expectEnd, found, isWord, peek, placeAt, takeId, takeText } from './cursor.ts';
import type { Draft } from './draft.ts';
import { readAttributes } from './read-attributes.ts';
import { takeIdAndName } from './read-head.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './tree.ts';

/** `DATA id "variable"` and its `value:`. */
export function readData(statement: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(statement);
  const { id, name } = takeIdAndName(cursor, statement, 'data', reading);
  expectEnd(cursor, reading.report);
  const draft: Draft = { id, variable: name ?? id };
  refuse(readAttributes(statement.block, dataAttributes, 'DATA', draft, reading), reading);
  return draft;
}

/** `LANE id "Role"`, its activities, and the lanes within it. */
export function readLane(statement: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(statement);
  const id = takeId(cursor);
  const name = takeText(cursor);
  if (id === null && name === null) {
    reading.report(
      placeAt(cursor),
      'lane',
      `Expected a name in double quotes, but found ${found(peek(cursor))}`,
    );
  }
  expectEnd(cursor, reading.report);
  if (id !== null) place(id.text, statement, reading);
  const draft: Draft = { ...(id === null ? {} : { id: id.text }), name: name?.text ?? id?.text ?? '' };
  const below = readAttributes(statement.block, laneAttributes, 'LANE', draft, reading);
  mentionAll(draft, 'activities', statement, reading);
  const lanes = below.filter(({ parts }) => isWord(parts[0], 'LANE', 'ROLE'));
  refuse(
    below.filter((other) => !lanes.includes(other)),
    reading,
  );
  if (lanes.length > 0) draft['lanes'] = lanes.map((lane) => readLane(lane, reading));
  return draft;
}

/** `NOTE id "text"` and what it is about. */
export function readNote(statement: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(statement);
  const id = takeId(cursor);
  const text = takeText(cursor);
  expectEnd(cursor, reading.report);
  if (id !== null) place(id.text, statement, reading);
  const draft: Draft = {
    ...(id === null ? {} : { id: id.text }),
    ...(text === null ? {} : { text: text.text }),
  };
  const known = { ...noteAttributes, ...(text === null ? { text: { kind: 'text' } as const } : {}) };
  refuse(readAttributes(statement.block, known, 'NOTE', draft, reading), reading);
  if (draft['text'] === undefined) {
    reading.report(placeAt(cursor), 'note', 'Expected a text in double quotes, but found none');
    draft['text'] = '';
  }
  mentionAll(draft, 'about', statement, reading);
  return draft;
}

/** Ids, or names of elements, in a list of texts. */
function mentionAll(draft: Draft, key: string, statement: Statement, reading: Reading): void {
  const texts: unknown = draft[key];
  if (!Array.isArray(texts)) return;
  const ids: unknown[] = texts.map((text: unknown) => text);
  draft[key] = ids;
  const where = statement.block.find((entry) => entry.kind === 'attribute' && entry.key === key) ?? statement;
  const { line, column, endLine, endColumn } = where;
  ids.forEach((text, at) => {
    if (typeof text !== 'string') return;
    const settle = (id: string) => {
      ids[at] = id;
    };
    reading.mentions.push({ text, isName: false, settle, line, column, endLine, endColumn });
  });
}

/** Lanes and notes have names that many share, so only their ids are known. */
function place(id: string, { line, column, endLine, endColumn }: Statement, reading: Reading): void {
  reading.named.push({ id, name: null, line, column, endLine, endColumn, lastLine: endLine });
}

function refuse(statements: readonly Statement[], { report }: Reading): void {
  for (const statement of statements) {
    report(statement, 'statement', `Expected no statement here, but found ${found(statement.parts[0])}`);
  }
}
