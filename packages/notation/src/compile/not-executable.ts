import { errorAt, type Finding } from '../finding.ts';
import { childOf, childrenOf, flagOf, labelOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';

/** The finding for an element whose behaviour the engine does not have; `detail` says which part of it. */
export function notExecutable(node: SourceNode, detail: string | null = null): Finding {
  const words = node.tag.replace(/([A-Z])/g, ' $1').toLowerCase();
  const what = detail === null ? node.tag : `${node.tag} ${detail}`;
  return errorAt(
    node.id,
    'not-executable',
    `Expected an element this engine executes, but found ${words} '${labelOf(node.element)}' (${what})`,
  );
}

export function eventDefinitionsOf(element: ModdleElement): readonly ModdleElement[] {
  return [...childrenOf(element, 'eventDefinitions'), ...childrenOf(element, 'eventDefinitionRef')];
}

/** `with timerEventDefinition`, for a message. */
export function describeDefinitions(definitions: readonly ModdleElement[]): string {
  return definitions.length === 0
    ? 'without event definition'
    : `with ${definitions.map(tagOf).join(' and ')}`;
}

/** What turns an activity the engine knows into one it does not: loops, compensation, several tokens. */
export function activityMarkers(element: ModdleElement): readonly string[] {
  const markers: string[] = [];
  const loop = childOf(element, 'loopCharacteristics');
  if (loop !== null) markers.push(`with ${tagOf(loop)}`);
  if (flagOf(element, 'isForCompensation')) markers.push('with isForCompensation');
  if (flagOf(element, 'triggeredByEvent')) markers.push('with triggeredByEvent');
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = element.get(quantity);
    if (value !== undefined && value !== 1) markers.push(`with ${quantity} ${JSON.stringify(value)}`);
  }
  for (const role of childrenOf(element, 'resources')) markers.push(`with ${tagOf(role)}`);
  return markers;
}

/** The user's own words for a script language, or `none`. */
export function foundText(element: ModdleElement, property: string): string {
  return textOf(element, property) ?? 'none';
}
