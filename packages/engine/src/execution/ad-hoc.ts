import { type ExpressionContext, evaluate, evaluateCondition } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { AdHocSubProcess, FlowNode } from '../model/flow-node.ts';
import type { Json } from '../model/json.ts';
import { isRecreated } from './compensation/recreated.ts';
import { closeEventSubProcesses } from './event-sub-process.ts';
import { type ElementInstance, liveElement } from './state.ts';
import { terminateChildren } from './termination.ts';
import type { Turn } from './turn.ts';

// An ad-hoc subprocess (BPMN 2.0 §13.3.5) begins empty; its activities run when somebody activates them.
// It ends
// - when its completion condition holds after one of its activities has completed: at once where the
//   remaining ones are cancelled, else with the last of them, and no other is activated until then;
// - without a completion condition, when the last thing in it has ended, if the model says what to activate;
//   where people choose, they say when they are done;
// - when somebody completes it.

/** The ids its `activeElements` gives, each an element it may activate. */
export function activeElementIds(
  turn: Turn,
  { id, activeElements, ordering }: AdHocSubProcess,
  context: ExpressionContext,
): readonly string[] {
  if (activeElements === null) return [];
  const value = evaluate(activeElements, context);
  if (!isListOfTexts(value)) {
    throw new ExpressionError(`Expected '${activeElements.source}' to give a list of element ids`);
  }
  const unknown = value.find((elementId) => !mayActivate(turn, id, elementId));
  if (unknown !== undefined) {
    throw new ExpressionError(
      `Expected '${activeElements.source}' to give elements of '${id}' without incoming flow, but found '${unknown}'`,
    );
  }
  if (ordering === 'sequential' && value.length > 1) {
    throw new ExpressionError(
      `Expected '${activeElements.source}' to give one element, since '${id}' is sequential, but found ${value.length}`,
    );
  }
  return value;
}

function isListOfTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Enabled is what no flow leads to; anything else begins with the token that reaches it. */
export function mayActivate({ graph }: Turn, adHocId: string, elementId: string): boolean {
  return graph.scopes.get(adHocId)?.entries.some(({ id }) => id === elementId) ?? false;
}

/** A condition over a variable that nobody has written yet does not hold; it is no fault of the model. */
export function conditionHoldsAlready(node: AdHocSubProcess, context: ExpressionContext): boolean {
  if (node.completionCondition === null) return false;
  try {
    return evaluateCondition(node.completionCondition, context);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** What an element's completion means for the ad-hoc subprocess it stands in. */
export type AdHocProgress = 'ends' | 'closes' | 'goesOn' | 'waits';

/**
 * Asked before `element` is recorded as completed, since the condition may fail; `context` gives what its
 * scope will see. null: it does not stand in an ad-hoc subprocess, or in one that is being undone.
 * - `ends`: so does the ad-hoc subprocess;
 * - `closes`: it ends with what still runs, and nothing is activated any more;
 * - `waits`: it has not been waited for, so it ends nothing;
 * - `goesOn`: flows, or the last token, decide.
 */
export function adHocProgress(
  turn: Turn,
  node: FlowNode,
  element: ElementInstance,
  flows: number,
  context: () => ExpressionContext,
): AdHocProgress | null {
  const { state } = turn;
  if (element.scopeId === state.instanceId) return null;
  const body = liveElement(state, element.scopeId);
  const scope = turn.nodeOf(body);
  if (scope.type !== 'adHocSubProcess' || isRecreated(scope, body)) return null;
  if (node.type === 'eventSubProcess') return interrupts(turn, node.id) ? 'ends' : afterEvent(scope);
  if (!('loop' in node) || scope.completionCondition === null || isClosed(body)) return 'goesOn';
  if (!evaluateCondition(scope.completionCondition, context())) return 'goesOn';
  const isLast = flows === 0 && state.children.get(element.scopeId)?.size === 1;
  return scope.cancelRemainingInstances || isLast ? 'ends' : 'closes';
}

export function isClosed({ wait }: ElementInstance): boolean {
  return wait?.kind === 'adHoc' && wait.closed === true;
}

/** Its completion condition has held once; it stays so, whatever the variables become (BPMN 2.0 §13.3.5). */
export function closeAdHoc(turn: Turn, scopeId: string): void {
  const { elementId } = liveElement(turn.state, scopeId);
  turn.record({ type: 'adHocClosed', elementId, elementInstanceId: scopeId });
}

/** An event that was only handled beside is nothing that a subprocess without condition was waiting for. */
function afterEvent({ completionCondition }: AdHocSubProcess): AdHocProgress {
  return completionCondition === null ? 'waits' : 'goesOn';
}

/** Ends the ad-hoc subprocess with whatever still runs in it. */
export function endAdHoc(turn: Turn, scopeId: string): void {
  terminateChildren(turn, scopeId);
  closeEventSubProcesses(turn, scopeId);
  const { elementId } = liveElement(turn.state, scopeId);
  turn.record({ type: 'elementCompleting', elementId, elementInstanceId: scopeId });
}

/** The last token in it is gone. */
export function adHocEmptied(turn: Turn, node: AdHocSubProcess, scope: ElementInstance): void {
  const ends = isClosed(scope)
    ? true
    : node.completionCondition === null
      ? node.activeElements !== null
      : conditionHoldsAlready(node, turn.expressionContext(scope.id));
  if (!ends) return;
  endAdHoc(turn, scope.id);
}

/** An interrupting event subprocess has taken the place of its content, which cannot be activated any more. */
export function isInterrupted(turn: Turn, scopeId: string): boolean {
  for (const id of turn.state.children.get(scopeId) ?? []) {
    const { elementId } = liveElement(turn.state, id);
    if (interrupts(turn, elementId)) return true;
  }
  return false;
}

/** How many of its activities run; event subprocesses are beside them. */
export function runningIn(turn: Turn, scopeId: string): number {
  let running = 0;
  for (const id of turn.state.children.get(scopeId) ?? []) {
    if (turn.nodeOf(liveElement(turn.state, id)).type !== 'eventSubProcess') running += 1;
  }
  return running;
}

function interrupts({ graph }: Turn, eventSubProcessId: string): boolean {
  const content = graph.scopes.get(eventSubProcessId);
  return (
    graph.nodes.get(eventSubProcessId)?.type === 'eventSubProcess' &&
    (content?.nodes.some((node) => node.type === 'startEvent' && node.interrupting) ?? false)
  );
}
