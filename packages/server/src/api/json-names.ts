import { endOfString } from './json-text.ts';

/** The names of all objects in a parsed value. Recursion is safe: the depth has been checked. */
export function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let names = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') names += namesIn(item);
    return names;
  }
  // What JSON.parse makes has nothing but names of its own, and this way no list of them is made.
  for (const name in value) {
    names += 1;
    const item: unknown = value[name as keyof typeof value];
    if (typeof item === 'object') names += namesIn(item);
  }
  return names;
}

const colon = ':'.charCodeAt(0);
const quote = '"'.charCodeAt(0);
const openBrace = '{'.charCodeAt(0);
const closeBrace = '}'.charCodeAt(0);
const whiteSpace: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The first name that stands a second time in its object, and the byte where it does. The text is JSON, and has one. */
export function repeatedName(bytes: Buffer): { readonly name: string; readonly offset: number } {
  const open: Set<string>[] = [];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === openBrace) open.push(new Set());
    else if (byte === closeBrace) open.pop();
    else if (byte === quote) {
      const offset = index;
      index = endOfString(bytes, offset);
      if (!isBeforeColon(bytes, index)) continue;
      const name: unknown = JSON.parse(bytes.toString('utf8', offset, index + 1));
      const names = open.at(-1);
      if (typeof name !== 'string' || names === undefined) continue;
      if (names.has(name)) return { name, offset };
      names.add(name);
    }
  }
  throw new Error('Expected a name that stands twice in an object, but found none');
}

function isBeforeColon(bytes: Buffer, end: number): boolean {
  let index = end + 1;
  while (whiteSpace.has(bytes[index])) index += 1;
  return bytes[index] === colon;
}
