import { pointerTo } from '../json/pointer.ts';

/** Where the members and items of a JSON text begin, by their pointers; or where it stops being JSON. */
export type ScannedJson =
  | { readonly kind: 'scanned'; readonly offsets: ReadonlyMap<string, number> }
  | { readonly kind: 'wrong'; readonly offset: number; readonly message: string };

/** Deeper than any definition is. */
const depthLimit = 200;

/** A list or object that is not closed yet. */
interface Open {
  readonly pointer: string;
  /** The keys so far; null for a list. */
  readonly keys: Set<string> | null;
  items: number;
}

/** What is wrong, at the place where it is. */
class Wrong extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** One pass over the text, without recursion. A text that passes is JSON, and every key in it comes once. */
export function scanJson(text: string): ScannedJson {
  const offsets = new Map<string, number>();
  try {
    scan(text, offsets);
    return { kind: 'scanned', offsets };
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', offset: error.offset, message: error.message };
    throw error;
  }
}

function scan(text: string, offsets: Map<string, number>): void {
  const open: Open[] = [];
  let at = skipBlank(text, 0);
  let pointer = '';
  offsets.set('', at);
  for (;;) {
    // A value begins here.
    const first = text[at];
    if (first === '{' || first === '[') {
      if (open.length === depthLimit)
        throw new Wrong(at, `Expected nesting at most ${depthLimit} deep, but found more`);
      const inner: Open = { pointer, keys: first === '{' ? new Set() : null, items: 0 };
      at = skipBlank(text, at + 1);
      if (text[at] !== closing(inner)) {
        open.push(inner);
        [at, pointer] = nextItem(text, at, inner, offsets);
        continue;
      }
      at += 1;
    } else at = endOfScalar(text, at);
    // A value has ended here, and with it all that it was the last of.
    for (;;) {
      at = skipBlank(text, at);
      const around = open.at(-1);
      if (around === undefined) {
        if (at < text.length) throw new Wrong(at, expected('the end', text, at));
        return;
      }
      if (text[at] === ',') {
        [at, pointer] = nextItem(text, skipBlank(text, at + 1), around, offsets);
        break;
      }
      if (text[at] !== closing(around)) {
        throw new Wrong(at, expected(`',' or '${closing(around)}'`, text, at));
      }
      open.pop();
      at += 1;
    }
  }
}

function closing({ keys }: Open): string {
  return keys === null ? ']' : '}';
}

/** Where the next value of a list or object begins, and its pointer. */
function nextItem(
  text: string,
  at: number,
  around: Open,
  offsets: Map<string, number>,
): readonly [number, string] {
  const { keys } = around;
  const index = around.items;
  around.items += 1;
  if (keys === null) {
    const pointer = pointerTo(around.pointer, index);
    offsets.set(pointer, at);
    return [at, pointer];
  }
  if (text[at] !== '"') throw new Wrong(at, expected('a key in double quotes', text, at));
  const end = endOfString(text, at);
  const key: unknown = JSON.parse(text.slice(at, end));
  const name = String(key);
  if (keys.has(name)) throw new Wrong(at, `Expected every key once, but found '${name.slice(0, 60)}' again`);
  keys.add(name);
  const pointer = pointerTo(around.pointer, name);
  offsets.set(pointer, at);
  const colon = skipBlank(text, end);
  if (text[colon] !== ':') throw new Wrong(colon, expected("':'", text, colon));
  return [skipBlank(text, colon + 1), pointer];
}

function endOfScalar(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  scalar.lastIndex = at;
  const found = scalar.exec(text);
  if (found === null) throw new Wrong(at, expected('a value', text, at));
  if (/^-?\d/.test(found[0]) && !isKept(found[0])) {
    throw new Wrong(at, `Expected a number that can be kept as it is, but found ${found[0].slice(0, 60)}`);
  }
  return at + found[0].length;
}

/** Whole numbers beyond 2^53 would change, numbers beyond 10^308 be no numbers. */
export function isKept(written: string): boolean {
  const number = Number(written);
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !/^[-+]?\d+$/.test(written));
}

function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  const written = text.slice(at, end + 1);
  const control = /[\n\r]/.exec(written)?.index ?? -1;
  if (end >= text.length || control !== -1) {
    throw new Wrong(at, "Expected a text that ends with '\"' in its line, but found none");
  }
  try {
    JSON.parse(written);
  } catch {
    throw new Wrong(
      at,
      'Expected a text with escapes that JSON knows, but found others or control characters',
    );
  }
  return end + 1;
}

function skipBlank(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ' || text[next] === '\n' || text[next] === '\r' || text[next] === '\t') next += 1;
  return next;
}

function expected(what: string, text: string, at: number): string {
  const found = at < text.length ? `'${String.fromCodePoint(text.codePointAt(at) ?? 0)}'` : 'the end';
  return `Expected ${what}, but found ${found}`;
}
