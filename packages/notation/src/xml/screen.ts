import { errorAt, type Finding } from '../finding.ts';
import { type Positions, positionsIn } from './positions.ts';
import { idAttribute, localName, type XmlToken, xmlTokens } from './tokens.ts';

/** Where things stand in a source, found without parsing it. */
export interface SourceIndex {
  readonly positions: Positions;
  /** Offset of the tag carrying an id; extension elements do not count, their ids are their own. */
  readonly offsets: ReadonlyMap<string, number>;
  /** The diagrams (BPMN DI): damage in there concerns the drawing only. */
  readonly diagrams: readonly { readonly offset: number; readonly end: number }[];
}

export type Screened =
  | { readonly kind: 'passed'; readonly index: SourceIndex }
  | { readonly kind: 'refused'; readonly finding: Finding };

interface Refusal {
  readonly offset: number;
  readonly message: string;
}

const sizeLimitBytes = 4 * 1024 * 1024;
const depthLimit = 300;
const usualElementLimit = 50_000;
/** The parser compares every attribute of a tag with all before it. */
const attributeLimit = 1_000;

/** Refuses what must not reach the parser: too big, too deep, with a DTD, in another encoding. */
export function screenXml(xml: string, elementLimit = usualElementLimit): Screened {
  const positions = positionsIn(xml);
  const refusal = refuseText(xml);
  if (refusal !== null) return refused(positions, refusal);
  return screenMarkup(xml, positions, elementLimit);
}

function refused(positions: Positions, { offset, message }: Refusal): Screened {
  return { kind: 'refused', finding: { ...errorAt(null, 'xml', message), ...positions.at(offset) } };
}

function refuseText(xml: string): Refusal | null {
  const bytes = utf8Length(xml);
  if (bytes > sizeLimitBytes) {
    return { offset: 0, message: `Expected at most ${sizeLimitBytes} bytes of XML, but found ${bytes}` };
  }
  const control = forbiddenCharacter.exec(xml);
  if (control !== null) return { offset: control.index, message: forbidden(control[0].charCodeAt(0)) };
  const first = xml.search(/\S/);
  if (first === -1) return { offset: 0, message: 'Expected a BPMN 2.0 document, but found no text' };
  if (xml[first] !== '<') {
    return { offset: first, message: `Expected XML to begin with '<', but found '${xml.charAt(first)}'` };
  }
  return null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 §2.2 forbids
const forbiddenCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

function forbidden(code: number): string {
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return `Expected only characters XML allows, but found U+${hex}`;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Half of a surrogate pair is half of four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

function screenMarkup(xml: string, positions: Positions, elementLimit: number): Screened {
  const offsets = new Map<string, number>();
  const diagrams: { offset: number; end: number }[] = [];
  const open: { name: string; offset: number }[] = [];
  let elements = 0;
  let extensionDepth = 0;
  for (const token of xmlTokens(xml)) {
    const refusal = refuseToken(xml, token);
    if (refusal !== null) return refused(positions, refusal);
    if (token.kind === 'open' || token.kind === 'empty') {
      const tag = xml.slice(token.offset, token.end);
      const name = localName(tag);
      elements += 1;
      if (elements > elementLimit) return refused(positions, tooMany(token, 'elements', elementLimit));
      if (open.length >= depthLimit)
        return refused(positions, tooMany(token, 'levels of nesting', depthLimit));
      if (attributesIn(tag) > attributeLimit)
        return refused(positions, tooMany(token, 'attributes in one tag', attributeLimit));
      const id = extensionDepth > 0 ? null : idAttribute(tag);
      if (id !== null && !offsets.has(id)) offsets.set(id, token.offset);
      if (token.kind === 'open') {
        open.push({ name, offset: token.offset });
        if (name === 'extensionElements') extensionDepth += 1;
      }
    } else if (token.kind === 'close') {
      const closed = open.pop();
      if (closed?.name === 'extensionElements') extensionDepth -= 1;
      if (closed?.name === 'BPMNDiagram') diagrams.push({ offset: closed.offset, end: token.end });
    }
  }
  return { kind: 'passed', index: { positions, offsets, diagrams } };
}

/** At least as many as there are: what stands in a value may look like one. */
function attributesIn(tag: string): number {
  let count = 0;
  for (let at = tag.indexOf('='); at !== -1; at = tag.indexOf('=', at + 1)) count += 1;
  return count;
}

function tooMany(token: XmlToken, what: string, limit: number): Refusal {
  return { offset: token.offset, message: `Expected at most ${limit} ${what}, but found more` };
}

function refuseToken(xml: string, token: XmlToken): Refusal | null {
  const source = xml.slice(token.offset, token.end);
  switch (token.kind) {
    case 'declaration': {
      const what = /^<!\w*/.exec(source)?.[0] ?? '<!';
      return { offset: token.offset, message: `Expected XML without a document type, but found '${what}'` };
    }
    case 'instruction':
      return refuseEncoding(source, token.offset);
    case 'open':
    case 'empty':
    case 'text':
      return refuseEntity(source, token.offset);
    case 'close':
      return null;
  }
}

function refuseEncoding(instruction: string, offset: number): Refusal | null {
  const encoding = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/i.exec(instruction)?.[1];
  if (encoding === undefined || encoding.toLowerCase() === 'utf-8') return null;
  return { offset, message: `Expected the encoding UTF-8, but found '${encoding.slice(0, 40)}'` };
}

const predefinedEntities: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

function refuseEntity(source: string, offset: number): Refusal | null {
  for (const { 0: reference, 1: name = '', index } of source.matchAll(/&(#?\w+);/g)) {
    if (name.startsWith('#')) {
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      if (!isXmlCharacter(code)) return { offset: offset + index, message: forbiddenReference(reference) };
    } else if (!predefinedEntities.has(name)) {
      return { offset: offset + index, message: `Expected an entity XML defines, but found '${reference}'` };
    }
  }
  return null;
}

function forbiddenReference(reference: string): string {
  return `Expected a reference to a character XML allows, but found '${reference.slice(0, 20)}'`;
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
