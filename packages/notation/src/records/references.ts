import type { ElementRecord } from './document-records.ts';
import { elementsIn, idsIn, textOf } from './element-content.ts';
import { isReferenceAttribute, isReferenceElement } from './known-names.ts';

import type { XmlElement } from './xml-tree.ts';

/** A place of an element that names another by its id. */
export interface Reference {
  readonly target: string;
  /** The attribute of the element itself; null within a part. */
  readonly attribute: string | null;
  /** The part it stands in; null for an attribute of the element itself. */
  readonly part: XmlElement | null;
}

export function referencesOf({ type, attributes, parts }: ElementRecord): readonly Reference[] {
  return [
    ...[...attributes].flatMap(([attribute, target]) =>
      isReferenceAttribute(type, attribute) ? [{ target, attribute, part: null }] : [],
    ),
    ...parts.flatMap((part) => targetsIn(part).map((target) => ({ target, attribute: null, part }))),
  ];
}

function targetsIn(part: XmlElement): readonly string[] {
  if (part.name.includes(':')) return [];
  return [
    ...[...part.attributes].flatMap(([name, value]) =>
      isReferenceAttribute(part.name, name) ? [value] : [],
    ),
    ...(isReferenceElement(part.name) ? [textOf(part)] : []),
    ...elementsIn(part).flatMap(targetsIn),
  ];
}

/** Every id of a model and the element that holds it: its own, or one of a part. */
export function idOwners(elements: ReadonlyMap<string, ElementRecord>): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { key, id, parts } of elements.values()) {
    if (id !== null) owners.set(id, key);
    for (const inner of parts.flatMap(idsIn)) if (!owners.has(inner)) owners.set(inner, key);
  }
  return owners;
}
