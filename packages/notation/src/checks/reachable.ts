import { warningAt } from '../finding.ts';
import { labelOf } from '../moddle.ts';
import { type SourceGraph, type SourceNode, startsWithStartEvent } from '../source-graph.ts';
import type { Check } from './check.ts';

/** Every node can be reached from the start of its process or subprocess. */
export const reachable: Check = ({ graph }) => {
  const reached = reachedFromStarts(graph);
  return [...graph.nodes.values()]
    .filter((node) => !reached.has(node.id) && startsWithStartEvent(node.scope))
    .map((node) => {
      const message = `Expected '${labelOf(node.element)}' to be reachable from a start event, but found no way to it`;
      return warningAt(node.id, 'reachable', message);
    });
};

function reachedFromStarts(graph: SourceGraph): ReadonlySet<string> {
  const reached = new Set([...graph.nodes.values()].filter(beginsByItself).map((node) => node.id));
  // The set grows while it is walked, so every node is visited once.
  for (const id of reached) {
    for (const flow of graph.outgoing.get(id) ?? []) {
      if (flow.targetId !== null) reached.add(flow.targetId);
    }
  }
  return reached;
}

function beginsByItself(node: SourceNode): boolean {
  return (
    node.tag === 'startEvent' || node.tag === 'boundaryEvent' || node.element.get('triggeredByEvent') === true
  );
}
