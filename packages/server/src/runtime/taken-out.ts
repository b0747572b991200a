import { createHash } from 'node:crypto';
import type { Event, Json } from '@wbpm/engine';
import type { LargeValueRow } from '../store/instance-change.ts';

/** Where in the events of a journal entry a value was taken out. */
export interface PlacedReference {
  /** JSON pointer into the list of events. */
  readonly pointer: string;
  readonly sha256: string;
  readonly bytes: number;
}

const none: readonly LargeValueRow[] = [];
/** No character takes more bytes in UTF-8. */
const mostBytesPerCharacter = 3;

/**
 * The values of one change whose JSON text is longer than the limit, which rows refer to by their hash. One
 * that several rows hold, such as a variable and the event that set it, is there once.
 */
export class TakenOut {
  readonly #limitBytes: number;
  readonly #byValue = new Map<unknown, LargeValueRow>();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get values(): readonly LargeValueRow[] {
    if (this.#byValue.size === 0) return none;
    const bySha256 = new Map([...this.#byValue.values()].map((row) => [row.sha256, row]));
    return [...bySha256.values()];
  }

  isLarge(text: string): boolean {
    if (text.length > this.#limitBytes) return true;
    return (
      text.length * mostBytesPerCharacter > this.#limitBytes && Buffer.byteLength(text) > this.#limitBytes
    );
  }

  /** Remembers the value, whose text is given, and answers how it is referred to. */
  add(value: unknown, text: string): LargeValueRow {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const content = Buffer.from(text);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const row = { sha256, bytes: content.byteLength, content };
    this.#byValue.set(value, row);
    return row;
  }
}

/**
 * The text of the events, and what was taken out of it. Taken out is a member of a field, such as a variable,
 * or the field when its members are only large together; so no event is ever much longer than the limit, and
 * a variable leaves as the whole its row refers to.
 */
export function eventsText(
  events: readonly Event[],
  takenOut: TakenOut,
): { readonly events: string; readonly largeValues: string | null } {
  const text = JSON.stringify(events);
  if (!takenOut.isLarge(text)) return { events: text, largeValues: null };
  const places: PlacedReference[] = [];
  const shortened = events.map((event, index) =>
    takenOut.isLarge(JSON.stringify(event)) ? shortenedFields(event, `/${index}`, takenOut, places) : event,
  );
  if (places.length === 0) return { events: text, largeValues: null };
  return { events: JSON.stringify(shortened), largeValues: JSON.stringify(places) };
}

function shortenedFields(
  event: Event,
  pointer: string,
  takenOut: TakenOut,
  places: PlacedReference[],
): object {
  const fields = Object.entries(event).map(([name, value]: [string, unknown]) => {
    const text = textOf(value);
    if (text === null || !takenOut.isLarge(text)) return [name, value] as const;
    const members = shortenedMembers(value, `${pointer}/${escaped(name)}`, takenOut);
    if (members !== null) {
      places.push(...members.places);
      return [name, members.value] as const;
    }
    places.push(placed(`${pointer}/${escaped(name)}`, takenOut.add(value, text)));
    return [name, null] as const;
  });
  return Object.fromEntries(fields);
}

/** Null when it takes more than leaving out large members to make the value short. */
function shortenedMembers(
  value: unknown,
  pointer: string,
  takenOut: TakenOut,
): { readonly value: unknown; readonly places: readonly PlacedReference[] } | null {
  if (typeof value !== 'object' || value === null) return null;
  const large: { readonly name: string; readonly member: unknown; readonly text: string }[] = [];
  const rest = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const text = textOf(member);
    if (text === null || !takenOut.isLarge(text)) return [name, member] as const;
    large.push({ name, member, text });
    return [name, null] as const;
  });
  const shortened = Array.isArray(value) ? rest.map(([, member]) => member) : Object.fromEntries(rest);
  if (takenOut.isLarge(JSON.stringify(shortened))) return null;
  const places = large.map(({ name, member, text }) =>
    placed(`${pointer}/${escaped(name)}`, takenOut.add(member, text)),
  );
  return { value: shortened, places };
}

/** Null where there is no value, which JSON leaves out. */
function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function placed(pointer: string, { sha256, bytes }: LargeValueRow): PlacedReference {
  return { pointer, sha256, bytes };
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Puts a value back where it was taken out of the events. */
export function putBack(events: unknown, pointer: string, value: Json): void {
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = steps.pop();
  let parent = events;
  for (const step of steps) parent = memberOf(parent, step);
  if (typeof parent !== 'object' || parent === null || name === undefined) throw misplaced(pointer);
  // As a member of its own, whatever its name is.
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });

  function memberOf(container: unknown, step: string): unknown {
    if (typeof container !== 'object' || container === null) throw misplaced(pointer);
    return Object.getOwnPropertyDescriptor(container, step)?.value;
  }
}

function misplaced(pointer: string): Error {
  return new Error(`Expected a place for the value of ${pointer} in the journal entry, but found none`);
}
