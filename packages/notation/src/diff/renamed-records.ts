import type { DiagramRecord, DocumentRecords, ElementRecord } from '../records/document-records.ts';
import { isReferenceAttribute, isReferenceElement } from '../records/known-names.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import type { Renames } from './renames.ts';

/** The later version with the ids of the earlier, so that what is compared has one name. */
export function withEarlierIds(document: DocumentRecords, renames: Renames): DocumentRecords {
  if (renames.size === 0) return document;
  const earlier = (id: string) => renames.get(id) ?? id;
  const keys = new Map<string, string>();
  const elements = new Map<string, ElementRecord>();
  for (const record of document.elements.values()) {
    const parent = record.parent === null ? null : (keys.get(record.parent) ?? record.parent);
    const isDerived = record.id === null && record.parent !== null && record.key.startsWith(record.parent);
    const key = isDerived ? `${parent ?? ''}${record.key.slice(record.parent.length)}` : earlier(record.key);
    keys.set(record.key, key);
    elements.set(key, {
      ...record,
      key,
      parent,
      attributes: renamedAttributes(record.type, record.attributes, earlier),
      parts: record.parts.map((part) => renamedPart(part, earlier)),
      lanes: record.lanes.map(earlier).sort(),
    });
  }
  const diagrams = new Map<string, DiagramRecord>();
  for (const record of document.diagrams.values()) {
    const key = record.element === null ? record.key : diagramKey(record.key, record.element, earlier);
    const parent = record.parent === null ? null : (keys.get(`di ${record.parent}`) ?? record.parent);
    keys.set(`di ${record.key}`, key);
    const element = record.element === null ? null : earlier(record.element);
    diagrams.set(key, { ...record, key, parent, element });
  }
  return { ...document, elements, diagrams };
}

function diagramKey(key: string, element: string, earlier: (id: string) => string): string {
  const at = key.lastIndexOf(`/${element}`);
  return at === -1 ? key : `${key.slice(0, at)}/${earlier(element)}${key.slice(at + element.length + 1)}`;
}

function renamedAttributes(
  element: string,
  attributes: ReadonlyMap<string, string>,
  earlier: (id: string) => string,
): ReadonlyMap<string, string> {
  return new Map(
    [...attributes].map(([name, value]) => [
      name,
      isReferenceAttribute(element, name) ? earlier(value) : value,
    ]),
  );
}

function renamedPart(part: XmlElement, earlier: (id: string) => string): XmlElement {
  if (part.name.includes(':')) return part;
  return {
    ...part,
    attributes: renamedAttributes(part.name, part.attributes, earlier),
    content: part.content.map((item) => {
      if (typeof item !== 'string') return renamedPart(item, earlier);
      return isReferenceElement(part.name) ? earlier(item) : item;
    }),
  };
}
