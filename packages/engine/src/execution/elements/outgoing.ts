import { type ExpressionContext, evaluateCondition } from '../../expression/evaluate.ts';
import type { ExclusiveGateway } from '../../model/flow-node.ts';
import type { SequenceFlow } from '../../model/process.ts';
import type { Turn } from '../turn.ts';

/** No condition held and there is no default flow (BPMN 2.0 §13.4.2): an incident of the model. */
export class NoFlowTaken extends Error {
  constructor(elementId: string) {
    super(
      `Expected a condition of a flow leaving '${elementId}' to hold, but none does and there is no default flow`,
    );
    this.name = 'NoFlowTaken';
  }
}

interface Splitting {
  readonly id: string;
  readonly defaultFlowId: string | null;
}

const none: readonly SequenceFlow[] = [];

export function outgoingFlows(turn: Turn, elementId: string): readonly SequenceFlow[] {
  return turn.graph.outgoing.get(elementId) ?? none;
}

/** A token on every flow whose condition holds or that has none; the default flow if there is no other. */
export function conditionalSplit(
  turn: Turn,
  node: Splitting,
  context: () => ExpressionContext,
): readonly SequenceFlow[] {
  const flows = outgoingFlows(turn, node.id);
  if (flows.every((flow) => flow.condition === null) && node.defaultFlowId === null) return flows;
  const taken = flows.filter((flow) => flow.id !== node.defaultFlowId && holds(flow, context));
  if (taken.length > 0) return taken;
  return defaultFlow(turn, node);
}

/** Events have no default flow. Their flows should have no conditions (BPMN 2.0 §10.5.2); those written count. */
export function eventSplit(
  turn: Turn,
  { id }: { readonly id: string },
  context: () => ExpressionContext,
): readonly SequenceFlow[] {
  return conditionalSplit(turn, { id, defaultFlowId: null }, context);
}

/** A token on the first flow whose condition holds, else on the default flow (BPMN 2.0 §13.4.2). */
export function exclusiveChoice(
  turn: Turn,
  node: ExclusiveGateway,
  context: () => ExpressionContext,
): readonly SequenceFlow[] {
  const flows = outgoingFlows(turn, node.id);
  if (flows.length === 0) return flows;
  for (const flow of flows) {
    if (flow.id !== node.defaultFlowId && holds(flow, context)) return [flow];
  }
  return defaultFlow(turn, node);
}

export function holds(flow: SequenceFlow, context: () => ExpressionContext): boolean {
  return flow.condition === null || evaluateCondition(flow.condition, context());
}

function defaultFlow(turn: Turn, node: Splitting): readonly SequenceFlow[] {
  const flow = node.defaultFlowId === null ? undefined : turn.graph.flows.get(node.defaultFlowId);
  if (flow === undefined) throw new NoFlowTaken(node.id);
  return [flow];
}
