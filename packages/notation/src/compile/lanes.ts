import { childOf, childrenOf, idOf, type ModdleElement, nameOf } from '../moddle.ts';
import type { SourceGraph, SourceNode, SourceScope } from '../source-graph.ts';

/** The name of the innermost lane of each flow node that stands in one. */
export function lanesOf(graph: SourceGraph): ReadonlyMap<string, string> {
  const lanes = new Map<string, string>();
  const pending = graph.scopes.flatMap((scope) => childrenOf(scope.element, 'laneSets'));
  for (const laneSet of pending) {
    for (const lane of childrenOf(laneSet, 'lanes')) {
      const name = nameOf(lane);
      if (name !== null) nameNodes(lane, name, lanes);
      const inner = childOf(lane, 'childLaneSet');
      // Nested sets come later in the list, so the innermost name is the last one written.
      if (inner !== null) pending.push(inner);
    }
  }
  return lanes;
}

function nameNodes(lane: ModdleElement, name: string, lanes: Map<string, string>): void {
  for (const node of childrenOf(lane, 'flowNodeRef')) {
    const id = idOf(node);
    if (id !== null) lanes.set(id, name);
  }
}

/** The lane a node stands in, or the one its subprocess stands in. */
export function laneAround(node: SourceNode, lanes: ReadonlyMap<string, string>): string | null {
  const own = lanes.get(node.id);
  if (own !== undefined) return own;
  for (let scope: SourceScope | null = node.scope; scope !== null; scope = scope.parent) {
    const name = lanes.get(scope.id ?? '');
    if (name !== undefined) return name;
  }
  return null;
}
