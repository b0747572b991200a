import type { ActivityType } from '../document/activity.ts';
import { attributesOf } from './attributes.ts';
import { cursorAfterKeyword, expectEnd, takeWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { eventsOf, withDetails } from './element-events.ts';
import { readActivityLine } from './read-activity-lines.ts';
import { readAttributes } from './read-attributes.ts';
import { takeEvent } from './read-events.ts';
import { takeIdAndName, withName } from './read-head.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './tree.ts';

/** An element, and the statements below it that it does not read itself: arrows, handlers, branches, steps. */
export interface ReadElement {
  readonly draft: Draft;
  readonly below: readonly Statement[];
}

const bases: Readonly<Partial<Record<ActivityType, string>>> = {
  startEvent: 'start',
  endEvent: 'end',
  exclusiveGateway: 'choice',
  parallelGateway: 'parallel',
  inclusiveGateway: 'inclusive',
  eventBasedGateway: 'first_of',
  intermediateCatchEvent: 'wait',
  intermediateThrowEvent: 'throw',
  boundaryEvent: 'on_event',
};

/** What the id of an element without a name is made of. */
export function baseOf(type: ActivityType): string {
  return bases[type] ?? type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `KEYWORD id "Name" event`, its attributes, and the lines that say how it runs. */
export function readElement(
  statement: Statement,
  type: ActivityType,
  reading: Reading,
  base = baseOf(type),
): ReadElement {
  const cursor = cursorAfterKeyword(statement);
  const { id, name } = takeIdAndName(cursor, statement, base, reading);
  const draft: Draft = { id, type, ...withName(name) };
  const events = eventsOf(type);
  const event = events === null ? null : takeEvent(cursor, events.direction, reading);
  if (takeWord(cursor, 'ALONGSIDE') !== null) draft['interrupting'] = false;
  expectEnd(cursor, reading.report);
  const details = event === null ? {} : (events?.details[event.kind] ?? {});
  const keyword = statement.parts[0]?.text.toUpperCase() ?? '';
  const known = { ...attributesOf[type], ...details };
  const statements = readAttributes(statement.block, known, keyword, draft, reading);
  if (event !== null && events !== null) {
    draft[events.list] = [withDetails(event, Object.keys(details), draft)];
  }
  return { draft, below: statements.filter((line) => !readActivityLine(line, type, draft, reading)) };
}
