import { elementsIn } from './element-content.ts';
import { elementText } from './xml-text.ts';
import type { XmlElement } from './xml-tree.ts';

/** What one place of an element holds in each of several versions. */
export interface Slot {
  /** `timerEventDefinition`, `camunda:inputParameter[amount]`. */
  readonly label: string;
  /** Whether it can be compared piece by piece; otherwise the place is one value. */
  readonly isSingle: boolean;
  /** For every version what stands there; at most one where `isSingle`. */
  readonly members: readonly (readonly XmlElement[])[];
}

/** By these, siblings of one name are told apart. */
const keyAttributes: readonly string[] = [
  ...[
    'id',
    'name',
    'key',
    'target',
    'variable',
    'source',
    'event',
    'eventType',
    'type',
    'class',
    'expression',
  ],
  ...['delegateExpression', 'resultVariable', 'language', 'textFormat'],
];

/** By these, entries of extensions are known even where there is but one. */
const entryAttributes: readonly string[] = ['name', 'key', 'target', 'id'];

/**
 * Brings the parts of several versions together: by name where each version has one at most, else by the
 * first attribute that tells them apart in every version. What nothing tells apart is one place.
 */
export function alignParts(versions: readonly (readonly XmlElement[])[]): readonly Slot[] {
  const names = new Map<string, XmlElement[][]>();
  versions.forEach((parts, version) => {
    for (const part of parts) {
      const group = names.get(part.name) ?? versions.map((): XmlElement[] => []);
      names.set(part.name, group);
      group[version]?.push(part);
    }
  });
  return [...names].flatMap(([name, members]) => slotsOf(name, members));
}

function slotsOf(name: string, members: readonly (readonly XmlElement[])[]): readonly Slot[] {
  const isAlone = members.every((group) => group.length <= 1);
  const candidates = isAlone ? (name.includes(':') ? entryAttributes : []) : keyAttributes;
  const attribute = candidates.find((candidate) => members.every((group) => tellsApart(candidate, group)));
  if (isAlone && attribute === undefined) return [{ label: name, isSingle: true, members }];
  if (attribute === undefined) return [{ label: name, isSingle: false, members }];
  const slots = new Map<string, XmlElement[][]>();
  members.forEach((group, version) => {
    for (const part of group) {
      const value = part.attributes.get(attribute) ?? '';
      const slot = slots.get(value) ?? members.map((): XmlElement[] => []);
      slots.set(value, slot);
      slot[version]?.push(part);
    }
  });
  return [...slots].map(([value, slot]) => ({ label: `${name}[${value}]`, isSingle: true, members: slot }));
}

function tellsApart(attribute: string, group: readonly XmlElement[]): boolean {
  const values = group.map((part) => part.attributes.get(attribute) ?? '');
  return !values.includes('') && new Set(values).size === values.length;
}

/**
 * Whether versions of an element have content of parts that can be brought together. Text has not; and
 * among foreign elements that nothing tells apart, their order may mean something.
 */
export function isAlignable(versions: readonly XmlElement[]): boolean {
  if (versions.some(({ content }) => content.some((item) => typeof item === 'string'))) return false;
  const isForeign = versions.some(({ name }) => name.includes(':'));
  return !isForeign || alignParts(versions.map(elementsIn)).every(({ isSingle }) => isSingle);
}

/** What stands in a place, as text: null for nothing, a bare text by itself, everything else as XML. */
export function partsText(parts: readonly XmlElement[]): string | null {
  if (parts.length === 0) return null;
  return parts.map((part) => bareText(part) ?? elementText(part)).join('\n');
}

function bareText({ attributes, content, comments }: XmlElement): string | null {
  const [only] = content;
  const isBare = attributes.size === 0 && comments.length === 0 && content.length === 1;
  return isBare && typeof only === 'string' ? only : null;
}
