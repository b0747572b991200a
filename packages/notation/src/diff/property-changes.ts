import { alignParts, isAlignable, partsText } from '../records/align-parts.ts';
import { elementsIn } from '../records/element-content.ts';
import { elementText } from '../records/xml-text.ts';
import type { XmlElement } from '../records/xml-tree.ts';
import type { PropertyChange } from './model-diff.ts';

interface Properties {
  readonly attributes: ReadonlyMap<string, string>;
  readonly parts: readonly XmlElement[];
}

/** The properties in which two versions of an element differ, each by itself. */
export function propertyChanges(before: Properties, after: Properties, path = ''): readonly PropertyChange[] {
  const slots = alignParts([before.parts, after.parts]);
  return [
    ...mapChanges(before.attributes, after.attributes, path),
    ...slots.flatMap(({ label, isSingle, members: [was = [], is = []] }) => {
      const [one] = was;
      const [other] = is;
      if (!isSingle || one === undefined || other === undefined) {
        return valueChange(`${path}${label}`, partsText(was), partsText(is), was, is);
      }
      return elementChanges(one, other, `${path}${label}`);
    }),
  ];
}

function elementChanges(before: XmlElement, after: XmlElement, path: string): readonly PropertyChange[] {
  if (elementText(before) === elementText(after)) return [];
  if (!isAlignable([before, after])) {
    const bare = (element: XmlElement) => ({
      ...element,
      attributes: new Map<string, string>(),
      comments: [],
    });
    const [was, is] = [bare(before), bare(after)];
    return [
      ...mapChanges(before.attributes, after.attributes, `${path}/`),
      ...valueChange(path, partsText([was]), partsText([is]), [was], [is]),
      ...commentChange(before.comments, after.comments, `${path}/`),
    ];
  }
  return [
    ...propertyChanges(
      { attributes: before.attributes, parts: elementsIn(before) },
      { attributes: after.attributes, parts: elementsIn(after) },
      `${path}/`,
    ),
    ...commentChange(before.comments, after.comments, `${path}/`),
  ];
}

function valueChange(
  path: string,
  before: string | null,
  after: string | null,
  was: readonly XmlElement[],
  is: readonly XmlElement[],
): readonly PropertyChange[] {
  const same = was.length === is.length && was.map(elementText).join('\n') === is.map(elementText).join('\n');
  return same ? [] : [{ path, before, after }];
}

/** Entries that differ, in the order of both. */
export function mapChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  path = '',
): readonly PropertyChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [was, is] = [before.get(name) ?? null, after.get(name) ?? null];
    return was === is ? [] : [{ path: `${path}${name}`, before: was, after: is }];
  });
}

export function commentChange(
  before: readonly string[],
  after: readonly string[],
  path = '',
): readonly PropertyChange[] {
  const [was, is] = [before.join('\n'), after.join('\n')];
  if (was === is && before.length === after.length) return [];
  const said = (comments: readonly string[], text: string) => (comments.length === 0 ? null : text);
  return [{ path: `${path}comment`, before: said(before, was), after: said(after, is) }];
}
