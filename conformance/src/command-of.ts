import type { Command, Modification, ProcessGraph } from '@wbpm/engine';
import type { HostStep, StepOf } from './case.ts';
import type { SeenElement } from './host.ts';

export type CommandStep = Exclude<HostStep, { do: 'start' | 'message' | 'signal' | 'advance' | 'migrate' }>;

/** The command a step stands for; a step on an element is about the one that was found. */
export function commandOf(step: CommandStep, element: SeenElement | null): Command {
  const elementInstanceId = element?.elementInstanceId ?? '';
  const variables = 'variables' in step ? (step.variables ?? {}) : {};
  switch (step.do) {
    case 'completeTask':
      return { type: 'completeUserTask', elementInstanceId, variables, by: 'ann', override: true };
    case 'taskError':
      return {
        type: 'throwUserTaskError',
        elementInstanceId,
        errorCode: step.code,
        message: null,
        variables,
      };
    case 'escalateTask':
      return { type: 'escalateUserTask', elementInstanceId, escalationCode: step.code, variables };
    case 'completeJob':
      return { type: 'completeJob', elementInstanceId, variables };
    case 'failJob':
      return {
        type: 'failJob',
        elementInstanceId,
        message: 'failed',
        retries: step.retries ?? null,
        retryAfterMs: 0,
      };
    case 'jobError':
      return { type: 'throwJobError', elementInstanceId, errorCode: step.code, message: null, variables };
    case 'trigger':
      return { type: 'triggerElement', elementInstanceId, variables };
    case 'activateAdHoc':
      return { type: 'activateAdHoc', elementInstanceId, elementIds: step.elements, variables };
    case 'completeAdHoc':
      return { type: 'completeAdHoc', elementInstanceId };
    case 'setVariables':
      return { type: 'setVariables', variables };
    case 'resolveIncident':
      return { type: 'resolveIncident', incidentId: element?.incidentId ?? '', retries: null, variables };
    case 'modify':
      return {
        type: 'modifyInstance',
        instructions: step.instructions.map(modification),
        variables,
        reason: null,
      };
    case 'cancel':
      return { type: 'cancelInstance', reason: null };
    case 'suspend':
      return { type: 'suspendInstance' };
    case 'resume':
      return { type: 'resumeInstance' };
  }
}

function modification(instruction: StepOf<'modify'>['instructions'][number]): Modification {
  if ('cancel' in instruction) return { kind: 'cancel', target: instruction.cancel };
  if ('move' in instruction) return { kind: 'move', ...instruction.move };
  const { activate: elementId, position = 'before', variables = {} } = instruction;
  return { kind: 'activate', elementId, position, scopeId: null, variables };
}

/** The migration a step stands for, to the definition it was found to mean. */
export function migrationOf(
  { mapping = {}, update: updatedEvents = [] }: StepOf<'migrate'>,
  {
    definitionId,
    version,
    graph,
  }: { readonly definitionId: string; readonly version: number; readonly graph: ProcessGraph },
): Command {
  return {
    type: 'migrateInstance',
    target: graph,
    definitionId,
    version,
    mapping,
    updatedEvents,
    reason: null,
  };
}
