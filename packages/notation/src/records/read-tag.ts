import type { XmlToken } from '../xml/tokens.ts';

/** An opening tag, its values decoded. */
export interface Tag {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

const tagStart = /^<([^\s/>"'=<]+)/;
const attribute = /\s+([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

/** Null where it is no tag: something between its attributes, or no end. */
export function readTag(source: string, kind: XmlToken['kind']): Tag | null {
  const [start, name] = tagStart.exec(source) ?? [];
  if (start === undefined || name === undefined || !source.endsWith('>')) return null;
  const end = source.length - (kind === 'empty' ? 2 : 1);
  const attributes: (readonly [name: string, value: string])[] = [];
  attribute.lastIndex = start.length;
  for (let at = start.length; source.slice(at, end).trim() !== ''; at = attribute.lastIndex) {
    const match = attribute.exec(source);
    if (match === null || attribute.lastIndex > end) return null;
    attributes.push([match[1] ?? '', decoded(match[2] ?? match[3] ?? '')]);
  }
  return { name, attributes };
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text that character references and line ends stand for. */
export function decoded(text: string): string {
  return lines(text).replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (all: string, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return entities.get(name) ?? all;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
}

/** With line ends as XML reads them (XML 1.0 §2.11). */
export function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
