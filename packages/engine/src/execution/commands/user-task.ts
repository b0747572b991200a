import type { CommandOf } from '../command.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import type { ElementInstance, Wait } from '../state.ts';
import { throwError } from '../throw-error.ts';
import { throwEscalation } from '../throw-escalation.ts';
import type { Turn } from '../turn.ts';

type UserTaskWait = Extract<Wait, { kind: 'userTask' }>;

/** Completing a task nobody holds claims it first, so the journal always names who did it. */
export function completeUserTask(turn: Turn, command: CommandOf<'completeUserTask'>): void {
  const { element, wait } = openTask(turn, command.elementInstanceId);
  if (!command.override) refuseIfHeldByOther(wait, command.by);
  if (wait.assignee === null) assign(turn, element, command.by);
  const node = turn.nodeOf(element);
  if (node.type !== 'userTask') throw new Error(`Expected '${element.elementId}' to be a user task`);
  writeResults(turn, node, element, command.variables);
  turn.record({
    type: 'userTaskCompleted',
    elementId: element.elementId,
    elementInstanceId: element.id,
    createdAt: element.since,
  });
}

/** Claiming what one already holds changes nothing and is no error. */
export function claimUserTask(turn: Turn, command: CommandOf<'claimUserTask'>): void {
  const { element, wait } = openTask(turn, command.elementInstanceId);
  refuseIfHeldByOther(wait, command.by);
  if (wait.assignee === null) assign(turn, element, command.by);
}

export function assignUserTask(turn: Turn, command: CommandOf<'assignUserTask'>): void {
  const { element, wait } = openTask(turn, command.elementInstanceId);
  if (wait.assignee !== command.assignee) assign(turn, element, command.assignee);
}

/** The person says that the work cannot be done in the way the process knows by `errorCode`. */
export function throwUserTaskError(turn: Turn, command: CommandOf<'throwUserTaskError'>): void {
  const { element } = openTask(turn, command.elementInstanceId);
  const { errorCode, message, variables } = command;
  const of = { elementId: element.elementId, elementInstanceId: element.id };
  turn.record({ type: 'errorThrown', ...of, errorCode, message });
  throwError(turn, { activity: element }, { errorCode, message, variables });
}

/** Tells the process something while the task goes on, unless what catches it interrupts the task. */
export function escalateUserTask(turn: Turn, command: CommandOf<'escalateUserTask'>): void {
  const { element } = openTask(turn, command.elementInstanceId);
  throwEscalation(turn, { activity: element }, element.elementId, command.escalationCode, command.variables);
}

function assign(turn: Turn, element: ElementInstance, assignee: string | null): void {
  turn.record({
    type: 'userTaskAssigned',
    elementId: element.elementId,
    elementInstanceId: element.id,
    assignee,
  });
}

function openTask(turn: Turn, id: string): { element: ElementInstance; wait: UserTaskWait } {
  const element = turn.state.elements.get(id);
  if (element?.wait?.kind !== 'userTask') {
    throw new RejectionSignal(
      'TASK_NOT_ACTIVE',
      `Expected user task ${id} to be active, but it is completed or was withdrawn`,
    );
  }
  return { element, wait: element.wait };
}

function refuseIfHeldByOther(wait: UserTaskWait, by: string): void {
  if (wait.assignee !== null && wait.assignee !== by) {
    throw new RejectionSignal(
      'TASK_ASSIGNED_TO_OTHER',
      `Expected the task to be unassigned or assigned to '${by}', but it is assigned to '${wait.assignee}'`,
    );
  }
}
