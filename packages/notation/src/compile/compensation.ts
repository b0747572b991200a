import { childOf, childrenOf, flagOf, idOf, type ModdleElement } from '../moddle.ts';
import type { SourceDocument } from '../source-document.ts';
import type { SourceGraph, SourceNode } from '../source-graph.ts';
import { eventDefinitionsOf } from './not-executable.ts';

/** An association between a compensation boundary event and an activity, drawn either way (§10.7.1). */
export interface CompensationLink {
  readonly boundary: SourceNode;
  readonly handler: SourceNode;
}

export function compensationLinks(graph: SourceGraph, document: SourceDocument): readonly CompensationLink[] {
  const holders = [...graph.scopes.map(({ element }) => element), ...document.collaborations];
  return holders
    .flatMap((holder) => childrenOf(holder, 'artifacts'))
    .filter(({ $type }) => $type === 'bpmn:Association')
    .flatMap((association) => linkOf(association, graph));
}

function linkOf(association: ModdleElement, graph: SourceGraph): readonly CompensationLink[] {
  const end = (property: string) => {
    const element = childOf(association, property);
    return element === null ? undefined : graph.nodes.get(idOf(element) ?? '');
  };
  const ends = [end('sourceRef'), end('targetRef')];
  const boundary = ends.find((node) => node !== undefined && isCompensationBoundary(node));
  const handler = ends.find((node) => node?.element.$instanceOf('bpmn:Activity'));
  return boundary === undefined || handler === undefined ? [] : [{ boundary, handler }];
}

export function isCompensationBoundary(node: SourceNode): boolean {
  return (
    node.tag === 'boundaryEvent' &&
    eventDefinitionsOf(node.element).some(({ $type }) => $type === 'bpmn:CompensateEventDefinition')
  );
}

/** The handler of each activity that has one, by the activity's id. */
export function compensationHandlersOf(
  graph: SourceGraph,
  document: SourceDocument,
): ReadonlyMap<string, string> {
  const handlers = new Map<string, string>();
  for (const { boundary, handler } of compensationLinks(graph, document)) {
    const host = childOf(boundary.element, 'attachedToRef');
    const hostId = host === null ? null : idOf(host);
    if (hostId !== null && flagOf(handler.element, 'isForCompensation')) handlers.set(hostId, handler.id);
  }
  return handlers;
}
