import { errorAt, type Report, warningAt } from '../finding.ts';

/** An object of the JSON form and its place, for reading it key by key. */
export interface JsonPlace {
  readonly value: object;
  readonly pointer: string;
  readonly report: Report;
}

/** A value of unknown shape and its place. */
export interface JsonItem {
  readonly value: unknown;
  readonly pointer: string;
}

export function reportAt(report: Report, pointer: string, expected: string, value: unknown): void {
  const where = pointer === '' ? 'the definition' : pointer;
  report({
    ...errorAt(null, 'json-shape', `Expected ${where} to be ${expected}, but found ${found(value)}`),
    pointer,
  });
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function placeOf({ value, pointer }: JsonItem, report: Report): JsonPlace | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value, pointer, report };
  reportAt(report, pointer, 'an object', value);
  return null;
}

/** The value under a key; undefined where there is none or null. Inherited properties do not count. */
export function itemIn(place: JsonPlace, key: string): JsonItem {
  const value: unknown = Object.getOwnPropertyDescriptor(place.value, key)?.value ?? undefined;
  return { value, pointer: pointerTo(place.pointer, key) };
}

/** Text free of what XML and the database refuse. */
export function isPlainText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 §2.2 forbids
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text);
}

/** A text, or a number or truth value as its text; null where the key is absent. */
export function textIn(place: JsonPlace, key: string): string | null {
  return textOfItem(itemIn(place, key), place.report);
}

export function textOfItem({ value, pointer }: JsonItem, report: Report): string | null {
  if (value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && isPlainText(value)) return value.trim() === '' ? null : value;
  reportAt(report, pointer, 'a text without control characters', value);
  return null;
}

export function requiredTextIn(place: JsonPlace, key: string): string | null {
  const item = itemIn(place, key);
  if (typeof item.value === 'string' && item.value.trim() !== '' && isPlainText(item.value))
    return item.value;
  reportAt(place.report, item.pointer, 'a text that is not blank', item.value);
  return null;
}

export function flagIn(place: JsonPlace, key: string): boolean {
  const { value, pointer } = itemIn(place, key);
  if (value !== undefined && typeof value !== 'boolean') {
    reportAt(place.report, pointer, 'true or false', value);
  }
  return value === true;
}

export function listIn(place: JsonPlace, key: string): readonly JsonItem[] {
  const { value, pointer } = itemIn(place, key);
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({ value: item, pointer: pointerTo(pointer, index) }));
  }
  reportAt(place.report, pointer, 'a list', value);
  return [];
}

/** The members of an object of named values. */
export function entriesIn(place: JsonPlace, key: string): readonly (JsonItem & { readonly name: string })[] {
  const item = itemIn(place, key);
  if (item.value === undefined) return [];
  const inner = placeOf(item, place.report);
  if (inner === null) return [];
  return Object.entries(inner.value).map(([name, value]: [string, unknown]) => ({
    name,
    value,
    pointer: pointerTo(inner.pointer, name),
  }));
}

/** A misspelt key is silence where something was meant, so it is said. */
export function warnOfUnknownKeys(place: JsonPlace, known: readonly string[]): void {
  for (const key of Object.keys(place.value)) {
    if (known.includes(key)) continue;
    const pointer = pointerTo(place.pointer, key);
    const message = `Expected ${place.pointer || 'the definition'} to have no keys but ${known.join(', ')}, but found '${key.slice(0, 60)}'; it has no effect`;
    place.report({ ...warningAt(null, 'json-shape', message), pointer });
  }
}
