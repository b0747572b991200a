import type { ChangedInstance, Variables } from '@wbpm/contract';
import type { Command, JsonObject, Reasoned } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute } from './execute.ts';
import { wireChanged } from './wire-state.ts';

export function cancelInstance(
  useCase: UseCase,
  id: string,
  reason: string | null,
): Promise<Executed<ChangedInstance>> {
  return change(useCase, id, 'cancel', { type: 'cancelInstance', reason });
}

export function suspendInstance(
  useCase: UseCase,
  id: string,
  why: Reasoned = {},
): Promise<Executed<ChangedInstance>> {
  return change(useCase, id, 'suspend', { type: 'suspendInstance', ...why });
}

export function resumeInstance(
  useCase: UseCase,
  id: string,
  why: Reasoned = {},
): Promise<Executed<ChangedInstance>> {
  return change(useCase, id, 'suspend', { type: 'resumeInstance', ...why });
}

export async function setInstanceVariables(
  useCase: UseCase,
  id: string,
  variables: JsonObject,
  why: Reasoned = {},
): Promise<Executed<Variables>> {
  requirePermission(useCase.principal, 'instance', 'update');
  return execute(
    useCase,
    requireId('instance', id),
    { type: 'setVariables', variables, ...why },
    (state) => ({
      variables: { ...state.variables.get(state.instanceId) },
    }),
  );
}

async function change(
  useCase: UseCase,
  id: string,
  action: 'cancel' | 'suspend',
  command: Command,
): Promise<Executed<ChangedInstance>> {
  requirePermission(useCase.principal, 'instance', action);
  return execute(useCase, requireId('instance', id), command, wireChanged);
}
