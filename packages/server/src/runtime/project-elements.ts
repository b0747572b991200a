import type { ElementInstance, Event, InstanceState, Json, LoopProgress } from '@wbpm/engine';
import type { ElementRow, InstanceChange, VariableRow } from '../store/instance-change.ts';
import { searchColumns } from '../store/search-columns.ts';
import type { Recorded } from './recorded.ts';
import type { StoredRows } from './stored-rows.ts';
import type { TakenOut } from './taken-out.ts';

/** Element instances that changed, and those of the store that have ended. */
export function projectElements(
  recorded: readonly Recorded[],
  state: InstanceState,
): InstanceChange['elements'] {
  const born = new Set<string>();
  const touched = new Set<string>();
  for (const { event } of recorded) {
    if (event.type === 'elementReady') born.add(event.elementInstanceId);
    addChanged(touched, event);
  }
  const inserted: ElementRow[] = [];
  const updated: ElementRow[] = [];
  const deleted: string[] = [];
  for (const id of touched) {
    const element = state.elements.get(id);
    if (element !== undefined) (born.has(id) ? inserted : updated).push(elementRow(element, state));
    else if (!born.has(id)) deleted.push(id);
  }
  return { inserted, updated, deleted };
}

/** Adds the element instances whose row says something else after the event. */
function addChanged(touched: Set<string>, event: Event): void {
  switch (event.type) {
    case 'elementReady':
      touched.add(event.elementInstanceId);
      // The body of a loop counts its instances.
      if (event.index !== undefined) touched.add(event.scopeId);
      return;
    case 'tokensJoined':
      touched.add(event.elementInstanceId);
      for (const id of event.merged) touched.add(id);
      return;
    case 'elementActivated':
    case 'elementCompleting':
    case 'elementCompleted':
    case 'elementTerminated':
    case 'joinReached':
    case 'userTaskCreated':
    case 'userTaskAssigned':
    case 'userTaskCompleted':
    case 'jobCreated':
    case 'jobCompleted':
    case 'jobFailed':
    case 'jobRetriesSet':
    case 'waitStarted':
    case 'adHocClosed':
    case 'elementResumed':
    case 'loopStarted':
    case 'loopItemEnded':
    case 'callStarted':
    case 'callCompleted':
    case 'compensationStarted':
    case 'incidentRaised':
    case 'incidentResolved':
    case 'scopeLeft':
    case 'scopeEntered':
      touched.add(event.elementInstanceId);
      return;
    case 'instanceStarted':
    case 'variablesSet':
    case 'subscriptionOpened':
    case 'eventTriggered':
    case 'conditionLapsed':
    case 'subscriptionClosed':
    case 'errorThrown':
    case 'escalationThrown':
    case 'messageThrown':
    case 'signalThrown':
    case 'callCancelled':
    case 'compensationKept':
    case 'compensationClosed':
    case 'instanceModified':
    case 'instanceMigrated':
    case 'instanceSuspended':
    case 'instanceResumed':
    case 'instanceCompleted':
    case 'instanceTerminated':
    case 'instanceFailed':
  }
}

function elementRow(element: ElementInstance, state: InstanceState): ElementRow {
  const loop = state.loops.get(element.id);
  return {
    id: element.id,
    elementId: element.elementId,
    scopeId: element.scopeId,
    flowId: element.flowId,
    status: element.status,
    since: element.since,
    wait: element.wait === null ? null : JSON.stringify(element.wait),
    incidentId: element.incidentId,
    itemIndex: element.index,
    triggered: element.triggered,
    undoes: element.undoes === null ? null : JSON.stringify(element.undoes),
    loop: loop === undefined ? null : JSON.stringify(loopCounters(loop)),
  };
}

function loopCounters({ total, created, active, completed, terminated }: LoopProgress): Json {
  return { total, created, active, completed, terminated };
}

/** `ended`: element instances of the store that are no more; their variables go with them. */
export function projectVariables(
  recorded: readonly Recorded[],
  state: InstanceState,
  ended: readonly string[],
  stored: StoredRows,
  takenOut: TakenOut,
): InstanceChange['variables'] {
  const touched = new Map<string, Set<string>>();
  for (const { event } of recorded) {
    if (event.type !== 'variablesSet') continue;
    const names = touched.get(event.scopeId) ?? new Set();
    for (const name of Object.keys(event.variables)) names.add(name);
    touched.set(event.scopeId, names);
  }
  const set: VariableRow[] = [];
  for (const [scopeId, names] of touched) {
    const scope = state.variables.get(scopeId);
    if (scope === undefined) continue;
    for (const name of names) set.push(variableRow(scopeId, name, scope[name] ?? null, takenOut));
  }
  return { set, deletedScopes: ended.filter((id) => stored.scopes.has(id)) };
}

function variableRow(scopeId: string, name: string, value: Json, takenOut: TakenOut): VariableRow {
  const text = JSON.stringify(value);
  const large = takenOut.isLarge(text) ? takenOut.add(value, text) : null;
  return { scopeId, name, value: large === null ? text : 'null', large, ...searchColumns(value) };
}
