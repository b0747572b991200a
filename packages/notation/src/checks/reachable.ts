import { warningAt } from '../finding.ts';
import { linkCatches } from '../links.ts';
import { flagOf, labelOf } from '../moddle.ts';
import {
  type SourceGraph,
  type SourceNode,
  type SourceScope,
  startsWithStartEvent,
} from '../source-graph.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** Every node can be reached from where its process or subprocess begins. */
export const reachable: Check = ({ graph }) => {
  const reached = reachedFromStarts(graph);
  return [...graph.nodes.values()]
    .filter((node) => !reached.has(node.id) && node.scope.element.$type !== 'bpmn:AdHocSubProcess')
    .map((node) => {
      const message = `Expected '${labelOf(node.element)}' to be reachable from a start event, but found no way to it`;
      return warningAt(node.id, 'reachable', message);
    });
};

function reachedFromStarts(graph: SourceGraph): ReadonlySet<string> {
  const started = new Set(nodesTagged(graph, 'startEvent').map((node) => node.scope));
  const begins = [...graph.nodes.values()].filter((node) => beginsByItself(node, started, graph));
  const reached = new Set([...begins, ...linkCatches(graph).map(({ node }) => node)].map(({ id }) => id));
  // The set grows while it is walked, so every node is visited once.
  for (const id of reached) {
    for (const flow of graph.outgoing.get(id) ?? []) {
      if (flow.targetId !== null) reached.add(flow.targetId);
    }
  }
  return reached;
}

/** Without any start event a scope begins at whatever nothing leads to. */
function beginsByItself(node: SourceNode, started: ReadonlySet<SourceScope>, graph: SourceGraph): boolean {
  if (!started.has(node.scope) && startsWithStartEvent(node.scope)) return !graph.incoming.has(node.id);
  return (
    node.tag === 'startEvent' ||
    node.tag === 'boundaryEvent' ||
    ['triggeredByEvent', 'isForCompensation', 'instantiate'].some((flag) => flagOf(node.element, flag))
  );
}
