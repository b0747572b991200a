import { type Database, insertDeployment, insertNextVersion } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { oneTask } from './models.ts';

export const tenantId = 'bench';

/** Stores the benchmark's process and gives its definition id. */
export async function deployOneTask(database: Database): Promise<string> {
  const definitionId = uuidv7();
  const deploymentId = uuidv7();
  await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    await insertDeployment(transaction, tenantId, {
      deploymentId,
      name: oneTask.name,
      format: 'json',
      source: '',
      bpmnXml: '',
      createdBy: 'bench',
    });
    await insertNextVersion(transaction, tenantId, {
      definitionId,
      deploymentId,
      processId: oneTask.processId,
      name: oneTask.name,
      description: null,
      contentHash: '',
      model: oneTask,
      createdBy: 'bench',
    });
  });
  return definitionId;
}
