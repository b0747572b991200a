import { errorAt, type Finding } from '../finding.ts';
import { createFreeNames, type FreeNames } from '../free-names.ts';
import { pushTo } from '../grouped.ts';
import { type DiagramRecord, type DocumentRecords, type ElementRecord, rootKey } from './document-records.ts';
import { childrenNamed, elementsIn, idsIn, referredId, textOf } from './element-content.ts';
import {
  defaults,
  diagramName,
  isRecordIn,
  isReferenceAttribute,
  isReferenceElement,
} from './known-names.ts';
import { createNamespaces, type Namespaces } from './namespaces.ts';
import { readDiagrams } from './read-diagrams.ts';
import { readTree, type XmlElement } from './xml-tree.ts';

export type ReadRecords =
  | { readonly kind: 'read'; readonly document: DocumentRecords }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Takes a BPMN document apart. Anything that is well-formed and has BPMN definitions as its root is
 * read, executable or not. Documents that are compared share a table of names.
 */
export function readRecords(xml: string, names: Namespaces = createNamespaces()): ReadRecords {
  const read = readTree(xml.replace(/^\ufeff/, ''), names);
  if (read.kind === 'refused') return read;
  const { root } = read;
  if (root.name !== 'definitions') {
    const message = `Expected definitions of BPMN 2.0 as the root element, but found '${root.name.replace(/^:/, '').slice(0, 100)}'`;
    return { kind: 'refused', findings: [errorAt(null, 'xml', message)] };
  }
  const ids = new Set(idsIn(root));
  const elements = new Map<string, ElementRecord>();
  const memberships = new Map<string, string[]>();
  takeRecord(withoutPrefixes(root, ids), null, { elements, memberships, freeKey: createFreeNames('/') });
  for (const [id, lanes] of memberships) {
    const member = elements.get(id);
    if (member !== undefined) elements.set(id, { ...member, lanes: [...new Set(lanes)].sort() });
  }
  const diagrams = new Map<string, DiagramRecord>();
  for (const diagram of childrenNamed(root, diagramName)) {
    for (const record of readDiagrams(diagram, diagrams, ids)) diagrams.set(record.key, record);
  }
  return { kind: 'read', document: { names, elements: keepKnownMembers(elements), diagrams } };
}

interface Taken {
  readonly elements: Map<string, ElementRecord>;
  readonly memberships: Map<string, string[]>;
  readonly freeKey: FreeNames;
}

function takeRecord(element: XmlElement, parent: ElementRecord | null, taken: Taken): void {
  const id = element.attributes.get('id') ?? null;
  const attributes = new Map([...element.attributes].filter(([name]) => name !== 'id'));
  const key = taken.freeKey(parent === null ? rootKey : (id ?? derivedKey(element, parent.key)));
  const children = elementsIn(element);
  const isRecord = (child: XmlElement) => isRecordIn(element.name, child.name);
  const parts = children.filter(
    (child) => !isRecord(child) && !derived.has(child.name) && child.name !== diagramName,
  );
  const orphaned = children.filter(({ name }) => derived.has(name)).flatMap(({ comments }) => comments);
  const record: ElementRecord = {
    key,
    id,
    type: element.name,
    parent: parent?.key ?? null,
    attributes,
    parts: element.name === 'lane' ? [...parts, ...childrenNamed(element, 'flowNodeRef')] : parts,
    lanes: [],
    comments: [...element.comments, ...orphaned],
  };
  taken.elements.set(key, record);
  for (const member of childrenNamed(element, 'flowNodeRef')) pushTo(taken.memberships, textOf(member), key);
  for (const child of children) if (isRecord(child)) takeRecord(child, record, taken);
}

/** Said by the flows and by the members of lanes; written anew from them. */
const derived: ReadonlySet<string> = new Set(['incoming', 'outgoing', 'flowNodeRef']);

/** References of a lane that name a record are said there; the others stay as they are. */
function keepKnownMembers(elements: ReadonlyMap<string, ElementRecord>): ReadonlyMap<string, ElementRecord> {
  return new Map(
    [...elements].map(([key, record]) => {
      if (record.type !== 'lane') return [key, record];
      const parts = record.parts.filter((part) => part.name !== 'flowNodeRef' || !elements.has(textOf(part)));
      return [key, { ...record, parts }];
    }),
  );
}

function derivedKey({ name, attributes }: XmlElement, parentKey: string): string {
  const ends = [attributes.get('sourceRef'), attributes.get('targetRef')].filter((end) => end !== undefined);
  const said = ends.length > 0 ? ends.join('->') : (attributes.get('name') ?? '');
  return `${parentKey}/${name}${said === '' ? '' : `:${said}`}`;
}

/** The element with references as bare ids, and without attributes that say what their absence says. */
function withoutPrefixes(element: XmlElement, ids: ReadonlySet<string>): XmlElement {
  const { name } = element;
  if (name.includes(':')) return element;
  const attributes = [...element.attributes].flatMap(([attribute, value]): (readonly [string, string])[] => {
    if (defaults.get(attribute) === value) return [];
    return [[attribute, isReferenceAttribute(name, attribute) ? referredId(value, ids) : value]];
  });
  const content = element.content.flatMap((item): (XmlElement | string)[] => {
    if (typeof item === 'string') return [isReferenceElement(name) ? referredId(item, ids) : item];
    const isEmptyHolder = item.name === 'extensionElements' && item.content.length === 0;
    return isEmptyHolder && item.comments.length === 0 ? [] : [withoutPrefixes(item, ids)];
  });
  return { ...element, attributes: new Map(attributes), content };
}
