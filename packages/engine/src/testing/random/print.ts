import type { FlowNode } from '../../model/flow-node.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { kindsOf } from './element-kinds.ts';

/** The process as people read it: a line for each node, content below its scope, with the flows that leave it. */
export function printed(processId: string, graph: ProcessGraph): string {
  return [`process ${processId}`, ...linesOf(graph, null, 1)].join('\n');
}

function linesOf(graph: ProcessGraph, scopeId: string | null, depth: number): readonly string[] {
  const nodes = graph.scopes.get(scopeId)?.nodes ?? [];
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${lineOf(graph, node)}`,
    ...linesOf(graph, node.id, depth + 1),
  ]);
}

function lineOf({ outgoing }: ProcessGraph, node: FlowNode): string {
  const defaultFlowId = 'defaultFlowId' in node ? node.defaultFlowId : null;
  const flows = (outgoing.get(node.id) ?? []).map(({ id, targetId, condition }) => {
    if (id === defaultFlowId) return `${targetId} by default`;
    return condition === null ? targetId : `${targetId} if ${condition.source}`;
  });
  return [
    `${node.id} (${[...kindsOf(node), ...detailsOf(node)].join('; ')})`,
    ...('attachedToId' in node ? [`at ${node.attachedToId}`] : []),
    ...(flows.length > 0 ? [`-> ${flows.join(', ')}`] : []),
  ].join(' ');
}

function detailsOf(node: FlowNode): readonly string[] {
  const details: string[] = [];
  if ('loop' in node) {
    if (node.compensationHandlerId !== null) details.push(`undone by ${node.compensationHandlerId}`);
    const { loop } = node;
    if (loop?.kind === 'standard') {
      details.push(`while ${loop.condition?.source ?? 'always'}${loop.testBefore ? ', tested before' : ''}`);
      if (loop.maximum !== null) details.push(`at most ${loop.maximum.source}`);
    }
    if (loop?.kind === 'multiInstance') {
      details.push(`for ${loop.cardinality?.source ?? loop.collection?.source ?? ''}`);
      if (loop.completionCondition !== null) details.push(`until ${loop.completionCondition.source}`);
    }
  }
  if (node.type === 'complexGateway' && node.activationCondition !== null) {
    details.push(`starts if ${node.activationCondition.source}`);
  }
  if (node.type === 'adHocSubProcess') {
    if (node.completionCondition !== null) details.push(`until ${node.completionCondition.source}`);
    if (node.cancelRemainingInstances) details.push('cancels the rest');
    if (node.activeElements !== null) details.push(`activates ${node.activeElements.source}`);
  }
  if ('throws' in node) {
    for (const thrown of node.throws)
      if (thrown.kind === 'compensation' && thrown.activityId !== null)
        details.push(`undoes ${thrown.activityId}`);
  }
  return details;
}
