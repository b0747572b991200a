import type { CreateBatch, ResolveIncident } from '@wbpm/contract';
import type { Reasoned } from '@wbpm/engine';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import {
  cancelInstance,
  resumeInstance,
  setInstanceVariables,
  suspendInstance,
} from '../processes/change-instance.ts';
import { execute } from '../processes/execute.ts';
import { migrateInstance } from '../processes/migrate-instance.ts';
import { modifyInstance } from '../processes/modify-instance.ts';
import type { UseCase } from '../use-case.ts';

/**
 * Does to one instance what the batch is for, just as its maker would do it alone: with their permissions,
 * in their name. The use case brings the row of the instance, which the command takes.
 */
export async function carryOut(
  useCase: UseCase,
  batch: CreateBatch,
  instanceId: string,
  madeAt: Date,
): Promise<void> {
  const why: Reasoned = batch.reason === undefined ? {} : { reason: batch.reason };
  switch (batch.operation) {
    case 'cancel':
      await cancelInstance(useCase, instanceId, batch.parameters.reason ?? batch.reason ?? null);
      return;
    case 'suspend':
      await suspendInstance(useCase, instanceId, why);
      return;
    case 'resume':
      await resumeInstance(useCase, instanceId, why);
      return;
    case 'migrate':
      await migrateInstance(useCase, instanceId, { ...why, ...batch.parameters });
      return;
    case 'modify':
      await modifyInstance(useCase, instanceId, { ...why, ...batch.parameters });
      return;
    case 'set_variables':
      await setInstanceVariables(useCase, instanceId, batch.parameters.variables, why);
      return;
    case 'resolve_incidents':
      await resolveOpen(useCase, instanceId, madeAt, { ...batch.parameters, why });
      return;
  }
}

/** Those that were open when the batch was made: what fails anew is for people to look at. */
async function resolveOpen(
  useCase: UseCase,
  instanceId: string,
  madeAt: Date,
  { retries, variables = {}, why }: ResolveIncident & { readonly why: Reasoned },
): Promise<void> {
  requirePermission(useCase.principal, 'incident', 'resolve');
  const { consumes: _last, ...others } = useCase;
  const stored = await useCase.runtime.load({ tenantId: useCase.principal.tenantId, instanceId });
  const open = [...(stored?.state.incidents.values() ?? [])].filter(({ at }) => at <= madeAt.getTime());
  for (const [index, { id }] of open.entries()) {
    const command = {
      type: 'resolveIncident',
      incidentId: id,
      retries: retries ?? null,
      variables,
      ...why,
    } as const;
    try {
      await execute(index === open.length - 1 ? useCase : others, instanceId, command, () => ({}));
    } catch (error) {
      // Somebody else was quicker, or what an earlier one set in motion took it away.
      if (!(error instanceof Refusal && error.code === 'INCIDENT_NOT_OPEN')) throw error;
    }
  }
}
