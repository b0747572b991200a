import { createFreeNames } from '../free-names.ts';
import type { ElementRecord } from '../records/document-records.ts';
import { idsIn } from '../records/element-content.ts';
import { isReferenceAttribute, isReferenceElement } from '../records/known-names.ts';
import { idOwners } from '../records/references.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import type { Elements } from './merge-elements.ts';

/**
 * Both sides may have given the same id to parts of different elements, such as event definitions. Those
 * of theirs get another one; only their own element refers to them.
 */
export function withOwnInnerIds(elements: Map<string, ElementRecord>, ours: Elements): void {
  const owners = idOwners(ours);
  const freeId = createFreeNames('_', [...owners.keys(), ...idOwners(elements).keys()]);
  for (const record of elements.values()) {
    const clashes = record.parts.flatMap(idsIn).filter((id) => {
      const owner = owners.get(id) ?? record.key;
      return owner !== record.key && elements.has(owner);
    });
    if (clashes.length === 0) continue;
    const names = new Map(clashes.map((id) => [id, freeId(id)]));
    elements.set(record.key, { ...record, parts: record.parts.map((part) => renamed(part, names)) });
  }
}

function renamed(part: XmlElement, names: ReadonlyMap<string, string>): XmlElement {
  if (part.name.includes(':')) return part;
  return {
    ...part,
    attributes: new Map(
      [...part.attributes].map(([name, value]) => [
        name,
        name === 'id' || isReferenceAttribute(part.name, name) ? (names.get(value) ?? value) : value,
      ]),
    ),
    content: part.content.map((item) => {
      if (typeof item !== 'string') return renamed(item, names);
      return isReferenceElement(part.name) ? (names.get(item) ?? item) : item;
    }),
  };
}
