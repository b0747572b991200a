import fc from 'fast-check';
import type { Command, ScriptOutcome } from '../execution/command.ts';
import { hasEnded, type InstanceState } from '../execution/state.ts';
import type { ScriptRequest } from '../execution/turn.ts';
import { goodSwitches, type Switches, switches } from './random-process.ts';

/** One thing that happens: the choice among what is possible then, and what it may bring along. */
export interface Happening {
  readonly pick: number;
  readonly switches: Switches;
}

export const path: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.record({ pick: fc.nat(9_999), switches }),
  { minLength: 1, maxLength: 24, size: 'max' },
);

/** The command that a happening is for an instance in this state; null when it has ended. */
export function commandFor(
  state: InstanceState,
  unfinished: boolean,
  stepsTaken: number,
  happening: Happening,
): Command | null {
  if (hasEnded(state)) return null;
  const possible = [...waking(state, unfinished, stepsTaken), ...meddling(state, happening)];
  return possible[happening.pick % possible.length] ?? null;
}

/** The command that brings an instance nearer to its end; null when there is none. */
export function helpfulCommand(
  state: InstanceState,
  unfinished: boolean,
  stepsTaken: number,
): Command | null {
  if (hasEnded(state)) return null;
  if (state.status === 'suspended') return { type: 'resumeInstance' };
  const [incident] = [...state.incidents.values()].filter(({ code }) => code !== 'JOIN_DEADLOCK');
  if (incident !== undefined) {
    return { type: 'resolveIncident', incidentId: incident.id, retries: 1, variables: goodSwitches };
  }
  return waking(state, unfinished, stepsTaken)[0] ?? null;
}

export function runScript({ variables }: ScriptRequest): ScriptOutcome {
  const { mode, n } = variables;
  if (mode === 'fail') return { kind: 'failed', message: 'the mode is to fail' };
  return { kind: 'completed', result: Number(n) + 1, variables: { scripted: true } };
}

/** What moves tokens on. */
function waking(state: InstanceState, unfinished: boolean, stepsTaken: number): Command[] {
  if (state.status === 'suspended') return [{ type: 'resumeInstance' }];
  const commands: Command[] = unfinished ? [{ type: 'continueInstance', stepsTaken }] : [];
  for (const { id, wait } of state.elements.values()) {
    switch (wait?.kind) {
      case 'userTask':
        commands.push({
          type: 'completeUserTask',
          elementInstanceId: id,
          variables: { answer: id.length },
          by: 'ann',
          override: true,
        });
        break;
      case 'job':
        commands.push({ type: 'completeJob', elementInstanceId: id, variables: { result: 1 } });
        break;
      case 'trigger':
        commands.push({ type: 'triggerElement', elementInstanceId: id, variables: {} });
        break;
      case 'call':
        commands.push({ type: 'completeCall', elementInstanceId: id, variables: {} });
        break;
      case 'adHoc':
        commands.push({ type: 'completeAdHoc', elementInstanceId: id });
        break;
      case 'event':
      case 'compensation':
      case 'async':
      case 'join':
      case undefined:
        break;
    }
  }
  for (const { id, awaited } of state.subscriptions.values()) {
    switch (awaited.kind) {
      case 'timer':
        commands.push({ type: 'fireTimer', subscriptionId: id });
        break;
      case 'message':
        commands.push({ type: 'receiveMessage', subscriptionId: id, variables: {} });
        break;
      case 'signal':
        commands.push({ type: 'receiveSignal', subscriptionId: id, variables: {} });
        break;
      case 'conditional':
        break;
    }
  }
  return commands;
}

/** What else can happen to an instance; rarely what ends it. */
function meddling(state: InstanceState, { pick, switches: values }: Happening): Command[] {
  const commands: Command[] = [{ type: 'setVariables', variables: values }];
  if (state.status === 'active' && pick % 2 === 0) commands.push({ type: 'suspendInstance' });
  if (pick % 67 === 0) commands.push({ type: 'cancelInstance', reason: null });
  for (const { id, wait } of state.elements.values()) {
    if (wait?.kind === 'userTask') {
      commands.push({
        type: 'assignUserTask',
        elementInstanceId: id,
        assignee: pick % 3 === 0 ? null : 'bob',
      });
      commands.push({ type: 'claimUserTask', elementInstanceId: id, by: 'ann' });
    }
    if (wait?.kind === 'job') {
      const retries = pick % 3 === 0 ? 0 : null;
      commands.push({ type: 'failJob', elementInstanceId: id, message: 'x', retries, retryAfterMs: 10 });
      if (pick % 41 === 0) {
        commands.push({
          type: 'throwJobError',
          elementInstanceId: id,
          errorCode: 'x',
          message: null,
          variables: values,
        });
      }
    }
  }
  for (const { id } of state.incidents.values()) {
    commands.push({ type: 'resolveIncident', incidentId: id, retries: null, variables: values });
    commands.push({ type: 'resolveIncident', incidentId: id, retries: 2, variables: goodSwitches });
  }
  return commands;
}
