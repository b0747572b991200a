import type { Undoing } from '../compensation/compensation.ts';
import type { EventOf } from '../event.ts';
import type { ElementInstance, InstanceState, Wait } from '../state.ts';
import { enterJoin, leaveJoin, standsAtJoin } from '../state-indexes.ts';
import { type Renaming, renamed } from './renaming.ts';

/** Everything in the state that names an element or a flow of the definition names that of the new one. */
export function foldMigration(state: InstanceState, event: EventOf<'instanceMigrated'>): void {
  const { elements, flows, triggers } = event;
  state.processId = event.processId;
  state.definitionId = event.definitionId;
  state.version = event.version;
  for (const element of state.elements.values()) rename(state, element, elements, flows);
  for (const [id, incident] of state.incidents) {
    state.incidents.set(id, { ...incident, elementId: renamed(elements, incident.elementId) });
  }
  for (const [id, subscription] of state.subscriptions) {
    const elementId = renamed(elements, subscription.elementId);
    const triggerIndex = triggers[id] ?? subscription.triggerIndex;
    state.subscriptions.set(id, { ...subscription, elementId, triggerIndex });
  }
  for (const [id, kept] of state.compensations) {
    state.compensations.set(id, { ...kept, elementId: renamed(elements, kept.elementId) });
  }
}

/** Joins are found by the element and the flow, so a token leaves its join under the old names. */
function rename(state: InstanceState, element: ElementInstance, elements: Renaming, flows: Renaming): void {
  const joins = standsAtJoin(element);
  if (joins) leaveJoin(state, element);
  element.elementId = renamed(elements, element.elementId);
  if (element.flowId !== null) element.flowId = renamed(flows, element.flowId);
  if (element.wait !== null) element.wait = waitAfter(element.wait, elements, flows);
  if (element.undoes !== null) element.undoes = undoingAfter(element.undoes, elements);
  if (joins) enterJoin(state, element);
}

function waitAfter(wait: Wait, elements: Renaming, flows: Renaming): Wait {
  if (wait.kind === 'join' && wait.consumed !== undefined) {
    return { ...wait, consumed: wait.consumed.map((id) => renamed(flows, id)) };
  }
  if (wait.kind === 'compensation' && wait.activityId !== null) {
    return { ...wait, activityId: renamed(elements, wait.activityId) };
  }
  return wait;
}

function undoingAfter(undoes: Undoing, elements: Renaming): Undoing {
  const { beside } = undoes;
  if (beside === null || beside.activityId === null) return undoes;
  return { ...undoes, beside: { ...beside, activityId: renamed(elements, beside.activityId) } };
}
