import type { ExpressionContext } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { FlowNode, FlowNodeType, NodeOf } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { adHocProgress, closeAdHoc, endAdHoc } from './ad-hoc.ts';
import { completeHandler } from './compensation/complete-handler.ts';
import { keepCompensation } from './compensation/keep-compensation.ts';
import { recreate } from './compensation/recreate.ts';
import { isRecreated } from './compensation/recreated.ts';
import { handlerVariables } from './compensation/snapshot.ts';
import { triggerConditions } from './conditions.ts';
import { restsFirst } from './continuation.ts';
import { NoFlowTaken } from './elements/outgoing.ts';
import { behaviourOf } from './elements/table.ts';
import { throwRest } from './elements/throw-all.ts';
import type { IncidentCode } from './event.ts';
import { raiseIncident } from './incident.ts';
import { settleJoins } from './joins/settle-joins.ts';
import { waitsForMore } from './joins/start-quantity.ts';
import { beginLoop } from './loops/begin-loop.ts';
import { completeLoopInstance } from './loops/complete-loop-instance.ts';
import { createFollowing, inputVariables } from './loops/loop-instances.ts';
import { type LoopingActivity, loopOutputs } from './loops/loop-outputs.ts';
import { takeFlows } from './place-token.ts';
import { completeScopeIfEmpty } from './scope.ts';
import { type ElementInstance, type InstanceState, liveElement } from './state.ts';
import { openSubscriptions, type Planned, planSubscriptions } from './subscribe.ts';
import type { Turn } from './turn.ts';
import { evaluateInContext, evaluateMappings, propagateVariables } from './variables.ts';

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
  let steps = 0;
  do steps += runUntilSettled(turn, stepsTaken + steps, stepsAllowed - steps);
  while (settleJoins(turn));
  return turn.state.pending.size === 0 ? 0 : stepsTaken + steps;
}

function runUntilSettled(turn: Turn, stepsTaken: number, stepsAllowed: number): number {
  const { limits } = turn.env;
  let steps = 0;
  triggerConditions(turn);
  for (const id of turn.state.pending) {
    if (turn.state.status !== 'active' || turn.request !== null) break;
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
    triggerConditions(turn);
  }
  return steps;
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
  if (waitsForMore(turn, node, element)) return;
  if (element.index !== null && element.wait === null) createFollowing(turn, node, element);
  if (restsFirst(turn, node, element)) return;
  if (element.undoes !== null && isRecreated(node, element)) {
    recreate(turn, element, element.undoes);
    return;
  }
  const boundary = planBoundary(turn, node, element);
  const loop = loopAt(node, element);
  if (loop !== null) {
    if (beginLoop(turn, loop, element) === 'passes') complete(turn, node, element);
    else openSubscriptions(turn, boundary, element.id);
    return;
  }
  applyInputs(turn, node, element);
  const activation = behaviourOf<Type>(node).activate(turn, node, element);
  if (activation === 'passes') complete(turn, node, element);
  else if (activation === 'waits' && element.status === 'active')
    openSubscriptions(turn, boundary, element.id);
}

/** What the boundary events of an activity wait for while it is active; the instances of a loop share its body's. */
export function planBoundary(turn: Turn, node: FlowNode, element: ElementInstance): readonly Planned[] {
  const events = turn.graph.boundaryEvents.get(node.id);
  if (events === undefined || element.index !== null) return [];
  const context = turn.expressionContext(element.scopeId);
  return events.flatMap((event) => planSubscriptions(event, context));
}

/** The loop of which the element instance is the body; null for one of its instances and for anything else. */
function loopAt(node: FlowNode, element: ElementInstance): LoopingActivity | null {
  if (!('loop' in node) || node.loop === null || element.index !== null || isRecreated(node, element))
    return null;
  return { ...node, loop: node.loop };
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
    if (restsFirst(turn, node, element) || throwRest(turn, node, element)) return;
    const { scopeId } = element;
    const loop = loopAt(node, element);
    const outputs = loop === null ? evaluateOutputs(turn, node, element) : loopOutputs(turn, loop, element);
    if (element.index !== null) {
      completeLoopInstance(turn, node, element, outputs);
      return;
    }
    if (element.undoes !== null) {
      completeHandler(turn, element, element.undoes, outputs);
      return;
    }
    const flows = behaviourOf<Type>(node).leave(
      turn,
      node,
      () => contextAfter(turn.expressionContext(scopeId), outputs),
      element,
    );
    const adHoc = adHocProgress(turn, node, element, flows.length, () =>
      contextAfter(turn.expressionContext(scopeId), outputs),
    );
    propagateVariables(turn, scopeId, outputs);
    keepCompensation(turn, node, element);
    turn.record({ type: 'elementCompleted', elementId: node.id, elementInstanceId: element.id });
    if (adHoc === 'ends') {
      endAdHoc(turn, scopeId);
      return;
    }
    if (adHoc === 'closes') closeAdHoc(turn, scopeId);
    for (let times = completionQuantity(node); times > 0; times--) takeFlows(turn, scopeId, flows);
    if (flows.length === 0 && adHoc !== 'waits') completeScopeIfEmpty(turn, scopeId);
  });
}

function completionQuantity(node: FlowNode): number {
  return 'completionQuantity' in node ? (node.completionQuantity ?? 1) : 1;
}

const noOutputs: JsonObject = Object.freeze({});

function evaluateOutputs(turn: Turn, node: FlowNode, element: ElementInstance): JsonObject {
  if (!('outputs' in node) || node.outputs.length === 0 || isRecreated(node, element)) return noOutputs;
  return evaluateMappings(turn, element.id, node.outputs);
}

/** What the scope will see once `outputs` are written: each name goes to the scope it is seen in. */
function contextAfter(context: ExpressionContext, outputs: JsonObject): ExpressionContext {
  if (outputs === noOutputs) return context;
  const variables = Object.assign(Object.create(null) as Record<string, Json>, context.variables, outputs);
  return { ...context, variables };
}

export function applyInputs(turn: Turn, node: FlowNode, element: ElementInstance): void {
  if (!('inputs' in node) || node.inputs.length === 0) return;
  const variables =
    element.index !== null
      ? evaluateInContext(turn, node.inputs, inputVariables(turn, node, element))
      : element.undoes === null
        ? evaluateMappings(turn, element.scopeId, node.inputs)
        : evaluateInContext(turn, node.inputs, handlerVariables(turn, element, element.undoes));
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
