import type { ProcessGraph } from '@wbpm/engine';
import { principalOf } from '../../src/access/principal.ts';
import { deployDecisions } from '../../src/decisions/deploy-decision.ts';
import { insertDeployment, insertNextVersion } from '../../src/store/definitions.ts';
import { dmn, expressionDecision } from '../../src/testing/dmn.ts';
import type { TestRuntime } from '../../src/testing/test-runtime.ts';

/** The decision that rule tasks of random processes ask for. */
const decision = dmn(expressionDecision('decision', 'n + 1'));

/** Deploys random processes, which nobody wrote, for one tenant; answers their names by definition id. */
export async function deployRandom(
  { runtime, useCase }: TestRuntime,
  tenantId: string,
  graphs: ReadonlyMap<string, ProcessGraph>,
): Promise<ReadonlyMap<string, string>> {
  const { database } = useCase;
  const nobody = { tenantId, userId: 'ann', roles: ['admin'], groups: [], permissions: [] };
  await deployDecisions(
    { database, runtime, principal: principalOf(nobody, 'dev') },
    { definition: decision },
  );
  const deploymentId = runtime.newId();
  const definitions = [...graphs].map(([processId, { model }]) => ({
    definitionId: runtime.newId(),
    processId,
    model: { ...model, processId },
  }));
  await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    await insertDeployment(transaction, tenantId, {
      deploymentId,
      name: 'random',
      format: 'json',
      source: '',
      bpmnXml: '',
      createdBy: 'ann',
    });
    await Promise.all(
      definitions.map(({ definitionId, processId, model }) =>
        insertNextVersion(transaction, tenantId, {
          definitionId,
          deploymentId,
          processId,
          name: processId,
          description: null,
          contentHash: processId,
          model,
          createdBy: 'ann',
        }),
      ),
    );
  });
  return new Map(definitions.map(({ definitionId, processId }) => [definitionId, processId]));
}
