import type { ExpressionContext } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { FlowNode, FlowNodeType, NodeOf } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { NoFlowTaken } from './elements/outgoing.ts';
import { behaviourOf } from './elements/table.ts';
import type { IncidentCode } from './event.ts';
import { raiseIncident } from './incident.ts';
import { completeScopeIfEmpty } from './scope.ts';
import { type ElementInstance, type InstanceState, liveElement } from './state.ts';
import type { Turn } from './turn.ts';
import { evaluateMappings, propagateVariables } from './variables.ts';

/** A turn takes up its work in an order that a loaded state has too. */
export function orderPending({ pending }: InstanceState): void {
  if (pending.size <= 1) return;
  const ids = [...pending].sort();
  pending.clear();
  for (const id of ids) pending.add(id);
}

/**
 * Works off everything pending, up to `stepsAllowed`; returns the steps since the last wait. The loop
 * meets what is added while it runs; a new iterator for each step would walk over all that was removed.
 */
export function runPending(turn: Turn, stepsTaken: number, stepsAllowed: number): number {
  const { limits } = turn.env;
  let steps = 0;
  for (const id of turn.state.pending) {
    if (turn.state.status !== 'active' || turn.script !== null) break;
    if (steps >= stepsAllowed) break;
    const element = liveElement(turn.state, id);
    if (stepsTaken + steps >= limits.stepsWithoutWait) {
      raiseIncident(
        turn,
        element,
        'RUNAWAY_LOOP',
        `Expected a wait state within ${limits.stepsWithoutWait} steps, but found none`,
      );
      continue;
    }
    steps += 1;
    step(turn, element);
  }
  return turn.state.pending.size === 0 ? 0 : stepsTaken + steps;
}

function step(turn: Turn, element: ElementInstance): void {
  const node = turn.nodeOf(element);
  attempt(turn, element, () => {
    switch (element.status) {
      case 'ready':
        activate(turn, node, element);
        return;
      case 'completing':
        complete(turn, node, element);
        return;
      case 'active':
        throw new Error(`Expected '${element.elementId}' to be pending, but it is active`);
    }
  });
}

function activate<Type extends FlowNodeType>(turn: Turn, node: NodeOf<Type>, element: ElementInstance): void {
  applyInputs(turn, node, element);
  if (behaviourOf<Type>(node).activate(turn, node, element) === 'passes') complete(turn, node, element);
}

/**
 * Leaves an element: outputs, then the flows its behaviour chooses, each with a new token. Everything
 * that can fail is evaluated before anything is recorded, so that resolving an incident here does not
 * apply the outputs twice.
 */
export function complete<Type extends FlowNodeType>(
  turn: Turn,
  node: NodeOf<Type>,
  element: ElementInstance,
): void {
  attempt(turn, element, () => {
    const { scopeId } = element;
    const outputs = evaluateOutputs(turn, node, element);
    const flows = behaviourOf<Type>(node).leave(turn, node, () =>
      contextAfter(turn.expressionContext(scopeId), outputs),
    );
    propagateVariables(turn, scopeId, outputs);
    turn.record({ type: 'elementCompleted', elementId: node.id, elementInstanceId: element.id });
    for (const flow of flows) {
      turn.record({
        type: 'elementReady',
        elementId: flow.targetId,
        elementInstanceId: turn.env.newId(),
        scopeId,
        flowId: flow.id,
      });
    }
    if (flows.length === 0) completeScopeIfEmpty(turn, scopeId);
  });
}

const noOutputs: JsonObject = Object.freeze({});

function evaluateOutputs(turn: Turn, node: FlowNode, element: ElementInstance): JsonObject {
  if (!('outputs' in node) || node.outputs.length === 0) return noOutputs;
  return evaluateMappings(turn, element.id, node.outputs);
}

/** What the scope will see once `outputs` are written: each name goes to the scope it is seen in. */
function contextAfter(context: ExpressionContext, outputs: JsonObject): ExpressionContext {
  if (outputs === noOutputs) return context;
  const variables = Object.assign(Object.create(null) as Record<string, Json>, context.variables, outputs);
  return { ...context, variables };
}

function applyInputs(turn: Turn, node: FlowNode, element: ElementInstance): void {
  if (!('inputs' in node) || node.inputs.length === 0) return;
  const variables = evaluateMappings(turn, element.scopeId, node.inputs);
  turn.record({ type: 'variablesSet', scopeId: element.id, variables });
}

/** A model that cannot go on stops its token with an incident; every other exception is a defect. */
function attempt(turn: Turn, element: ElementInstance, work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = incidentCodeOf(error);
    if (code === null || !(error instanceof Error)) throw error;
    if (element.status === 'active') {
      turn.record({
        type: 'elementCompleting',
        elementId: element.elementId,
        elementInstanceId: element.id,
      });
    }
    raiseIncident(turn, element, code, error.message);
  }
}

function incidentCodeOf(error: unknown): IncidentCode | null {
  if (error instanceof ExpressionError) return 'EXPRESSION_ERROR';
  if (error instanceof NoFlowTaken) return 'NO_FLOW_TAKEN';
  return null;
}
