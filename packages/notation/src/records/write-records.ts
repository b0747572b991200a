import { groupBy, pushTo } from '../grouped.ts';
import { type DiagramRecord, type DocumentRecords, type ElementRecord, rootKey } from './document-records.ts';
import { isFlowNode, rankOf } from './known-names.ts';
import { writeTree } from './xml-text.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * Puts a document together again. The same records in the same order give the same bytes: what the flows
 * and lanes say is written from them, children stand where the XML schema has them, and the diagrams come
 * last, in the order of what they draw.
 */
export function writeRecords({ names, elements, diagrams }: DocumentRecords): string {
  const children = groupBy(elements.values(), (record) => record.parent);
  const root = elements.get(rootKey);
  if (root === undefined) throw new Error('Expected a record of the document itself, but found none');
  const links = linksOf(elements);
  const semantic = elementOf(root, children, links);
  const content = [...semantic.content, ...diagramElements(diagrams, writtenOrder(semantic))];
  return writeTree({ ...semantic, content: inSchemaOrder(content) }, names);
}

type Children = ReadonlyMap<string | null, readonly ElementRecord[]>;

/** What an element refers to because others refer to it. */
type Links = ReadonlyMap<string, readonly XmlElement[]>;

function elementOf(record: ElementRecord, children: Children, links: Links): XmlElement {
  const content = [
    ...record.parts,
    ...(links.get(record.key) ?? []),
    ...(children.get(record.key) ?? []).map((child) => elementOf(child, children, links)),
  ];
  const attributes = new Map(record.attributes);
  if (record.id !== null) attributes.set('id', record.id);
  return { name: record.type, attributes, content: inSchemaOrder(content), comments: record.comments };
}

function inSchemaOrder(content: readonly (XmlElement | string)[]): readonly (XmlElement | string)[] {
  const rank = (item: XmlElement | string) => (typeof item === 'string' ? 0 : rankOf(item.name));
  return [...content].sort((a, b) => rank(a) - rank(b));
}

function linksOf(elements: ReadonlyMap<string, ElementRecord>): Links {
  const links = new Map<string, XmlElement[]>();
  const link = (key: string | undefined, name: string, id: string | null) => {
    const record = elements.get(key ?? '');
    if (record === undefined || id === null) return;
    const reference = { name, attributes: new Map<string, string>(), content: [id], comments: [] };
    pushTo(links, record.key, reference);
  };
  for (const { id, type, attributes, lanes } of elements.values()) {
    for (const lane of lanes) link(lane, 'flowNodeRef', id);
    if (type !== 'sequenceFlow') continue;
    for (const [end, name] of flowEnds) {
      const node = elements.get(attributes.get(end) ?? '');
      if (node !== undefined && isFlowNode(node.type)) link(node.key, name, id);
    }
  }
  return links;
}

const flowEnds = [
  ['sourceRef', 'outgoing'],
  ['targetRef', 'incoming'],
] as const;

/** The place of every id of the model. */
function writtenOrder(root: XmlElement): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const visit = (element: XmlElement) => {
    const id = element.attributes.get('id');
    if (id !== undefined && !order.has(id)) order.set(id, order.size);
    for (const item of element.content) if (typeof item !== 'string') visit(item);
  };
  visit(root);
  return order;
}

function diagramElements(
  diagrams: ReadonlyMap<string, DiagramRecord>,
  order: ReadonlyMap<string, number>,
): readonly XmlElement[] {
  const children = groupBy(diagrams.values(), (record) => record.parent);
  const place = ({ element }: DiagramRecord) => order.get(element ?? '') ?? Number.MAX_SAFE_INTEGER;
  const written = (record: DiagramRecord): XmlElement => {
    const inside = [...(children.get(record.key) ?? [])].sort((a, b) => place(a) - place(b)).map(written);
    const extensions = record.parts.filter(({ name }) => name === 'di:extension');
    const parts = record.parts.filter(({ name }) => name !== 'di:extension');
    const content =
      record.type === 'bpmndi:BPMNDiagram'
        ? [...extensions, ...inside, ...parts]
        : [...extensions, ...parts, ...inside];
    return { name: record.type, attributes: record.attributes, content, comments: record.comments };
  };
  return (children.get(null) ?? []).map(written);
}
