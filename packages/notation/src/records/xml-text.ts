import type { Namespaces } from './namespaces.ts';
import type { XmlElement } from './xml-tree.ts';

/** Writes a document: two spaces a level, attributes in a fixed order, a line break at the end. */
export function writeTree(root: XmlElement, names: Namespaces): string {
  const used = new Set<string>(['bpmn']);
  const body = writeElement({ ...root, comments: [] }, '', used);
  const declarations = new Map([...used].map((prefix) => [prefix, names.uriOf(prefix) ?? '']));
  const mentioned = mentionedIn(body);
  for (const [prefix, uri] of names.declared) {
    if (!declarations.has(prefix) && mentioned.has(prefix)) declarations.set(prefix, uri);
  }
  declarations.delete('xml');
  const written = [...declarations]
    .filter(([, uri]) => uri !== '')
    .sort(([a], [b]) => (a === 'bpmn' ? -1 : b === 'bpmn' ? 1 : byText(a, b)))
    .map(([prefix, uri]) => ` xmlns:${prefix}="${attributeText(uri)}"`)
    .join('');
  const end = /^<[^\s/>]+/.exec(body)?.[0].length ?? 0;
  const comments = commentsText(root, '');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${comments}${body.slice(0, end)}${written}${body.slice(end)}`;
}

/** One element with what is in it, for comparing and for showing. */
export function elementText(element: XmlElement): string {
  return writeElement(element, '', new Set()).trimEnd();
}

/** What stands before a colon in values and texts: it may be the prefix of a qualified name. */
function mentionedIn(body: string): ReadonlySet<string> {
  return new Set([...body.matchAll(/(?<![\w.-])([\w.-]+):(?=\w)/g)].map(([, prefix = '']) => prefix));
}

function writeElement(element: XmlElement, indent: string, used: Set<string>): string {
  const tag = tagName(element.name, used);
  const start = `${commentsText(element, indent)}${indent}<${tag}${attributesText(element, used)}`;
  if (element.content.length === 0) return `${start} />\n`;
  if (element.content.some((item) => typeof item === 'string')) {
    return `${start}>${inlineText(element, used)}</${tag}>\n`;
  }
  const children = element.content
    .map((item) => (typeof item === 'string' ? '' : writeElement(item, `${indent}  `, used)))
    .join('');
  return `${start}>\n${children}${indent}</${tag}>\n`;
}

function commentsText({ comments }: XmlElement, indent: string): string {
  return comments.map((comment) => `${indent}<!--${comment}-->\n`).join('');
}

/** Beside text nothing may be laid out: every space would be part of it. */
function inlineText(element: XmlElement, used: Set<string>): string {
  return element.content
    .map((item) => {
      if (typeof item === 'string') return bodyText(item);
      const tag = tagName(item.name, used);
      const start = `${item.comments.map((comment) => `<!--${comment}-->`).join('')}<${tag}${attributesText(item, used)}`;
      return item.content.length === 0 ? `${start} />` : `${start}>${inlineText(item, used)}</${tag}>`;
    })
    .join('');
}

function tagName(name: string, used: Set<string>): string {
  if (name.startsWith(':')) return name.slice(1);
  const prefixed = name.includes(':') ? name : `bpmn:${name}`;
  used.add(prefixed.slice(0, prefixed.indexOf(':')));
  return prefixed;
}

function attributesText({ attributes }: XmlElement, used: Set<string>): string {
  return [...attributes]
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || byText(a, b))
    .map(([name, value]) => {
      if (name.includes(':')) used.add(name.slice(0, name.indexOf(':')));
      if (name !== 'xsi:type') return ` ${name}="${attributeText(value)}"`;
      return ` ${name}="${attributeText(tagName(value, used))}"`;
    })
    .join('');
}

const firstAttributes = ['id', 'name', 'bpmnElement', 'x', 'y', 'width', 'height', 'sourceRef', 'targetRef'];

function rankOf(attribute: string): number {
  const rank = firstAttributes.indexOf(attribute);
  if (rank !== -1) return rank;
  return attribute.includes(':') ? firstAttributes.length + 1 : firstAttributes.length;
}

/** By code units, so that the order is the same in every place of the world. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function attributeText(value: string): string {
  return escaped(value, /[&<>"\n\t\r]/g);
}

function bodyText(text: string): string {
  if (!/[<&]/.test(text) || /\r/.test(text)) return escaped(text, /[&<>\r]/g);
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#10;'],
  ['\t', '&#9;'],
  ['\r', '&#13;'],
]);

function escaped(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => escapes.get(character) ?? character);
}
