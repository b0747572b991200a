import type { SourceFlow, SourceGraph } from '../source-graph.ts';

/**
 * Where a branch begins: from the flow backwards, past nodes with one way in and one way out, to the
 * first node with several ways out; null where the branch is not that simple.
 */
function branchOrigin(flow: SourceFlow, graph: SourceGraph): string | null {
  const visited = new Set<string>();
  let at = flow.sourceId;
  while (at !== null && !visited.has(at)) {
    visited.add(at);
    if ((graph.outgoing.get(at) ?? []).length > 1) return at;
    const incoming = graph.incoming.get(at) ?? [];
    const [only] = incoming;
    if (incoming.length !== 1 || only === undefined) return null;
    at = only.sourceId;
  }
  return null;
}

/** The split, if there is one, from which two of the flows into a join come. */
export function sharedOrigin(
  joinId: string,
  graph: SourceGraph,
  splitTags: ReadonlySet<string>,
): string | null {
  const incoming = graph.incoming.get(joinId) ?? [];
  if (incoming.length < 2) return null;
  const origins = new Set<string>();
  for (const flow of incoming) {
    const origin = branchOrigin(flow, graph);
    if (origin === null || !splitTags.has(graph.nodes.get(origin)?.tag ?? '')) continue;
    if (origins.has(origin)) return origin;
    origins.add(origin);
  }
  return null;
}
