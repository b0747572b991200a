import type { ActivityType } from '../document/activity.ts';
import {
  attributesOf,
  fieldAttributes,
  loopAttributes,
  multiInstanceAttributes,
  throwAttributes,
} from './attributes.ts';
import {
  cursorAfterKeyword,
  expectEnd,
  found,
  isWord,
  peek,
  placeAt,
  takeExpression,
  takeId,
  takeText,
  takeWord,
} from './cursor.ts';
import type { Draft } from './draft.ts';
import { eventsOf, withDetails } from './element-events.ts';
import { readExpression } from './expressions.ts';
import { readAttributes } from './read-attributes.ts';
import { conditionAt, reportMissing, takeEvent } from './read-events.ts';
import type { Cursor, Reading } from './reading.ts';
import type { Statement } from './tree.ts';

/** Reads a line that says how the element above it runs; false when the line is something else. */
export function readActivityLine(
  line: Statement,
  type: ActivityType,
  draft: Draft,
  reading: Reading,
): boolean {
  const [keyword] = line.parts;
  const cursor = cursorAfterKeyword(line);
  const events = eventsOf(type);
  if (isWord(keyword, 'FIELD') && 'form_key' in attributesOf[type]) {
    append(formIn(draft), 'fields', readField(line, cursor, reading));
  } else if (isWord(keyword, 'FORM') && 'form_key' in attributesOf[type]) {
    formIn(draft);
    expectEnd(cursor, reading.report);
    for (const below of readAttributes(line.block, {}, 'FORM', {}, reading)) {
      if (!readActivityLine(below, type, draft, reading)) refuseStatements([below], reading);
    }
  } else if (isWord(keyword, 'FOR') && 'for_compensation' in attributesOf[type]) {
    draft['loop'] = readForEach(line, cursor, reading);
  } else if (isWord(keyword, 'REPEAT') && isLoop(line, type)) {
    draft['loop'] = readRepeat(line, cursor, reading);
  } else if (isWord(keyword, 'CATCHES', 'THROWS') && events !== null) {
    const event = takeEvent(cursor, events.direction, reading);
    if (event === null) reportMissing(cursor, reading);
    const details = events.details[event?.kind ?? ''] ?? {};
    const below: Draft = {};
    expectEnd(cursor, reading.report);
    refuseStatements(readAttributes(line.block, details, 'the event', below, reading), reading);
    if (event !== null) append(draft, events.list, withDetails(event, Object.keys(details), below));
  } else return false;
  return true;
}

/** A REPEAT with steps in it is a step of a subprocess. */
function isLoop(line: Statement, type: ActivityType): boolean {
  return 'for_compensation' in attributesOf[type] && line.block.every(({ kind }) => kind !== 'statement');
}

function formIn(draft: Draft): Draft {
  const form = draft['form'];
  if (typeof form === 'object' && form !== null) {
    const known: Draft = { ...form };
    draft['form'] = known;
    return known;
  }
  const made: Draft = { fields: [] };
  draft['form'] = made;
  return made;
}

function append(draft: Draft, list: string, value: unknown): void {
  const items: readonly unknown[] = Array.isArray(draft[list]) ? draft[list] : [];
  draft[list] = [...items, value];
}

function refuseStatements(statements: readonly Statement[], { report }: Reading): void {
  for (const statement of statements) {
    report(statement, 'statement', `Expected no statement here, but found ${found(statement.parts[0])}`);
  }
}

const fieldTypes = ['STRING', 'TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'SELECT'] as const;

/** `FIELD id "Label" number REQUIRED READONLY`. */
function readField(line: Statement, cursor: Cursor, reading: Reading): Draft {
  const id = takeId(cursor);
  if (id === null) {
    const message = `Expected the id of the field, which is its variable, but found ${found(peek(cursor))}`;
    reading.report(placeAt(cursor), 'field', message);
  }
  const label = takeText(cursor);
  const type = takeWord(cursor, ...fieldTypes);
  const required = takeWord(cursor, 'REQUIRED') !== null;
  const readonly = takeWord(cursor, 'READONLY') !== null;
  expectEnd(cursor, reading.report);
  const draft: Draft = {
    id: id?.text ?? '',
    ...(label === null ? {} : { label: label.text }),
    ...(type === null ? {} : { type: type.toLowerCase() }),
    ...(required ? { required } : {}),
    ...(readonly ? { readonly } : {}),
  };
  refuseStatements(readAttributes(line.block, fieldAttributes, 'FIELD', draft, reading), reading);
  return draft;
}

/** `FOR EACH item IN collection`, both of which may be missing. */
function readForEach(line: Statement, cursor: Cursor, reading: Reading): Draft {
  takeWord(cursor, 'EACH');
  const item = takeId(cursor);
  const hasCollection = takeWord(cursor, 'IN') !== null;
  const collection = hasCollection ? takeExpression(cursor) : null;
  if (hasCollection && collection === null) {
    reading.report(placeAt(cursor), 'collection', `Expected a collection, but found ${found(peek(cursor))}`);
  }
  expectEnd(cursor, reading.report);
  const draft: Draft = {
    kind: 'multi_instance',
    ...(item === null ? {} : { item: item.text }),
    ...(collection === null ? {} : { collection: readExpression(collection.text, 'condition') }),
  };
  for (const below of readAttributes(line.block, multiInstanceAttributes, 'FOR EACH', draft, reading)) {
    if (isWord(below.parts[0], 'BEHAVIOR')) {
      append(draft, 'behavior_events', readBehavior(below, reading));
    } else refuseStatements([below], reading);
  }
  return draft;
}

/** `BEHAVIOR one ERROR "code"`. */
function readBehavior(line: Statement, reading: Reading): Draft {
  const cursor = cursorAfterKeyword(line);
  const when = takeWord(cursor, 'ONE', 'NONE', 'COMPLEX');
  if (when === null) {
    reading.report(
      placeAt(cursor),
      'behavior',
      `Expected one, none or complex, but found ${found(peek(cursor))}`,
    );
  }
  const event = takeEvent(cursor, 'throws', reading);
  if (event === null) reportMissing(cursor, reading);
  expectEnd(cursor, reading.report);
  const details = throwAttributes[event?.kind ?? ''] ?? {};
  const draft: Draft = {};
  const known = { condition: { kind: 'condition' } as const, ...details };
  refuseStatements(readAttributes(line.block, known, 'BEHAVIOR', draft, reading), reading);
  const { condition } = draft;
  return {
    when: when?.toLowerCase() ?? 'none',
    ...(condition === undefined ? {} : { condition }),
    throws: event === null ? { terminate: {} } : withDetails(event, Object.keys(details), draft),
  };
}

/** `REPEAT WHILE condition` below an activity. */
function readRepeat(line: Statement, cursor: Cursor, reading: Reading): Draft {
  const hasCondition = takeWord(cursor, 'WHILE') !== null;
  const condition = hasCondition ? conditionAt(cursor, reading) : undefined;
  expectEnd(cursor, reading.report);
  const draft: Draft = { kind: 'standard', ...(condition === undefined ? {} : { while: condition }) };
  refuseStatements(readAttributes(line.block, loopAttributes, 'REPEAT', draft, reading), reading);
  return draft;
}
