import type { ExpressionContext } from '../../expression/evaluate.ts';
import type { ComplexGateway } from '../../model/flow-node.ts';
import type { Json } from '../../model/json.ts';
import type { SequenceFlow } from '../../model/process.ts';
import { awaitsReset, mayStart, startComplex, startContext } from '../joins/complex-join.ts';
import type { Turn } from '../turn.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit, holds, outgoingFlows } from './outgoing.ts';

/**
 * Starts when its activation condition holds for the tokens that have come, and is reset by those that come
 * later (BPMN 2.0 §13.4.5). Conditions of its outgoing flows see as `waitingForStart` which of the two it is.
 */
export const complexGateway: Behaviour<'complexGateway'> = {
  activate(turn, node, element) {
    if (!joins(turn, node)) {
      activated(turn, element);
      return 'passes';
    }
    const { scopeId, flowId } = element;
    const starts =
      awaitsReset(turn, node.id, scopeId) === null &&
      mayStart(node, startContext(turn, node.id, scopeId, flowId));
    activated(turn, element);
    turn.record({ type: 'joinReached', elementId: node.id, elementInstanceId: element.id });
    if (starts) startComplex(turn, node.id, scopeId);
    return 'waits';
  },
  leave(turn, node, context, element) {
    const isReset = joins(turn, node) && element.flowId === null;
    const seen = () => withPhase(context(), !isReset);
    return isReset ? leaveAtReset(turn, node, seen) : conditionalSplit(turn, node, seen);
  },
};

function joins(turn: Turn, { id }: ComplexGateway): boolean {
  return (turn.graph.incoming.get(id)?.length ?? 0) > 1;
}

/**
 * At a reset it is no fault when no condition holds. A flow without a condition gets a token at the start
 * only: else a gateway that lets the first of several tokens pass would let a second one follow.
 */
function leaveAtReset(
  turn: Turn,
  { id, defaultFlowId }: ComplexGateway,
  context: () => ExpressionContext,
): readonly SequenceFlow[] {
  const flows = outgoingFlows(turn, id);
  const taken = flows.filter(
    (flow) => flow.id !== defaultFlowId && flow.condition !== null && holds(flow, context),
  );
  return taken.length > 0 ? taken : flows.filter((flow) => flow.id === defaultFlowId);
}

function withPhase(context: ExpressionContext, waitingForStart: boolean): ExpressionContext {
  const variables = Object.assign(Object.create(null) as Record<string, Json>, context.variables, {
    waitingForStart,
  });
  return { ...context, variables };
}
