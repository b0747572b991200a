/// <reference path="./moddle-modules.d.ts" />
import { BpmnModdle, type ModdleElement, type ModdleWarning } from 'bpmn-moddle';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' };
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { apgDescriptor } from './apg-descriptor.ts';
import type { Dialect } from './dialect.ts';

export type { BpmnModdle, ModdleElement, ModdleWarning };

/** Camunda's and Zeebe's descriptors define the same properties, so a moddle knows one of them at most. */
export function moddleFor(dialect: Dialect): BpmnModdle {
  switch (dialect) {
    case 'camunda':
      return new BpmnModdle({ apg: apgDescriptor, camunda });
    case 'zeebe':
      return new BpmnModdle({ apg: apgDescriptor, zeebe });
    case 'plain':
      return new BpmnModdle({ apg: apgDescriptor });
  }
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

/** An attribute or body as trimmed text; null where it is absent or blank. */
export function textOf(element: ModdleElement | null, property: string): string | null {
  const value = element?.get(property);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

export function flagOf(element: ModdleElement, property: string): boolean {
  return element.get(property) === true;
}

/** A contained or referenced element. */
export function childOf(element: ModdleElement, property: string): ModdleElement | null {
  const value = element.get(property);
  return isElement(value) ? value : null;
}

export function childrenOf(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

export function idOf(element: ModdleElement): string | null {
  return textOf(element, 'id');
}

/** Line breaks in a name are layout, not content. */
export function nameOf(element: ModdleElement): string | null {
  return textOf(element, 'name')?.replace(/\s+/g, ' ') ?? null;
}

export function documentationOf(element: ModdleElement): string | null {
  const texts = childrenOf(element, 'documentation').flatMap((part) => textOf(part, 'text') ?? []);
  return texts.length === 0 ? null : texts.join('\n');
}

export function extensionsOf(element: ModdleElement): readonly ModdleElement[] {
  const holder = childOf(element, 'extensionElements');
  return holder === null ? [] : childrenOf(holder, 'values');
}

export function extensionOf(element: ModdleElement, type: string): ModdleElement | null {
  return extensionsOf(element).find((extension) => extension.$type === type) ?? null;
}

/** The tag as it stands in XML: `bpmn:UserTask` is `userTask`, `camunda:Connector` is `camunda:connector`. */
export function tagOf(element: ModdleElement): string {
  const [prefix = '', local = ''] = element.$type.split(':');
  const tag = local.charAt(0).toLowerCase() + local.slice(1);
  return prefix === 'bpmn' ? tag : `${prefix}:${tag}`;
}

/** What a person calls the element: its name, else its id. */
export function labelOf(element: ModdleElement): string {
  return nameOf(element) ?? idOf(element) ?? 'without id';
}
