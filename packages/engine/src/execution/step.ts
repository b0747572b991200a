import { ExpressionError } from '../expression/expression-error.ts';
import type { FlowNode, FlowNodeType, NodeOf } from '../model/flow-node.ts';
import { NoFlowTaken } from './elements/outgoing.ts';
import { behaviourOf } from './elements/table.ts';
import type { IncidentCode } from './event.ts';
import { completeScopeIfEmpty } from './scope.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';
import { evaluateMappings, propagateVariables } from './variables.ts';

/** Works off everything pending, up to the step limit of a turn; returns the steps it took. */
export function runPending(turn: Turn, stepsTaken: number): number {
  const { limits } = turn.env;
  let steps = 0;
  while (turn.state.status === 'active' && turn.script === null) {
    const [id] = turn.state.pending;
    if (id === undefined) return 0;
    if (steps >= limits.stepsPerTurn) return stepsTaken + steps;
    const element = turn.state.elements.get(id);
    if (element === undefined) throw new Error(`Expected a live element instance, but found none: ${id}`);
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
  return stepsTaken + steps;
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

/** Leaves an element: outputs, then the flows its behaviour chooses, each with a new token. */
export function complete<Type extends FlowNodeType>(
  turn: Turn,
  node: NodeOf<Type>,
  element: ElementInstance,
): void {
  attempt(turn, element, () => {
    applyOutputs(turn, node, element);
    const flows = behaviourOf<Type>(node).leave(turn, node, element);
    const { scopeId } = element;
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

function applyInputs(turn: Turn, node: FlowNode, element: ElementInstance): void {
  if (!('inputs' in node) || node.inputs.length === 0) return;
  const variables = evaluateMappings(turn, element.scopeId, node.inputs);
  turn.record({ type: 'variablesSet', scopeId: element.id, variables });
}

function applyOutputs(turn: Turn, node: FlowNode, element: ElementInstance): void {
  if (!('outputs' in node) || node.outputs.length === 0) return;
  propagateVariables(turn, element.scopeId, evaluateMappings(turn, element.id, node.outputs));
}

/** A model that cannot go on stops its token with an incident; every other exception is a defect. */
export function attempt(turn: Turn, element: ElementInstance, work: () => void): void {
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

export function raiseIncident(
  turn: Turn,
  element: ElementInstance,
  code: IncidentCode,
  message: string,
): void {
  turn.record({
    type: 'incidentRaised',
    elementId: element.elementId,
    elementInstanceId: element.id,
    incidentId: turn.env.newId(),
    code,
    message,
  });
}
