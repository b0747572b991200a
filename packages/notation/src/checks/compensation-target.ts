import type { FlowNode } from '@wbpm/engine';
import { errorAt, warningAt } from '../finding.ts';
import type { Check } from './check.ts';
import { throwsIn } from './model-events.ts';

const scopes: ReadonlySet<string> = new Set(['subProcess', 'transaction', 'adHocSubProcess', 'callActivity']);

/** What is to be compensated is within reach of the event that says so, and has something that undoes it. */
export const compensationTarget: Check = ({ model }) => {
  const nodes = new Map(model.elements.map((element) => [element.id, element]));
  return throwsIn(model).flatMap(({ elementId, event }) => {
    if (event.kind !== 'compensation' || event.activityId === null) return [];
    const target = nodes.get(event.activityId);
    if (target !== undefined && !reaches(nodes, elementId, target)) {
      const text = `Expected '${elementId}' to compensate an activity of its own scope or, in an event subprocess, of the scope around it, but found '${event.activityId}' in another`;
      return [errorAt(elementId, 'compensation-target', text)];
    }
    const undone =
      target !== undefined &&
      (scopes.has(target.type) ||
        ('compensationHandlerId' in target && target.compensationHandlerId !== null));
    if (undone) return [];
    const found = target === undefined ? 'which the process does not have' : 'which nothing undoes';
    const message = `Expected '${elementId}' to compensate an activity with a handler, but found '${event.activityId}', ${found}`;
    return [warningAt(elementId, 'compensation-target', message)];
  });
};

/** BPMN 2.0 §10.7.2: the activities of a scope, and around an event subprocess those of the scope it belongs to. */
function reaches(nodes: ReadonlyMap<string, FlowNode>, eventId: string, target: FlowNode): boolean {
  for (let scopeId = nodes.get(eventId)?.scopeId ?? null; scopeId !== target.scopeId; ) {
    const scope = scopeId === null ? undefined : nodes.get(scopeId);
    if (scope?.type !== 'eventSubProcess') return false;
    scopeId = scope.scopeId;
  }
  return true;
}
