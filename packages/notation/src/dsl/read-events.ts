import { readDuration } from '../compile/times.ts';
import { found, isWord, peek, placeAt, takeExpression, takeMention, takeText, takeWord } from './cursor.ts';
import type { Draft } from './draft.ts';
import { readExpression } from './expressions.ts';
import { suggestion } from './nearest.ts';
import { type Cursor, mention, type Reading } from './reading.ts';
import type { Part } from './tree.ts';
import { type EventWord, eventWords } from './words.ts';

/** An event as its line says it; its details stand on the lines below. */
export interface ReadEvent {
  readonly kind: string;
  readonly details: Draft;
}

type Direction = 'catches' | 'throws';

const timers: Readonly<Partial<Record<EventWord, string>>> = {
  AFTER: 'duration',
  TIMEOUT: 'duration',
  AT: 'date',
  EVERY: 'cycle',
};

/** `MESSAGE "x"`, `AFTER "2h"`, `ERROR "code"` and so on, with or without ON, FOR or WITH before it. */
export function takeEvent(cursor: Cursor, direction: Direction, reading: Reading): ReadEvent | null {
  const preposition = takeWord(cursor, 'ON', 'FOR', 'WITH');
  const place = placeAt(cursor);
  const word = eventWords.find((known) => isWord(peek(cursor), known));
  if (word === undefined) {
    if (preposition !== null) reportMissing(cursor, reading);
    return null;
  }
  cursor.at += 1;
  const event = eventOf(word, cursor, direction, reading);
  const fits = direction === 'catches' ? word !== 'TERMINATE' : !(word in timers) && word !== 'CONDITION';
  if (!fits) {
    const verb = direction === 'catches' ? 'caught' : 'thrown';
    reading.report(place, 'event', `Expected an event that can be ${verb}, but found ${word}`);
    return null;
  }
  return event;
}

export function reportMissing(cursor: Cursor, { report }: Reading): void {
  const part = peek(cursor);
  const near = part?.kind === 'word' ? suggestion(part.text, eventWords) : '';
  report(
    placeAt(cursor),
    'event',
    `Expected an event (${eventWords.join(', ')}), but found ${found(part)}${near}`,
  );
}

function eventOf(word: EventWord, cursor: Cursor, direction: Direction, reading: Reading): ReadEvent {
  const timer = timers[word];
  if (timer !== undefined) {
    const place = placeAt(cursor);
    const text = takeValue(cursor) ?? '';
    const value = readExpression(text, 'value');
    if (timer !== 'duration' || typeof value !== 'string' || /^=|[$#]\{/.test(value)) {
      return { kind: 'timer', details: { [timer]: value } };
    }
    const read = readDuration(value);
    if (read.kind === 'duration') return { kind: 'timer', details: { duration: read.iso } };
    const shown = value === '' ? 'none' : value.slice(0, 40);
    reading.report(
      place,
      'duration',
      `Expected a duration such as 30m, 2h, 1d 4h or PT2H, but found ${shown}`,
    );
    return { kind: 'timer', details: { duration: value } };
  }
  switch (word) {
    case 'MESSAGE':
    case 'SIGNAL':
      return {
        kind: word.toLowerCase(),
        details: { name: readExpression(takeValue(cursor) ?? '', 'value') },
      };
    case 'CONDITION':
      return { kind: 'conditional', details: { condition: conditionAt(cursor, reading) } };
    case 'ERROR':
    case 'ESCALATION':
      return { kind: word.toLowerCase(), details: codeOf(cursor, direction) };
    case 'LINK':
      return { kind: 'link', details: { name: takeMention(cursor)?.text ?? '' } };
    case 'COMPENSATION': {
      const details: Draft = {};
      const activity = direction === 'throws' ? takeMention(cursor) : null;
      if (activity !== null) {
        reading.mentions.push(
          mention(activity, (id) => {
            details['activity'] = id;
          }),
        );
      }
      return { kind: 'compensation', details };
    }
    case 'AFTER':
    case 'TIMEOUT':
    case 'AT':
    case 'EVERY':
    case 'CANCEL':
    case 'TERMINATE':
      return { kind: word.toLowerCase(), details: {} };
  }
}

function codeOf(cursor: Cursor, direction: Direction): Draft {
  if (direction === 'throws') return { code: readExpression(takeValue(cursor) ?? '', 'value') };
  const code = takeMention(cursor);
  return code === null ? {} : { code: code.text };
}

/** The expression after a word such as WHEN. */
export function conditionAt(cursor: Cursor, reading: Reading): unknown {
  const part = takeExpression(cursor);
  if (part !== null) return readExpression(part.text, 'condition');
  reading.report(placeAt(cursor), 'condition', `Expected a condition, but found ${found(peek(cursor))}`);
  return undefined;
}

/** A value on a statement's line, written as it would be after a colon. */
function takeValue(cursor: Cursor): string | null {
  const language = takeWord(cursor, 'FEEL', 'JUEL');
  const text = takeText(cursor);
  if (language !== null) return `${language} ${quotedOf(text)}`;
  if (text !== null) return quotedOf(text);
  return takeExpression(cursor)?.text ?? takeMention(cursor)?.text ?? null;
}

function quotedOf(part: Part | null): string {
  return JSON.stringify(part?.text ?? '');
}
