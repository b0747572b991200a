import type { ChangedInstance, ModifyInstance, Modification as WireModification } from '@wbpm/contract';
import type { Modification } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { isId, requireId } from '../ids.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute } from './execute.ts';
import { wireChanged } from './wire-state.ts';

/** Moves tokens by hand. */
export async function modifyInstance(
  useCase: UseCase,
  id: string,
  { instructions, variables = {}, reason }: ModifyInstance,
): Promise<Executed<ChangedInstance>> {
  requirePermission(useCase.principal, 'instance', 'update');
  return execute(
    useCase,
    requireId('instance', id),
    {
      type: 'modifyInstance',
      instructions: instructions.map(modification),
      variables,
      reason: reason ?? null,
    },
    wireChanged,
  );
}

function modification(instruction: WireModification): Modification {
  if ('cancel' in instruction) return { kind: 'cancel', target: ofInstance(instruction.cancel) };
  if ('move' in instruction) {
    const { from, to } = instruction.move;
    return { kind: 'move', from: ofInstance(from), to };
  }
  const { activate: elementId, position = 'before', scope, variables = {} } = instruction;
  const scopeId = scope === undefined ? null : ofInstance(scope);
  return { kind: 'activate', elementId, position, scopeId, variables };
}

/** An element instance id, however it is written, or an element id as it stands. */
function ofInstance(text: string): string {
  return isId(text) ? text.toLowerCase() : text;
}
