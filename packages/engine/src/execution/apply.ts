import type { Json } from '../model/json.ts';
import type { Event, EventOf, JournalEntry } from './event.ts';
import { assertInstanceTransition, assertTransition } from './lifecycle.ts';
import {
  type ElementInstance,
  type InstanceState,
  type InstanceStatus,
  joinKey,
  liveElement,
  type Wait,
} from './state.ts';

/**
 * The state after one more event. `state` is changed in place and returned; null only before
 * `instanceStarted`. `at` is the time of the journal entry the event belongs to, epoch ms.
 */
export function apply(state: InstanceState | null, event: Event, at: number): InstanceState {
  if (event.type === 'instanceStarted') {
    if (state !== null) throw new Error(`Expected instance ${state.instanceId} to start only once`);
    return startState(event, at);
  }
  if (state === null) throw new Error(`Expected instanceStarted first, but found ${event.type}`);
  state.sequence += 1;
  applyTo(state, event, at);
  return state;
}

/** The state a journal adds up to: the base of time travel and of every consistency check. */
export function fold(entries: readonly JournalEntry[]): InstanceState | null {
  let state: InstanceState | null = null;
  for (const entry of entries) {
    for (const event of entry.events) state = apply(state, event, entry.at);
  }
  return state;
}

function startState(event: EventOf<'instanceStarted'>, at: number): InstanceState {
  return {
    instanceId: event.instanceId,
    processId: event.processId,
    definitionId: event.definitionId,
    version: event.version,
    businessKey: event.businessKey,
    startedAt: at,
    endedAt: null,
    status: 'active',
    sequence: 1,
    elements: new Map(),
    variables: new Map(),
    incidents: new Map(),
    children: new Map(),
    pending: new Set(),
    joins: new Map(),
  };
}

function applyTo(state: InstanceState, event: Exclude<Event, { type: 'instanceStarted' }>, at: number): void {
  switch (event.type) {
    case 'variablesSet':
      setVariables(state, event.scopeId, event.variables);
      return;
    case 'elementReady':
      addElement(state, event, at);
      return;
    case 'elementActivated': {
      const element = liveElement(state, event.elementInstanceId);
      assertTransition(element.elementId, element.status, 'active');
      element.status = 'active';
      element.since = at;
      state.pending.delete(element.id);
      return;
    }
    case 'elementCompleting':
    case 'userTaskCompleted':
    case 'jobCompleted':
    case 'timerFired':
      startCompleting(state, liveElement(state, event.elementInstanceId));
      return;
    case 'elementCompleted':
      endElement(state, liveElement(state, event.elementInstanceId), 'completed');
      return;
    case 'elementTerminated':
      endElement(state, liveElement(state, event.elementInstanceId), 'terminated');
      return;
    case 'joinReached': {
      const element = liveElement(state, event.elementInstanceId);
      element.wait = { kind: 'join' };
      enterJoin(state, element);
      return;
    }
    case 'tokensJoined': {
      for (const id of event.merged) endElement(state, liveElement(state, id), 'completed');
      const element = liveElement(state, event.elementInstanceId);
      leaveJoin(state, element);
      startCompleting(state, element);
      return;
    }
    case 'userTaskCreated': {
      const { assignee, candidateUsers, candidateGroups } = event.task;
      setWait(state, event.elementInstanceId, {
        kind: 'userTask',
        assignee,
        candidateUsers,
        candidateGroups,
      });
      return;
    }
    case 'userTaskAssigned': {
      const element = liveElement(state, event.elementInstanceId);
      if (element.wait?.kind !== 'userTask') throw new Error('Expected an open user task to be assigned');
      element.wait = { ...element.wait, assignee: event.assignee };
      return;
    }
    case 'jobCreated':
      setWait(state, event.elementInstanceId, {
        kind: 'job',
        jobType: event.jobType,
        retries: event.retries,
      });
      return;
    case 'jobFailed':
    case 'jobRetriesSet': {
      const element = liveElement(state, event.elementInstanceId);
      if (element.wait?.kind !== 'job') throw new Error('Expected an open job to change its retries');
      element.wait = { ...element.wait, retries: event.retries };
      return;
    }
    case 'timerScheduled':
      setWait(state, event.elementInstanceId, { kind: 'timer', dueAt: event.dueAt });
      return;
    case 'incidentRaised': {
      const element = liveElement(state, event.elementInstanceId);
      element.incidentId = event.incidentId;
      state.pending.delete(element.id);
      state.incidents.set(event.incidentId, {
        id: event.incidentId,
        elementId: event.elementId,
        elementInstanceId: event.elementInstanceId,
        code: event.code,
        message: event.message,
        at,
      });
      return;
    }
    case 'incidentResolved': {
      const element = liveElement(state, event.elementInstanceId);
      element.incidentId = null;
      state.incidents.delete(event.incidentId);
      if (element.status !== 'active') state.pending.add(element.id);
      return;
    }
    case 'instanceSuspended':
      changeStatus(state, 'suspended');
      return;
    case 'instanceResumed':
      changeStatus(state, 'active');
      return;
    case 'instanceCompleted':
      end(state, 'completed', at);
      return;
    case 'instanceTerminated':
      end(state, 'terminated', at);
      return;
    case 'instanceFailed':
      end(state, 'failed', at);
      return;
  }
}

function end(state: InstanceState, status: InstanceStatus, at: number): void {
  if (state.elements.size > 0) throw new Error(`Expected no token in an instance that is ${status}`);
  changeStatus(state, status);
  state.endedAt = at;
}

function changeStatus(state: InstanceState, status: InstanceStatus): void {
  assertInstanceTransition(state.status, status);
  state.status = status;
}

function setVariables(
  state: InstanceState,
  scopeId: string,
  variables: Readonly<Record<string, Json>>,
): void {
  let scope = state.variables.get(scopeId);
  if (scope === undefined) {
    scope = Object.create(null) as Record<string, Json>;
    state.variables.set(scopeId, scope);
  }
  for (const name of Object.keys(variables)) scope[name] = variables[name] ?? null;
}

function addElement(state: InstanceState, event: EventOf<'elementReady'>, at: number): void {
  const element: ElementInstance = {
    id: event.elementInstanceId,
    elementId: event.elementId,
    scopeId: event.scopeId,
    flowId: event.flowId,
    status: 'ready',
    since: at,
    wait: null,
    incidentId: null,
  };
  indexElement(state, element);
}

/** Puts an element instance into the state with everything derived from it; also used by loaders. */
export function indexElement(state: InstanceState, element: ElementInstance): void {
  state.elements.set(element.id, element);
  addTo(state.children, element.scopeId, element.id);
  if (element.status !== 'active' && element.incidentId === null) state.pending.add(element.id);
  if (element.wait?.kind === 'join') enterJoin(state, element);
}

function enterJoin(state: InstanceState, element: ElementInstance): void {
  const key = joinKey(element.scopeId, element.elementId);
  const tokens = state.joins.get(key) ?? { count: 0, byFlow: new Map<string | null, Set<string>>() };
  state.joins.set(key, tokens);
  tokens.count += 1;
  addTo(tokens.byFlow, element.flowId, element.id);
}

function leaveJoin(state: InstanceState, element: ElementInstance): void {
  const key = joinKey(element.scopeId, element.elementId);
  const tokens = state.joins.get(key);
  if (tokens === undefined) throw new Error(`Expected tokens at join '${element.elementId}', but found none`);
  tokens.count -= 1;
  removeFrom(tokens.byFlow, element.flowId, element.id);
  if (tokens.count === 0) state.joins.delete(key);
}

function addTo<Key>(groups: Map<Key, Set<string>>, key: Key, id: string): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Set([id]));
  else group.add(id);
}

function removeFrom<Key>(groups: Map<Key, Set<string>>, key: Key, id: string): void {
  const group = groups.get(key);
  group?.delete(id);
  if (group?.size === 0) groups.delete(key);
}

function endElement(
  state: InstanceState,
  element: ElementInstance,
  status: 'completed' | 'terminated',
): void {
  assertTransition(element.elementId, element.status, status);
  if (element.incidentId !== null) {
    throw new Error(`Expected the incident of '${element.elementId}' to be resolved before it is ${status}`);
  }
  if (element.wait?.kind === 'join') leaveJoin(state, element);
  state.elements.delete(element.id);
  state.pending.delete(element.id);
  state.variables.delete(element.id);
  removeFrom(state.children, element.scopeId, element.id);
}

function startCompleting(state: InstanceState, element: ElementInstance): void {
  assertTransition(element.elementId, element.status, 'completing');
  element.status = 'completing';
  element.wait = null;
  state.pending.add(element.id);
}

function setWait(state: InstanceState, elementInstanceId: string, wait: Wait): void {
  liveElement(state, elementInstanceId).wait = wait;
}
