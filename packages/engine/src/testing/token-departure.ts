import type { FlowNode } from '../model/flow-node.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import type { Moment, Token } from './token-moment.ts';

/** What is wrong with a completed token that left over so many flows; null when its node's semantics allow it. */
export function departureFault({ graph, live }: Moment, token: Token, flows: number): string | null {
  const node = graph.nodes.get(token.elementId);
  const outgoing = graph.outgoing.get(token.elementId)?.length ?? 0;
  const endsAdHoc = flows === 0 && standsInAdHoc(graph, live.get(token.scopeId));
  if (node === undefined || endsAdHoc || leavesRightly(graph, node, token, flows, outgoing)) return null;
  return `${token.elementId} left over ${flows} of ${outgoing} flows`;
}

/** What fulfils the condition of an ad-hoc subprocess leaves over no flow. */
function standsInAdHoc({ nodes }: ProcessGraph, scope: Token | undefined): boolean {
  const node = nodes.get(scope?.elementId ?? '');
  return node?.type === 'adHocSubProcess' && node.completionCondition !== null;
}

function leavesRightly(
  graph: ProcessGraph,
  node: FlowNode,
  { index, undoes, flowId }: Token,
  flows: number,
  outgoing: number,
): boolean {
  if (index !== undefined || undoes !== undefined) return flows === 0;
  switch (node.type) {
    case 'exclusiveGateway':
    case 'eventBasedGateway':
      return flows === Math.min(1, outgoing);
    case 'startEvent':
    case 'parallelGateway':
    case 'intermediateCatchEvent':
    case 'intermediateThrowEvent':
    case 'boundaryEvent':
      return flows === outgoing;
    case 'endEvent':
    case 'eventSubProcess':
      return flows === 0;
    case 'complexGateway':
      // At its reset it may leave over none.
      return (graph.incoming.get(node.id)?.length ?? 0) > 1 && flowId === null
        ? true
        : flows >= Math.min(1, outgoing);
    default: {
      const isUnconditional =
        node.defaultFlowId === null &&
        (graph.outgoing.get(node.id) ?? []).every(({ condition }) => condition === null);
      return isUnconditional ? flows === outgoing : flows >= Math.min(1, outgoing);
    }
  }
}
