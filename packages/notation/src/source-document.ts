import { childOf, childrenOf, idOf, type ModdleElement } from './moddle.ts';
import type { ReferenceTexts } from './references.ts';

/** A message flow between two pools; an end is null where it is a whole pool or nothing. */
export interface SourceMessageFlow {
  readonly element: ModdleElement;
  readonly id: string | null;
  readonly source: ModdleElement | null;
  readonly target: ModdleElement | null;
}

/** What stands around the processes of a file. */
export interface SourceDocument {
  readonly definitions: ModdleElement;
  readonly collaborations: readonly ModdleElement[];
  readonly messageFlows: readonly SourceMessageFlow[];
  /** The first message flow into, or out of, each element. */
  readonly messageFlowInto: ReadonlyMap<ModdleElement, SourceMessageFlow>;
  readonly messageFlowOutOf: ReadonlyMap<ModdleElement, SourceMessageFlow>;
  readonly texts: ReferenceTexts;
  /** The processes that run; the others are only drawn. */
  readonly running: ReadonlySet<ModdleElement>;
}

export function sourceDocumentOf(
  definitions: ModdleElement,
  texts: ReferenceTexts,
  running: ReadonlySet<ModdleElement>,
): SourceDocument {
  const collaborations = rootElements(definitions, 'bpmn:Collaboration');
  const messageFlows = collaborations
    .flatMap((collaboration) => childrenOf(collaboration, 'messageFlows'))
    .map((element) => ({
      element,
      id: idOf(element),
      source: childOf(element, 'sourceRef'),
      target: childOf(element, 'targetRef'),
    }));
  return {
    definitions,
    collaborations,
    messageFlows,
    messageFlowInto: firstBy(messageFlows, (flow) => flow.target),
    messageFlowOutOf: firstBy(messageFlows, (flow) => flow.source),
    texts,
    running,
  };
}

function firstBy(
  flows: readonly SourceMessageFlow[],
  endOf: (flow: SourceMessageFlow) => ModdleElement | null,
): ReadonlyMap<ModdleElement, SourceMessageFlow> {
  const first = new Map<ModdleElement, SourceMessageFlow>();
  for (const flow of flows) {
    const end = endOf(flow);
    if (end !== null && !first.has(end)) first.set(end, flow);
  }
  return first;
}

export function rootElements(definitions: ModdleElement, type: string): readonly ModdleElement[] {
  return childrenOf(definitions, 'rootElements').filter((element) => element.$instanceOf(type));
}
