import type { ChangedInstance } from '@wbpm/contract';
import type { Command, JsonObject } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute } from './execute.ts';
import { wireChanged } from './wire-state.ts';

/** Moves on an element that waits for nothing but to be triggered by its id. */
export function triggerActivity(
  useCase: UseCase,
  id: string,
  elementInstanceId: string,
  variables: JsonObject,
): Promise<Executed<ChangedInstance>> {
  return move(useCase, id, elementInstanceId, (element) => ({
    type: 'triggerElement',
    elementInstanceId: element,
    variables,
  }));
}

/** Begins activities of an ad-hoc subprocess. */
export function activateAdHoc(
  useCase: UseCase,
  id: string,
  elementInstanceId: string,
  request: { readonly elementIds: readonly string[]; readonly variables: JsonObject },
): Promise<Executed<ChangedInstance>> {
  return move(useCase, id, elementInstanceId, (element) => ({
    type: 'activateAdHoc',
    elementInstanceId: element,
    ...request,
  }));
}

export function completeAdHoc(
  useCase: UseCase,
  id: string,
  elementInstanceId: string,
): Promise<Executed<ChangedInstance>> {
  return move(useCase, id, elementInstanceId, (element) => ({
    type: 'completeAdHoc',
    elementInstanceId: element,
  }));
}

async function move(
  useCase: UseCase,
  id: string,
  elementInstanceId: string,
  command: (elementInstanceId: string) => Command,
): Promise<Executed<ChangedInstance>> {
  requirePermission(useCase.principal, 'instance', 'update');
  const instanceId = requireId('instance', id);
  return execute(useCase, instanceId, command(requireId('element instance', elementInstanceId)), wireChanged);
}
