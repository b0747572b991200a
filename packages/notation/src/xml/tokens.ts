/** A piece of markup or text by its place in the source. Comments and CDATA sections are passed over. */
export interface XmlToken {
  readonly kind: 'open' | 'empty' | 'close' | 'text' | 'instruction' | 'declaration';
  readonly offset: number;
  readonly end: number;
}

/**
 * Walks over XML without building anything: one pass, constant memory, and never an error. It is
 * enough to refuse a hostile document before a parser spends time on it, and to find elements again.
 */
export function* xmlTokens(xml: string): Generator<XmlToken> {
  let offset = 0;
  while (offset < xml.length) {
    const token = xml[offset] === '<' ? markup(xml, offset) : text(xml, offset);
    if (token.kind !== 'skipped') yield { kind: token.kind, offset, end: token.end };
    offset = token.end;
  }
}

interface Piece {
  readonly kind: XmlToken['kind'] | 'skipped';
  readonly end: number;
}

function text(xml: string, offset: number): Piece {
  const next = xml.indexOf('<', offset);
  return { kind: 'text', end: next === -1 ? xml.length : next };
}

function markup(xml: string, offset: number): Piece {
  if (xml.startsWith('<!--', offset)) return { kind: 'skipped', end: after(xml, '-->', offset + 4) };
  if (xml.startsWith('<![CDATA[', offset)) return { kind: 'skipped', end: after(xml, ']]>', offset + 9) };
  if (xml.startsWith('<?', offset)) return { kind: 'instruction', end: after(xml, '?>', offset + 2) };
  if (xml.startsWith('<!', offset)) return { kind: 'declaration', end: after(xml, '>', offset + 2) };
  if (xml.startsWith('</', offset)) return { kind: 'close', end: after(xml, '>', offset + 2) };
  const end = endOfTag(xml, offset + 1);
  return { kind: xml[end - 2] === '/' ? 'empty' : 'open', end };
}

function after(xml: string, terminator: string, from: number): number {
  const at = xml.indexOf(terminator, from);
  return at === -1 ? xml.length : at + terminator.length;
}

function endOfTag(xml: string, from: number): number {
  let at = from;
  while (at < xml.length) {
    const character = xml[at];
    if (character === '>') return at + 1;
    at = character === '"' || character === "'" ? after(xml, character, at + 1) : at + 1;
  }
  return xml.length;
}

/** The local name of an opening tag, without its prefix. */
export function localName(tag: string): string {
  const name = /^<([^\s/>]*)/.exec(tag)?.[1] ?? '';
  return name.slice(name.indexOf(':') + 1);
}

/** The value of an opening tag's attribute `id`. */
export function idAttribute(tag: string): string | null {
  const match = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag);
  return match === null ? null : (match[1] ?? match[2] ?? null);
}
