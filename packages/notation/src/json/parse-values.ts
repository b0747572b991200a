import { readDuration } from '../compile/times.ts';
import { writtenList } from '../compile/written-expression.ts';
import type { JsonPair, JsonTimer } from './json-process.ts';
import {
  entriesIn,
  isPlainText,
  itemIn,
  type JsonPlace,
  placeOf,
  pointerTo,
  reportAt,
  textIn,
  textOfItem,
  warnOfUnknownKeys,
} from './json-reader.ts';

/** Users or groups: a text as in BPMN, or a list of names and expressions. */
export function parsePeople(place: JsonPlace, key: string): string | null {
  const { value, pointer } = itemIn(place, key);
  if (!Array.isArray(value)) return textIn(place, key);
  const names = value.flatMap((name: unknown, index) => {
    const at = pointerTo(pointer, index);
    const text = textOfItem({ value: name, pointer: at }, place.report);
    if (text === null) return [];
    const alone = writtenList(text).length === 1 && (value.length === 1 || !text.trim().startsWith('='));
    if (!alone) reportAt(place.report, at, 'one name or one expression', text);
    return [text];
  });
  return names.length === 0 ? null : names.join(',');
}

/** Short durations such as `2h` become ISO 8601; everything else is judged later. */
export function parseTime(place: JsonPlace, key: string): string | null {
  const text = textIn(place, key);
  if (text === null) return null;
  const read = readDuration(text);
  return read.kind === 'duration' ? read.iso : text;
}

export function parseTimer(activity: JsonPlace): JsonTimer | null {
  const place = placeOf(itemIn(activity, 'timer'), activity.report);
  if (place === null) return null;
  warnOfUnknownKeys(place, ['date', 'duration']);
  const date = textIn(place, 'date');
  const duration = parseTime(place, 'duration');
  if (date !== null && duration === null) return { kind: 'date', text: date };
  if (date === null && duration !== null) return { kind: 'duration', text: duration };
  reportAt(activity.report, place.pointer, 'an object with either date or duration', place.value);
  return null;
}

/** Header values: texts. */
export function parseHeaders(place: JsonPlace): readonly JsonPair[] {
  return entriesIn(place, 'headers').flatMap((entry) => pairOf(entry.name, textOfItem(entry, place.report)));
}

function pairOf(name: string, text: string | null): readonly JsonPair[] {
  return isPlainText(name) && text !== null ? [{ name, text }] : [];
}

const valueDepthLimit = 32;

/** Parameters: texts as in BPMN, and any other value as the FEEL literal that stands for it. */
export function parseMappings(place: JsonPlace, key: string): readonly JsonPair[] {
  return entriesIn(place, key).flatMap((entry) => {
    if (typeof entry.value === 'string') return pairOf(entry.name, textOfItem(entry, place.report) ?? '');
    if (isPlainJson(entry.value, valueDepthLimit))
      return pairOf(entry.name, `=${JSON.stringify(entry.value)}`);
    reportAt(place.report, entry.pointer, `a JSON value nested at most ${valueDepthLimit} deep`, entry.value);
    return [];
  });
}

function isPlainJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return isPlainText(value);
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.values(value).every((part) => isPlainJson(part, depth - 1));
}
