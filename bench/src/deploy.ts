import type { ProcessModel } from '@wbpm/engine';
import { type Database, insertDeployment, insertNextVersion } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { oneTask } from './models.ts';

export const tenantId = 'bench';

export function deployOneTask(database: Database): Promise<string> {
  return deployModel(database, oneTask);
}

/** Stores a process and gives its definition id. */
export async function deployModel(database: Database, model: ProcessModel): Promise<string> {
  const definitionId = uuidv7();
  const deploymentId = uuidv7();
  await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    await insertDeployment(transaction, tenantId, {
      deploymentId,
      name: model.name,
      format: 'json',
      source: '',
      bpmnXml: '',
      createdBy: 'bench',
    });
    await insertNextVersion(transaction, tenantId, {
      definitionId,
      deploymentId,
      processId: model.processId,
      name: model.name,
      description: null,
      contentHash: '',
      model,
      createdBy: 'bench',
    });
  });
  return definitionId;
}
