import type { JobDefinition } from '../../model/event-definition.ts';
import type { FlowNode } from '../../model/flow-node.ts';
import type { CommandOf } from '../command.ts';
import { raiseIncident } from '../incident.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import { retryWaitMs } from '../retry-wait.ts';
import type { ElementInstance, Wait } from '../state.ts';
import { throwError } from '../throw-error.ts';
import type { Turn } from '../turn.ts';

type JobWait = Extract<Wait, { kind: 'job' }>;

export function completeJob(turn: Turn, command: CommandOf<'completeJob'>): void {
  const { element } = openJob(turn, command.elementInstanceId);
  const node = jobNodeOf(turn, element);
  const { resultVariable } = jobOf(node);
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

type JobNode = Extract<FlowNode, { readonly outputs: unknown }>;

/** The work a job was made for; a throwing event has the one of its message. */
function jobOf(node: JobNode): JobDefinition {
  if ('work' in node && node.work.kind === 'job') return node.work;
  const thrown = 'throws' in node ? node.throws : [];
  for (const { kind, ...rest } of thrown)
    if (kind === 'message' && 'job' in rest && rest.job !== null) return rest.job;
  throw new Error(`Expected '${node.id}' to have work for a job`);
}

function jobNodeOf(turn: Turn, element: ElementInstance): JobNode {
  const node = turn.nodeOf(element);
  if (!('outputs' in node)) throw new Error(`Expected '${element.elementId}' to have work for a job`);
  return node;
}

/** With no attempt left the token stops with an incident; before, the job becomes due again later. */
export function failJob(turn: Turn, command: CommandOf<'failJob'>): void {
  const { element, wait } = openJob(turn, command.elementInstanceId);
  const { retryAfterMs, backOff, lostLeases = 0 } = command;
  const retries = Math.max(0, command.retries ?? wait.retries - 1 - lostLeases);
  const definition = jobOf(jobNodeOf(turn, element));
  turn.record({
    type: 'jobFailed',
    elementId: element.elementId,
    elementInstanceId: element.id,
    retries,
    message: command.message,
    retryAt: turn.env.now + (retryAfterMs ?? retryWaitMs(definition, retries, backOff)),
  });
  if (retries === 0 && element.incidentId === null) {
    raiseIncident(turn, element, 'JOB_RETRIES_EXHAUSTED', command.message);
  }
}

/** A business error: caught around the task, or the end of the instance (BPMN 2.0 §10.5.6). */
export function throwJobError(turn: Turn, command: CommandOf<'throwJobError'>): void {
  const { element } = openJob(turn, command.elementInstanceId);
  const { errorCode, message, variables } = command;
  turn.record({
    type: 'errorThrown',
    elementId: element.elementId,
    elementInstanceId: element.id,
    errorCode,
    message,
  });
  throwError(turn, { activity: element }, { errorCode, message, variables });
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
