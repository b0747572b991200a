import { type ModdleElement, moddleFor } from '../moddle.ts';
import { readBpmn } from '../read-bpmn.ts';

/**
 * A document as the library of the modellers sees it, as text: every property that is not at its default,
 * references by id. What follows from flows is left out, and so are the prefixes of
 * foreign namespaces.
 */
export async function moddleView(xml: string): Promise<string> {
  const read = await readBpmn(xml);
  if (read.kind === 'refused') return JSON.stringify(read.findings.map(({ message }) => message));
  return JSON.stringify(viewOf(read.definitions), null, 1);
}

const derived: ReadonlySet<string> = new Set(['incoming', 'outgoing', '$type', '$attrs', 'xsi:type']);

/** `:xmlns` is how the library notes the default namespace of an element. */
const declaration = /^:?xmlns(?::|$)/;

const moddle = moddleFor('plain');

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

function viewOf(element: ModdleElement): unknown {
  const attributes = '$attrs' in element && typeof element.$attrs === 'object' ? element.$attrs : {};
  const properties = [...Object.entries(element), ...Object.entries(attributes ?? {})]
    .filter(([name]) => !derived.has(name) && !declaration.test(name))
    .map(([name, value]): [string, unknown] => [withoutPrefix(name), said(element, name, value)])
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { type: withoutPrefix(element.$type), properties };
}

function withoutPrefix(name: string): string {
  return /^(?:bpmn|bpmndi|dc|di|camunda|zeebe|apg):/.test(name) ? name : name.slice(name.indexOf(':') + 1);
}

function said(parent: ModdleElement, name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const values = value.map((one: unknown) => said(parent, name, one));
    if (name === 'flowNodeRef' || name === 'planeElement')
      values.sort((a, b) => (text(a) < text(b) ? -1 : 1));
    return values.length > 0 ? values : undefined;
  }
  if (!isElement(value)) return isDefault(parent, name, value) ? undefined : value;
  if (value.$parent !== parent) return `→ ${String(value.get('id'))}`;
  return name === 'extensionElements' && isEmpty(value) ? undefined : viewOf(value);
}

function isEmpty(element: ModdleElement): boolean {
  const values = element.get('values');
  return Array.isArray(values) && values.length === 0;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function isDefault(parent: ModdleElement, name: string, value: unknown): boolean {
  if (!parent.$type.startsWith('bpmn:') || name.includes(':')) return false;
  return moddle.create(parent.$type, {}).get(name) === value;
}
