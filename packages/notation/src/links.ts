import { eventDefinitionsOf } from './compile/not-executable.ts';
import { nameOf } from './moddle.ts';
import type { SourceGraph, SourceNode } from './source-graph.ts';

/** A link event and the name that pairs it with its counterparts of the same scope. */
export interface SourceLink {
  readonly node: SourceNode;
  readonly name: string | null;
}

export function linkCatches(graph: SourceGraph): readonly SourceLink[] {
  return linksOf(graph, 'intermediateCatchEvent');
}

export function linkThrows(graph: SourceGraph): readonly SourceLink[] {
  return linksOf(graph, 'intermediateThrowEvent');
}

/** The catch of each link by {@link linkKey}. */
export function linkTargetsOf(graph: SourceGraph): ReadonlyMap<string, string> {
  return new Map(linkCatches(graph).map((link) => [linkKey(link.node, link.name), link.node.id]));
}

/** What pairs links: their scope and their name. */
export function linkKey(node: SourceNode, name: string | null): string {
  return `${node.scope.id ?? ''}\n${name ?? ''}`;
}

function linksOf(graph: SourceGraph, tag: string): readonly SourceLink[] {
  return [...graph.nodes.values()].flatMap((node) =>
    node.tag !== tag
      ? []
      : eventDefinitionsOf(node.element)
          .filter((definition) => definition.$type === 'bpmn:LinkEventDefinition')
          .map((definition) => ({ node, name: nameOf(definition) })),
  );
}
