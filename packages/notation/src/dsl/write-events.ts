import { readDuration } from '../compile/times.ts';
import { type ExpressionText, expressionTextSchema } from '../document/expression-text.ts';
import type { Attributes } from './attributes.ts';
import { writeExpression, writeInStatement } from './expressions.ts';
import { writtenId } from './words.ts';
import { shortDuration, writeAttributes } from './write-attributes.ts';
import type { WrittenLine } from './written-line.ts';

/** An event as it stands on a line, and its details for the lines below. */
export interface WrittenEvent {
  readonly text: string;
  /** Nothing can follow an expression on its line. */
  readonly endsLine: boolean;
  readonly details: readonly WrittenLine[];
}

const timerWords: Readonly<Record<string, string>> = { duration: 'AFTER', date: 'AT', cycle: 'EVERY' };

/** Writes a trigger or throw, an object with one key. `after` is the word for a timer's duration. */
export function writeEvent(
  event: object,
  details: Readonly<Record<string, Attributes>>,
  isCaught: boolean,
  after = 'AFTER',
): WrittenEvent {
  const [first] = Object.entries<unknown>({ ...event });
  const kind = first?.[0] ?? '';
  const body: object = typeof first?.[1] === 'object' && first[1] !== null ? first[1] : {};
  const properties = new Map<string, unknown>(Object.entries(body));
  const text = eventText(kind, properties, isCaught, after);
  const known = details[kind] ?? {};
  return {
    text,
    endsLine: /^\S+ (?:=|[$#]\{)|^CONDITION/.test(text),
    details: writeAttributes(Object.fromEntries(properties), known),
  };
}

function eventText(
  kind: string,
  properties: ReadonlyMap<string, unknown>,
  isCaught: boolean,
  after: string,
): string {
  const word = kind.toUpperCase();
  const quoted = (key: string) =>
    properties.has(key) ? ` ${JSON.stringify(String(properties.get(key)))}` : '';
  const value = (key: string) => {
    const text = written(properties.get(key));
    return text === '' ? '' : ` ${text}`;
  };
  switch (kind) {
    case 'timer': {
      const key = [...properties.keys()][0] ?? 'duration';
      const time = properties.get(key);
      const timer = key === 'duration' ? after : (timerWords[key] ?? after);
      return `${timer} ${key === 'duration' ? durationText(time) : written(time)}`.trim();
    }
    case 'conditional': {
      const condition = writeExpression(expressionTextSchema.parse(properties.get('condition')), 'condition');
      return `CONDITION ${condition ?? 'null'}`;
    }
    case 'message':
    case 'signal':
      return `${word}${value('name')}`;
    case 'error':
    case 'escalation':
      return `${word}${isCaught ? quoted('code') : value('code')}`;
    case 'link':
      return `LINK${quoted('name')}`;
    case 'compensation': {
      const activity = properties.get('activity');
      return typeof activity === 'string' ? `COMPENSATION ${writtenId(activity)}` : word;
    }
    default:
      return word;
  }
}

function written(value: unknown): string {
  return value === undefined ? '' : writeInStatement(expressionTextSchema.parse(value));
}

function durationText(value: unknown): string {
  const duration: ExpressionText = expressionTextSchema.parse(value);
  if (typeof duration !== 'string' || readDuration(duration).kind === 'invalid') return written(duration);
  return JSON.stringify(shortDuration(duration));
}
