import type { CommandOf } from '../command.ts';
import { raiseIncident } from '../incident.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import type { ElementInstance, Wait } from '../state.ts';
import { terminateChildren } from '../termination.ts';
import type { Turn } from '../turn.ts';
import { propagateVariables } from '../variables.ts';

type JobWait = Extract<Wait, { kind: 'job' }>;

export function completeJob(turn: Turn, command: CommandOf<'completeJob'>): void {
  const { element } = openJob(turn, command.elementInstanceId);
  const node = turn.nodeOf(element);
  if (node.type !== 'serviceTask') throw new Error(`Expected '${element.elementId}' to be a service task`);
  const { resultVariable } = node;
  const results =
    resultVariable !== null && Object.hasOwn(command.variables, 'result')
      ? { ...command.variables, [resultVariable]: command.variables['result'] ?? null }
      : command.variables;
  const of = { elementId: element.elementId, elementInstanceId: element.id };
  if (element.incidentId !== null) {
    turn.record({ type: 'incidentResolved', ...of, incidentId: element.incidentId });
  }
  writeResults(turn, node, element, results);
  turn.record({ type: 'jobCompleted', ...of });
}

/** With no attempt left the token stops with an incident; before, the job becomes due again later. */
export function failJob(turn: Turn, command: CommandOf<'failJob'>): void {
  const { element, wait } = openJob(turn, command.elementInstanceId);
  const retries = Math.max(0, command.retries ?? wait.retries - 1);
  turn.record({
    type: 'jobFailed',
    elementId: element.elementId,
    elementInstanceId: element.id,
    retries,
    message: command.message,
    retryAt: turn.env.now + command.retryAfterMs,
  });
  if (retries === 0 && element.incidentId === null) {
    raiseIncident(turn, element, 'JOB_RETRIES_EXHAUSTED', command.message);
  }
}

/**
 * A business error nobody in the process catches ends the instance as failed, as the specification has
 * it for an error that reaches the process (BPMN 2.0 §10.5.6).
 */
export function throwJobError(turn: Turn, command: CommandOf<'throwJobError'>): void {
  const { element } = openJob(turn, command.elementInstanceId);
  propagateVariables(turn, element.scopeId, command.variables);
  terminateChildren(turn, turn.state.instanceId);
  turn.record({ type: 'instanceFailed', errorCode: command.errorCode, message: command.message });
}

function openJob(turn: Turn, id: string): { element: ElementInstance; wait: JobWait } {
  const element = turn.state.elements.get(id);
  if (element?.wait?.kind !== 'job') {
    throw new RejectionSignal(
      'JOB_NOT_ACTIVE',
      `Expected job ${id} to be active, but it is completed or was withdrawn`,
    );
  }
  return { element, wait: element.wait };
}
