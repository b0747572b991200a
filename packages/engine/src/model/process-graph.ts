import type { FlowNode } from './flow-node.ts';
import type { ProcessModel, SequenceFlow } from './process.ts';

/** A process model with the look-ups execution needs. Built once per definition and shared. */
export interface ProcessGraph {
  readonly model: ProcessModel;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  /** In the order of the model, which decides between conditions that hold together. */
  readonly outgoing: ReadonlyMap<string, readonly SequenceFlow[]>;
  readonly incoming: ReadonlyMap<string, readonly SequenceFlow[]>;
  /** Start event by scope; the process itself is the key null. */
  readonly starts: ReadonlyMap<string | null, FlowNode>;
}

export function graphOf(model: ProcessModel): ProcessGraph {
  const starts = new Map<string | null, FlowNode>();
  for (const node of model.elements) {
    if (node.type === 'noneStartEvent') starts.set(node.scopeId, node);
  }
  return {
    model,
    nodes: new Map(model.elements.map((node) => [node.id, node])),
    flows: new Map(model.flows.map((flow) => [flow.id, flow])),
    outgoing: groupFlows(model.flows, (flow) => flow.sourceId),
    incoming: groupFlows(model.flows, (flow) => flow.targetId),
    starts,
  };
}

function groupFlows(
  flows: readonly SequenceFlow[],
  endOf: (flow: SequenceFlow) => string,
): Map<string, readonly SequenceFlow[]> {
  const groups = new Map<string, SequenceFlow[]>();
  for (const flow of flows) {
    const group = groups.get(endOf(flow));
    if (group === undefined) groups.set(endOf(flow), [flow]);
    else group.push(flow);
  }
  return groups;
}
