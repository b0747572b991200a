import type { Json } from '../model/json.ts';
import type { Event, EventOf, JournalEntry } from './event.ts';
import { assertInstanceTransition, assertTransition } from './lifecycle.ts';
import { foldMigration } from './migration/fold-migration.ts';
import { leaveScope } from './migration/leave-scope.ts';
import {
  type ElementInstance,
  emptyContent,
  type InstanceState,
  type InstanceStatus,
  type LoopProgress,
  liveElement,
  type Wait,
} from './state.ts';
import {
  changeWait,
  closeSubscription,
  closeSubscriptionsOf,
  dropCompensation,
  dropElement,
  enterJoin,
  indexCompensation,
  indexElement,
  indexSubscription,
  leaveJoin,
  moveElement,
  openSubscription,
  rests,
} from './state-indexes.ts';

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
    parent: event.parent ?? null,
    startedAt: at,
    endedAt: null,
    status: 'active',
    sequence: 1,
    ...emptyContent(),
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
      changeWait(state, element, null);
      element.since = at;
      state.pending.delete(element.id);
      return;
    }
    case 'elementCompleting':
    case 'userTaskCompleted':
    case 'jobCompleted':
    case 'callCompleted':
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
      const { consumed } = event;
      changeWait(state, element, consumed === undefined ? { kind: 'join' } : { kind: 'join', consumed });
      enterJoin(state, element);
      state.pending.delete(element.id);
      return;
    }
    case 'tokensJoined': {
      if (event.begins) {
        for (const id of event.merged) dropElement(state, liveElement(state, id));
        setWait(state, event.elementInstanceId, { kind: 'join', complete: true });
        return;
      }
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
    case 'subscriptionOpened':
      indexSubscription(state, {
        id: event.subscriptionId,
        elementId: event.elementId,
        hostId: event.elementInstanceId,
        triggerIndex: event.triggerIndex,
        awaited: event.awaited,
      });
      return;
    case 'eventTriggered':
      if (event.awaited === undefined) closeSubscription(state, event.subscriptionId);
      else openSubscription(state, event.subscriptionId).awaited = event.awaited;
      return;
    case 'conditionLapsed':
      openSubscription(state, event.subscriptionId).awaited = { kind: 'conditional', held: false };
      return;
    case 'subscriptionClosed':
      closeSubscription(state, event.subscriptionId);
      return;
    case 'waitStarted':
      startWaiting(state, liveElement(state, event.elementInstanceId), event.wait);
      return;
    case 'adHocClosed':
      setWait(state, event.elementInstanceId, { kind: 'adHoc', closed: true });
      return;
    case 'elementResumed':
      setWait(state, event.elementInstanceId, { kind: 'async', resumed: true });
      state.pending.add(event.elementInstanceId);
      return;
    case 'loopStarted':
      state.loops.set(event.elementInstanceId, {
        items: event.items,
        total: event.total,
        created: 0,
        active: 0,
        completed: 0,
        terminated: 0,
        outputs: new Map(),
      });
      return;
    case 'loopItemEnded': {
      const loop = loopOf(state, event.elementInstanceId);
      loop.active -= 1;
      loop[event.status] += 1;
      if (event.output !== undefined) loop.outputs.set(event.index, event.output);
      return;
    }
    case 'callStarted':
      setWait(state, event.elementInstanceId, { kind: 'call', childInstanceId: event.childInstanceId });
      return;
    case 'compensationKept':
      indexCompensation(state, {
        id: event.compensationId,
        elementId: event.elementId,
        elementInstanceId: event.elementInstanceId,
        scopeId: event.scopeId,
        variables: event.variables,
      });
      return;
    case 'compensationStarted': {
      const { scopeId, activityId, cancels } = event;
      setWait(state, event.elementInstanceId, { kind: 'compensation', scopeId, activityId, cancels });
      return;
    }
    case 'compensationClosed':
      dropCompensation(state, event.compensationId);
      return;
    case 'errorThrown':
    case 'escalationThrown':
    case 'messageThrown':
    case 'signalThrown':
    case 'callCancelled':
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
      if (element.status !== 'active' && !rests(element)) state.pending.add(element.id);
      return;
    }
    case 'instanceModified':
      return;
    case 'instanceMigrated':
      foldMigration(state, event);
      return;
    case 'scopeLeft':
      leaveScope(state, liveElement(state, event.elementInstanceId));
      return;
    case 'scopeEntered':
      moveElement(state, liveElement(state, event.elementInstanceId), event.scopeId);
      return;
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
  closeSubscriptionsOf(state, state.instanceId);
  state.compensations.clear();
  state.compensationsIn.clear();
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
    index: event.index ?? null,
    triggered: event.triggered ?? false,
    undoes: event.undoes ?? null,
    status: 'ready',
    since: at,
    wait: null,
    incidentId: null,
  };
  indexElement(state, element);
  if (element.index === null) return;
  const loop = loopOf(state, element.scopeId);
  loop.created += 1;
  loop.active += 1;
}

function loopOf(state: InstanceState, bodyId: string): LoopProgress {
  const loop = state.loops.get(bodyId);
  if (loop === undefined) throw new Error(`Expected a loop under way, but found none: ${bodyId}`);
  return loop;
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
  dropElement(state, element);
}

function startCompleting(state: InstanceState, element: ElementInstance): void {
  assertTransition(element.elementId, element.status, 'completing');
  element.status = 'completing';
  changeWait(state, element, null);
  state.pending.add(element.id);
}

function startWaiting(
  state: InstanceState,
  element: ElementInstance,
  wait: EventOf<'waitStarted'>['wait'],
): void {
  changeWait(state, element, wait === 'async' ? { kind: 'async', resumed: false } : { kind: wait });
  state.pending.delete(element.id);
}

function setWait(state: InstanceState, elementInstanceId: string, wait: Wait): void {
  changeWait(state, liveElement(state, elementInstanceId), wait);
}
