import type { Command } from '../../execution/command.ts';
import type { ElementInstance, InstanceState } from '../../execution/state.ts';
import type { Subscription } from '../../execution/subscription.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import type { Seen } from './host.ts';
import { goodSwitches, type Switches } from './switches.ts';

/** What moves tokens on. */
export function waking(
  graph: ProcessGraph,
  { state, unfinished, stepsTaken }: Seen['last'],
): readonly Command[] {
  if (state.status === 'suspended') return [{ type: 'resumeInstance' }];
  return [
    ...(unfinished ? [{ type: 'continueInstance', stepsTaken } as const] : []),
    ...[...state.elements.values()].flatMap((element) => doneWith(graph, element)),
    ...[...state.subscriptions.values()].flatMap(occurring),
  ];
}

function doneWith(graph: ProcessGraph, { id, elementId, wait }: ElementInstance): readonly Command[] {
  const of = { elementInstanceId: id, variables: {} };
  switch (wait?.kind) {
    case 'userTask':
      return [
        { type: 'completeUserTask', ...of, variables: { answer: id.length }, by: 'ann', override: true },
      ];
    case 'job':
      return [{ type: 'completeJob', ...of, variables: { result: 1 } }];
    case 'trigger':
      return [{ type: 'triggerElement', ...of }];
    case 'adHoc': {
      const entries = graph.scopes.get(elementId)?.entries ?? [];
      return entries.map((entry) => ({ type: 'activateAdHoc', ...of, elementIds: [entry.id] }));
    }
    case 'call':
    case 'event':
    case 'compensation':
    case 'async':
    case 'join':
    case undefined:
      return [];
  }
}

export function occurring({ id, awaited }: Subscription): readonly Command[] {
  switch (awaited.kind) {
    case 'timer':
      return [{ type: 'fireTimer', subscriptionId: id }];
    case 'message':
      return [{ type: 'receiveMessage', subscriptionId: id, variables: {} }];
    case 'signal':
      return [{ type: 'receiveSignal', subscriptionId: id, variables: {} }];
    case 'conditional':
      return [];
  }
}

/** What goes another way than straight on; rarely what ends the instance. */
export function meddling(
  { elements, incidents, status }: InstanceState,
  pick: number,
  values: Switches,
): readonly Command[] {
  const variables = { ...values };
  const commands: Command[] = [{ type: 'setVariables', variables }];
  if (status === 'active' && pick % 7 === 0) commands.push({ type: 'suspendInstance' });
  if (pick % 67 === 0) commands.push({ type: 'cancelInstance', reason: null });
  for (const element of elements.values()) commands.push(...otherwise(element, pick, values));
  for (const { id } of incidents.values()) {
    commands.push({ type: 'resolveIncident', incidentId: id, retries: null, variables });
    commands.push({ type: 'resolveIncident', incidentId: id, retries: 2, variables: { ...goodSwitches } });
  }
  return commands;
}

function otherwise({ id, wait }: ElementInstance, pick: number, values: Switches): readonly Command[] {
  const of = { elementInstanceId: id, variables: { v: values.v } };
  const code = `c${pick % 3}`;
  switch (wait?.kind) {
    case 'userTask':
      return [
        { type: 'assignUserTask', elementInstanceId: id, assignee: pick % 3 === 0 ? null : 'bob' },
        { type: 'claimUserTask', elementInstanceId: id, by: 'ann' },
        { type: 'completeUserTask', ...of, by: 'ann', override: false },
        { type: 'escalateUserTask', ...of, escalationCode: code },
        ...(pick % 2 === 0
          ? [{ type: 'throwUserTaskError', ...of, errorCode: code, message: null } as const]
          : []),
      ];
    case 'job': {
      const retries = pick % 3 === 0 ? 0 : null;
      return [
        { type: 'failJob', elementInstanceId: id, message: 'x', retries, retryAfterMs: 10 },
        ...(pick % 2 === 0
          ? [{ type: 'throwJobError', ...of, errorCode: code, message: null } as const]
          : []),
      ];
    }
    case 'adHoc':
      return [{ type: 'completeAdHoc', elementInstanceId: id }];
    case 'trigger':
    case 'call':
    case 'event':
    case 'compensation':
    case 'async':
    case 'join':
    case undefined:
      return [];
  }
}

/** What comes too late, twice, or to the wrong one; most of it is rejected. */
export function misguided(
  { elements, subscriptions, instanceId }: InstanceState,
  pick: number,
): readonly Command[] {
  const ids = [...elements.keys(), instanceId, 'nobody'];
  const id = ids[pick % ids.length] ?? 'nobody';
  const of = { elementInstanceId: id, variables: { v: pick % 10 } };
  const [subscriptionId = 'nothing'] = [...subscriptions.keys()].slice(
    pick % Math.max(1, subscriptions.size),
  );
  return [
    { type: 'completeUserTask', ...of, by: 'eve', override: false },
    { type: 'completeJob', ...of },
    { type: 'triggerElement', ...of },
    { type: 'completeCall', ...of },
    ...(elements.get(id)?.status === 'ready' ? [] : unasked(id)),
    { type: 'activateAdHoc', ...of, elementIds: ['nowhere'] },
    { type: 'completeAdHoc', elementInstanceId: id },
    { type: 'fireTimer', subscriptionId },
    { type: 'receiveMessage', subscriptionId, variables: {} },
    { type: 'resolveIncident', incidentId: id, retries: null, variables: {} },
    { type: 'resumeInstance' },
    { type: 'suspendInstance' },
    { type: 'continueInstance', stepsTaken: 0 },
  ];
}

/** A host runs a script or evaluates a decision in the turn that asks for it, or not at all. */
function unasked(elementInstanceId: string): readonly Command[] {
  return [
    { type: 'completeScript', elementInstanceId, outcome: { kind: 'failed', message: 'x' }, stepsTaken: 0 },
    { type: 'completeDecision', elementInstanceId, outcome: { kind: 'decided', value: 1 }, stepsTaken: 0 },
  ];
}
