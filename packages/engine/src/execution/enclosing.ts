import type { Trigger } from '../model/event-definition.ts';
import type { BoundaryEvent, EventSubProcess, StartEvent } from '../model/flow-node.ts';
import { isRecreated } from './compensation/recreated.ts';
import { type ElementInstance, liveElement } from './state.ts';
import type { Turn } from './turn.ts';

/** Where something thrown is caught: at the border of an activity, or by an event subprocess of a scope. */
export type Catcher =
  | {
      readonly at: 'boundary';
      readonly host: ElementInstance;
      readonly event: BoundaryEvent;
      readonly trigger: Trigger;
    }
  | {
      readonly at: 'eventSubProcess';
      readonly scopeId: string;
      readonly subProcess: EventSubProcess;
      readonly event: StartEvent;
      readonly trigger: Trigger;
    };

/** Where something was thrown: by an activity, whose own boundary may catch it, or within a scope. */
export type Thrower = { readonly activity: ElementInstance } | { readonly scopeId: string };

/** How well a trigger fits what was thrown: 0 not at all; a named code before one that catches all. */
export type Fit = (trigger: Trigger) => number;

/**
 * Innermost first, as thrown things travel (BPMN 2.0 §10.5.6): the boundary of the activity, the event
 * subprocesses of its scope, the boundary of the subprocess that is the scope, and so on outwards.
 * An event subprocess does not catch what it throws itself; one that has interrupted its scope leaves nobody in
 * it who could.
 */
export function catcherOf(turn: Turn, thrower: Thrower, fit: Fit): Catcher | null {
  const { state } = turn;
  let element = 'activity' in thrower ? thrower.activity : null;
  let scopeId = 'activity' in thrower ? thrower.activity.scopeId : thrower.scopeId;
  for (;;) {
    const caught =
      (element === null ? null : atBoundary(turn, element, fit)) ?? inScope(turn, scopeId, fit, element);
    if (caught !== null) return caught;
    if (scopeId === state.instanceId) return null;
    element = liveElement(state, scopeId);
    ({ scopeId } = element);
  }
}

/** A boundary event belongs to the whole activity, not to one instance of a multi-instance activity. */
function atBoundary(turn: Turn, element: ElementInstance, fit: Fit): Catcher | null {
  if (element.index !== null || isRecreated(turn.nodeOf(element), element)) return null;
  const candidates = (turn.graph.boundaryEvents.get(element.elementId) ?? []).flatMap((event) =>
    event.triggers.map((trigger) => ({ at: 'boundary' as const, host: element, event, trigger })),
  );
  return best(candidates, fit);
}

/** `thrower`: the element instance within the scope through which it comes, if it has not ended. */
function inScope(turn: Turn, scopeId: string, fit: Fit, thrower: ElementInstance | null): Catcher | null {
  if (thrower !== null && hasInterrupted(turn, thrower)) return null;
  if (scopeId !== turn.state.instanceId && !catchesInside(turn, liveElement(turn.state, scopeId)))
    return null;
  const content = turn.scopeContent(scopeId);
  const others = (content?.eventSubProcesses ?? []).filter(
    ({ subProcess }) => subProcess.id !== thrower?.elementId,
  );
  const candidates = others.flatMap(({ subProcess, start: event }) =>
    event.triggers.map((trigger) => ({
      at: 'eventSubProcess' as const,
      scopeId,
      subProcess,
      event,
      trigger,
    })),
  );
  return best(candidates, fit);
}

/** An interrupting event subprocess has taken its scope over: no other one starts in it any more. */
function hasInterrupted(turn: Turn, { elementId }: ElementInstance): boolean {
  if (turn.graph.nodes.get(elementId)?.type !== 'eventSubProcess') return false;
  const nodes = turn.graph.scopes.get(elementId)?.nodes ?? [];
  return nodes.some((node) => node.type === 'startEvent' && node.interrupting);
}

/** What is being undone starts no event subprocess any more. */
function catchesInside(turn: Turn, scope: ElementInstance): boolean {
  if (scope.wait?.kind === 'compensation' || turn.isLoopBody(scope.id)) return false;
  return !isRecreated(turn.nodeOf(scope), scope);
}

function best<Candidate extends { readonly trigger: Trigger }>(
  candidates: readonly Candidate[],
  fit: Fit,
): Candidate | null {
  let chosen: Candidate | null = null;
  let chosenFit = 0;
  for (const candidate of candidates) {
    const candidateFit = fit(candidate.trigger);
    if (candidateFit > chosenFit) [chosen, chosenFit] = [candidate, candidateFit];
  }
  return chosen;
}
