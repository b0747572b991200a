import { warningAt } from '../finding.ts';
import { childOf, idOf } from '../moddle.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** From everywhere some way leads to where a token ends; a scope without such a way never completes. */
export const endReachable: Check = ({ graph }) => {
  const ending = nodesThatEnd(graph);
  return graph.scopes.flatMap((scope) => {
    const trapped = graph.content.get(scope)?.find((node) => !ending.has(node.id));
    if (trapped === undefined) return [];
    const message = `Expected a way from '${trapped.id}' to an end, but found only ways back`;
    return [warningAt(trapped.id, 'end-reachable', message)];
  });
};

/** Walks backwards from the nodes nothing leads out of; what happens at a border leads out of its activity. */
function nodesThatEnd(graph: SourceGraph): ReadonlySet<string> {
  const leadsOn = (id: string) => graph.outgoing.get(id)?.every((flow) => flow.targetId !== null) ?? false;
  const ending = new Set([...graph.nodes.keys()].filter((id) => !leadsOn(id)));
  const hosts = new Map(
    nodesTagged(graph, 'boundaryEvent').map((node) => {
      const host = childOf(node.element, 'attachedToRef');
      return [node.id, host === null ? null : idOf(host)];
    }),
  );
  // The set grows while it is walked, so every node is visited once.
  for (const id of ending) {
    for (const { sourceId } of graph.incoming.get(id) ?? []) if (sourceId !== null) ending.add(sourceId);
    const host = hosts.get(id);
    if (typeof host === 'string') ending.add(host);
  }
  return ending;
}
