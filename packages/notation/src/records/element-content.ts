import type { XmlElement } from './xml-tree.ts';

export function elementsIn({ content }: XmlElement): readonly XmlElement[] {
  return content.filter((item) => typeof item !== 'string');
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsIn(element).filter((child) => child.name === name);
}

export function textOf({ content }: XmlElement): string {
  return content.map((item) => (typeof item === 'string' ? item : '')).join('');
}

/** Ids in an element and in what it holds; extensions and diagrams have their own. */
export function idsIn(element: XmlElement): readonly string[] {
  const ids: string[] = [];
  const collect = (one: XmlElement) => {
    if (one.name.includes(':')) return;
    const id = one.attributes.get('id');
    if (id !== undefined) ids.push(id);
    for (const child of elementsIn(one)) collect(child);
  };
  collect(element);
  return ids;
}

/** References are qualified names (BPMN 2.0 §15.3.2): one with a prefix may mean an id of the file. */
export function referredId(value: string, ids: ReadonlySet<string>): string {
  const written = value.trim();
  const local = written.slice(written.indexOf(':') + 1);
  return !ids.has(written) && ids.has(local) ? local : written;
}
