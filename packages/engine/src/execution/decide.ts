import type { ProcessGraph } from '../model/process-graph.ts';
import type { Command, CommandOf } from './command.ts';
import { activateAdHoc, completeAdHoc } from './commands/ad-hoc.ts';
import { completeCall, escalateCall, failCall, refuseCall } from './commands/call.ts';
import { completeDecision } from './commands/complete-decision.ts';
import { completeScript } from './commands/complete-script.ts';
import { completeJob, failJob, throwJobError } from './commands/job.ts';
import { receive } from './commands/receive.ts';
import { resolveIncident } from './commands/resolve-incident.ts';
import { startInstance } from './commands/start-instance.ts';
import { triggerElement } from './commands/trigger-element.ts';
import {
  assignUserTask,
  claimUserTask,
  completeUserTask,
  escalateUserTask,
  throwUserTaskError,
} from './commands/user-task.ts';
import { copyState } from './copy-state.ts';
import { raiseIfDeadlocked } from './deadlock.ts';
import type { Environment, StepLimits } from './environment.ts';
import type { Event } from './event.ts';
import { migrateInstance } from './migration/migrate-instance.ts';
import { modifyInstance } from './modification/modify-instance.ts';
import { reasonOf } from './reasoned.ts';
import { type Rejection, RejectionSignal } from './rejection.ts';
import { hasEnded, type InstanceState } from './state.ts';
import { orderPending, runPending } from './step.ts';
import { terminateChildren } from './termination.ts';
import { type HostRequest, Turn } from './turn.ts';

/**
 * - `accepted`: the events are in `state` already. `request` asks the host to run a script or evaluate a
 *   decision and to go on with `completeScript` or `completeDecision`; `unfinished` asks for `continueInstance` in a later turn. Both take
 *   `stepsTaken` along.
 * - `rejected`: nothing happened; the state is as it was.
 */
export type Decision =
  | {
      readonly kind: 'accepted';
      readonly state: InstanceState;
      /** What the instance runs by from now on. */
      readonly graph: ProcessGraph;
      readonly events: readonly Event[];
      readonly request: HostRequest | null;
      readonly unfinished: boolean;
      readonly stepsTaken: number;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/**
 * What one command does to one process instance. Pure but for `state`, which it takes over and changes
 * in place; the caller keeps only the state of the answer. Throws only for defects of ours.
 */
export function decide(
  graph: ProcessGraph,
  state: InstanceState | null,
  command: Command,
  env: Environment,
): Decision {
  try {
    const turn = open(graph, state, command, env);
    const stepsBefore = 'stepsTaken' in command ? command.stepsTaken : 0;
    if (!goesOn(command)) orderPending(turn.state);
    const stepsTaken = runPending(turn, stepsBefore, stepsAllowed(command, env.limits));
    raiseIfDeadlocked(turn);
    return {
      kind: 'accepted',
      state: turn.state,
      graph: turn.graph,
      events: turn.events,
      request: turn.request,
      unfinished: turn.request === null && turn.state.status === 'active' && turn.state.pending.size > 0,
      stepsTaken,
    };
  } catch (error) {
    if (error instanceof RejectionSignal) return { kind: 'rejected', rejection: error.rejection };
    throw error;
  }
}

/** These go on with the turn that asked for them; every other command begins one. */
function goesOn(command: Command): command is CommandOf<'completeScript' | 'completeDecision'> {
  return command.type === 'completeScript' || command.type === 'completeDecision';
}

function stepsAllowed(command: Command, { stepsPerTurn }: StepLimits): number {
  if (!goesOn(command)) return stepsPerTurn;
  return (stepsPerTurn - (command.stepsTaken % stepsPerTurn)) % stepsPerTurn;
}

/** Applies the command itself; what it sets in motion is run by `decide`. */
function open(graph: ProcessGraph, state: InstanceState | null, command: Command, env: Environment): Turn {
  if (command.type === 'startInstance') {
    if (state !== null) {
      throw new RejectionSignal('INSTANCE_EXISTS', `Expected no instance ${command.instanceId} yet`);
    }
    return startInstance(graph, command, env);
  }
  if (state === null) {
    throw new RejectionSignal('INSTANCE_NOT_FOUND', 'Expected the instance to exist, but found none');
  }
  refuseIfAtRest(state, command);
  if (command.type === 'migrateInstance') return migrateInstance(graph, state, command, env);
  // What may turn out to be wrong half-way is done on a copy.
  const turn = new Turn(graph, command.type === 'modifyInstance' ? copyState(state) : state, env);
  handle(turn, command);
  return turn;
}

function handle(turn: Turn, command: Exclude<Command, { type: 'startInstance' | 'migrateInstance' }>): void {
  switch (command.type) {
    case 'completeUserTask':
      completeUserTask(turn, command);
      return;
    case 'claimUserTask':
      claimUserTask(turn, command);
      return;
    case 'assignUserTask':
      assignUserTask(turn, command);
      return;
    case 'completeJob':
      completeJob(turn, command);
      return;
    case 'failJob':
      failJob(turn, command);
      return;
    case 'throwJobError':
      throwJobError(turn, command);
      return;
    case 'throwUserTaskError':
      throwUserTaskError(turn, command);
      return;
    case 'escalateUserTask':
      escalateUserTask(turn, command);
      return;
    case 'fireTimer':
    case 'receiveMessage':
    case 'receiveSignal':
      receive(turn, command);
      return;
    case 'triggerElement':
      triggerElement(turn, command);
      return;
    case 'completeCall':
      completeCall(turn, command);
      return;
    case 'failCall':
      failCall(turn, command);
      return;
    case 'escalateCall':
      escalateCall(turn, command);
      return;
    case 'refuseCall':
      refuseCall(turn, command);
      return;
    case 'activateAdHoc':
      activateAdHoc(turn, command);
      return;
    case 'completeAdHoc':
      completeAdHoc(turn, command);
      return;
    case 'completeDecision':
      completeDecision(turn, command);
      return;
    case 'completeScript':
      completeScript(turn, command);
      return;
    case 'setVariables':
      if (Object.keys(command.variables).length > 0) {
        turn.record({
          type: 'variablesSet',
          scopeId: turn.state.instanceId,
          variables: command.variables,
          ...reasonOf(command),
        });
      }
      return;
    case 'resolveIncident':
      resolveIncident(turn, command);
      return;
    case 'modifyInstance':
      modifyInstance(turn, command);
      return;
    case 'suspendInstance':
      turn.record({ type: 'instanceSuspended', ...reasonOf(command) });
      return;
    case 'resumeInstance':
      turn.record({ type: 'instanceResumed', ...reasonOf(command) });
      return;
    case 'cancelInstance':
      terminateChildren(turn, turn.state.instanceId);
      turn.record({ type: 'instanceTerminated', reason: command.reason });
      return;
    case 'continueInstance':
      return;
  }
}

/** An ended instance takes no command, a suspended one only those that need no token to move. */
function refuseIfAtRest(state: InstanceState, command: Command): void {
  if (hasEnded(state)) {
    throw new RejectionSignal(
      'INSTANCE_ENDED',
      `Expected instance ${state.instanceId} to be active, but it is ${state.status}`,
    );
  }
  const suspended = state.status === 'suspended';
  if (command.type === 'resumeInstance' && !suspended) {
    throw new RejectionSignal(
      'INSTANCE_NOT_SUSPENDED',
      `Expected instance ${state.instanceId} to be suspended, but it is ${state.status}`,
    );
  }
  if (suspended && !movesNoToken(command)) {
    throw new RejectionSignal(
      'INSTANCE_SUSPENDED',
      `Expected instance ${state.instanceId} to be active, but it is suspended`,
    );
  }
}

function movesNoToken(command: Command): boolean {
  return (
    command.type === 'resumeInstance' ||
    command.type === 'cancelInstance' ||
    command.type === 'setVariables' ||
    command.type === 'modifyInstance' ||
    command.type === 'migrateInstance' ||
    command.type === 'assignUserTask'
  );
}
