import { errorAt, type Finding } from '../finding.ts';
import { screenXml } from '../xml/screen.ts';
import { xmlTokens } from '../xml/tokens.ts';
import { type Namespaces, outermostScope, type Scope, scopeWithin } from './namespaces.ts';
import { decoded, lines, readTag, type Tag } from './read-tag.ts';

/**
 * An element with everything that stands in it. White space between elements is gone; text beside
 * elements is kept letter by letter. Comments belong to the element they stand before, or else in.
 */
export interface XmlElement {
  /** As {@link Namespaces} says it: `userTask`, `camunda:property`, `:unqualified`. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly content: readonly (XmlElement | string)[];
  readonly comments: readonly string[];
}

export type ReadTree =
  | { readonly kind: 'read'; readonly root: XmlElement }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

interface OpenElement {
  readonly written: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly content: (XmlElement | string)[];
  readonly comments: string[];
  readonly scope: Scope;
  /** Text since the last element, as it was read. */
  readonly texts: { readonly text: string; readonly isCharacterData: boolean }[];
  /** Comments for the next element. */
  pending: string[];
}

/** Reads any well-formed XML within the limits of {@link screenXml}, losing nothing that has a meaning. */
export function readTree(xml: string, names: Namespaces): ReadTree {
  const screened = screenXml(xml);
  if (screened.kind === 'refused') return { kind: 'refused', findings: [screened.finding] };
  const refused = (offset: number, message: string): ReadTree => ({
    kind: 'refused',
    findings: [{ ...errorAt(null, 'xml', message), ...screened.index.positions.at(offset) }],
  });
  const outside = openElement('', '', new Map(), outermostScope, []);
  const open: OpenElement[] = [outside];
  let copied = 0;
  for (const token of xmlTokens(xml)) {
    const current = open.at(-1) ?? outside;
    if (!takeSkipped(xml.slice(copied, token.offset), current)) return refused(copied, unending);
    copied = token.end;
    const source = xml.slice(token.offset, token.end);
    if (token.kind === 'text') current.texts.push({ text: decoded(source), isCharacterData: false });
    if (token.kind === 'close') {
      const name = source.slice(2, -1).trim();
      if (open.length === 1 || current.written !== name || !source.endsWith('>')) {
        const expected = open.length === 1 ? 'no closing tag' : `</${current.written}>`;
        return refused(token.offset, `Expected ${expected}, but found ${source.slice(0, 100)}`);
      }
      open.pop();
      close(current, open.at(-1) ?? outside);
    }
    if (token.kind !== 'open' && token.kind !== 'empty') continue;
    const tag = readTag(source, token.kind);
    if (tag === null) return refused(token.offset, `Expected a tag, but found ${source.slice(0, 100)}`);
    if (open.length === 1 && outside.content.some((item) => typeof item !== 'string')) {
      return refused(token.offset, `Expected one root element, but found another: ${source.slice(0, 100)}`);
    }
    flushText(current);
    const element = enter(tag, current, names);
    if (token.kind === 'empty') close(element, current);
    else open.push(element);
  }
  if (!takeSkipped(xml.slice(copied), open.at(-1) ?? outside)) return refused(copied, unending);
  const root = outside.content.find((item) => typeof item !== 'string');
  if (open.length > 1 || root === undefined || typeof root === 'string') {
    return refused(xml.length, `Expected </${open.at(-1)?.written ?? ''}>, but found the end of the text`);
  }
  return { kind: 'read', root: { ...root, comments: [...root.comments, ...outside.pending] } };
}

const unending = 'Expected a comment or CDATA section that ends, but found the end of the text';

function openElement(
  written: string,
  name: string,
  attributes: ReadonlyMap<string, string>,
  scope: Scope,
  comments: string[],
): OpenElement {
  return { written, name, attributes, content: [], comments, scope, texts: [], pending: [] };
}

function enter({ name, attributes }: Tag, parent: OpenElement, names: Namespaces): OpenElement {
  const declared = new Map<string, string>();
  for (const [key, value] of attributes) {
    if (key !== 'xmlns' && !key.startsWith('xmlns:')) continue;
    declared.set(key.slice('xmlns:'.length), value);
    names.declare(key.slice('xmlns:'.length), value);
  }
  const scope = scopeWithin(parent.scope, declared);
  const qualified = names.element(name, scope);
  const ofOwn = qualified.includes(':') ? null : 'bpmn:';
  const own = new Map<string, string>();
  for (const [key, value] of attributes) {
    if (key === 'xmlns' || key.startsWith('xmlns:')) continue;
    const attribute = names.attribute(key, scope);
    const short = ofOwn !== null && attribute.startsWith(ofOwn) ? attribute.slice(ofOwn.length) : attribute;
    own.set(short, attribute === 'xsi:type' ? names.value(value, scope) : value);
  }
  const comments = parent.pending;
  parent.pending = [];
  return openElement(name, qualified, own, scope, comments);
}

function close(element: OpenElement, parent: OpenElement): void {
  flushText(element);
  const { name, attributes, comments, pending } = element;
  parent.content.push({
    name,
    attributes,
    content: withoutLayout(element),
    comments: [...comments, ...pending],
  });
}

/** White space between elements lays text out; alone in an extension, and on one line, it may be a value. */
function withoutLayout({ name, attributes, content }: OpenElement): readonly (XmlElement | string)[] {
  if (attributes.get('xml:space') === 'preserve') return content;
  if (content.some((item) => typeof item === 'string' && item.trim() !== '')) return content;
  if (content.length === 1 && typeof content[0] === 'string') {
    return name.includes(':') && !content[0].includes('\n') ? content : [];
  }
  return content.filter((item) => typeof item !== 'string');
}

/** Line breaks around a CDATA section lay it out; they are no part of what it says. */
function flushText(element: OpenElement): void {
  const isSaidInSection = element.texts.some(({ text, isCharacterData }) => isCharacterData && text !== '');
  const text = element.texts
    .filter(
      (one) => !isSaidInSection || one.isCharacterData || one.text.trim() !== '' || !one.text.includes('\n'),
    )
    .map((one) => one.text)
    .join('');
  if (text !== '') element.content.push(text);
  element.texts.length = 0;
}

/** Comments and CDATA sections, which the tokens pass over. Answers whether all of them end. */
function takeSkipped(source: string, element: OpenElement): boolean {
  for (let at = 0; at < source.length; ) {
    const isComment = source.startsWith('<!--', at);
    const start = at + (isComment ? '<!--' : '<![CDATA[').length;
    const end = source.indexOf(isComment ? '-->' : ']]>', start);
    if (end === -1) return false;
    const text = lines(source.slice(start, end));
    if (isComment) element.pending.push(text);
    else element.texts.push({ text, isCharacterData: true });
    at = end + ']]>'.length;
  }
  return true;
}
