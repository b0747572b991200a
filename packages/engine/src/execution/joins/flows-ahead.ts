import type { FlowNode } from '../../model/flow-node.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';

/** By node: the incoming flows of a gateway that a token there can still arrive on. */
export type FlowsAhead = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<ProcessGraph, Map<string, FlowsAhead>>();

/**
 * Which incoming flows of a gateway a token at each node can reach without passing through the gateway.
 * Besides sequence flows a token takes the boundary events of its activity and the links it throws.
 */
export function flowsAhead(graph: ProcessGraph, gatewayId: string): FlowsAhead {
  const ofGraph = known.get(graph) ?? new Map<string, FlowsAhead>();
  known.set(graph, ofGraph);
  const found = ofGraph.get(gatewayId) ?? findFlowsAhead(graph, gatewayId);
  ofGraph.set(gatewayId, found);
  return found;
}

function findFlowsAhead(graph: ProcessGraph, gatewayId: string): FlowsAhead {
  const ahead = new Map<string, Set<string>>();
  for (const { id: flowId, sourceId } of graph.incoming.get(gatewayId) ?? []) {
    const open = [sourceId];
    for (let nodeId = open.pop(); nodeId !== undefined; nodeId = open.pop()) {
      const flows = ahead.get(nodeId) ?? new Set();
      if (nodeId === gatewayId || flows.has(flowId)) continue;
      ahead.set(nodeId, flows.add(flowId));
      open.push(...before(graph, nodeId));
    }
  }
  return ahead;
}

function before(graph: ProcessGraph, nodeId: string): readonly string[] {
  const sources = (graph.incoming.get(nodeId) ?? []).map(({ sourceId }) => sourceId);
  const node = graph.nodes.get(nodeId);
  if (node?.type === 'boundaryEvent') return [node.attachedToId];
  if (node?.type !== 'intermediateCatchEvent' || node.triggers.every(({ kind }) => kind !== 'link'))
    return sources;
  const throwers = graph.scopes.get(node.scopeId)?.nodes.filter((other) => throwsLinkTo(other, nodeId)) ?? [];
  return [...sources, ...throwers.map(({ id }) => id)];
}

function throwsLinkTo(node: FlowNode, targetId: string): boolean {
  return (
    'throws' in node && node.throws.some((thrown) => thrown.kind === 'link' && thrown.targetId === targetId)
  );
}
