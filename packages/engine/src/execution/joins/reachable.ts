import type { ProcessGraph } from '../../model/process-graph.ts';

const known = new WeakMap<ProcessGraph, Map<string, ReadonlySet<string>>>();

/**
 * The nodes a token can get to from a node within its scope: over sequence flows, the boundary events of the
 * activities on the way, and the links that are thrown. The node itself only if there is a way back.
 */
export function reachableFrom(graph: ProcessGraph, nodeId: string): ReadonlySet<string> {
  const ofGraph = known.get(graph) ?? new Map<string, ReadonlySet<string>>();
  known.set(graph, ofGraph);
  const found = ofGraph.get(nodeId) ?? findReachable(graph, nodeId);
  ofGraph.set(nodeId, found);
  return found;
}

function findReachable(graph: ProcessGraph, nodeId: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...after(graph, nodeId)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...after(graph, id));
  }
  return reached;
}

function after(graph: ProcessGraph, nodeId: string): readonly string[] {
  const node = graph.nodes.get(nodeId);
  const links =
    node !== undefined && 'throws' in node
      ? node.throws.flatMap((thrown) => (thrown.kind === 'link' ? [thrown.targetId] : []))
      : [];
  return [
    ...(graph.outgoing.get(nodeId) ?? []).map(({ targetId }) => targetId),
    ...(graph.boundaryEvents.get(nodeId) ?? []).map(({ id }) => id),
    ...links,
  ];
}
