import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { oneTask } from '../testing/definitions.ts';
import { openFreshPglite } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';
import { createDefinitions } from './definition-cache.ts';

const { tenantId } = tester;

let database: Database;
let node: TestRuntime;
beforeAll(async () => {
  database = await openFreshPglite();
  node = await openTestRuntime(database);
  await node.deploy(oneTask);
});
afterAll(async () => {
  await node.runtime.stop();
  await database.close();
});

async function owner(sql: string, ...parameters: string[]): Promise<void> {
  await database.transaction({ kind: 'owner' }, (transaction) => transaction.query(sql, parameters));
}

it('compiles a model of an older form anew from its source', async () => {
  const definitionId = (await node.runtime.definitions.latest(tenantId, 'one-task'))?.definitionId ?? '';
  const written = await createDefinitions(database).graph(tenantId, definitionId);
  await owner(
    "UPDATE wbpm_process_definitions SET model_format = 1, model = '{}' WHERE definition_id = $1",
    definitionId,
  );
  const compiled = await createDefinitions(database).graph(tenantId, definitionId);
  expect(compiled.model).toEqual(written.model);

  await owner("UPDATE wbpm_deployments SET bpmn_xml = '<nothing/>'");
  await expect(createDefinitions(database).graph(tenantId, definitionId)).rejects.toThrow(definitionId);
});

it('finds the version a call names', async () => {
  await node.deploy({ ...oneTask, process_id: 'callee', description: 'first' });
  const { definitions } = node.runtime;
  const first = await definitions.latest(tenantId, 'callee');
  const caller = first?.definitionId ?? '';
  await node.deploy({ ...oneTask, process_id: 'callee', description: 'second' });
  expect((await definitions.called(tenantId, 'callee', 'latest', caller))?.version).toBe(2);
  expect((await definitions.called(tenantId, 'callee', 'deployment', caller))?.version).toBe(1);
  expect((await definitions.called(tenantId, 'callee', 1, caller))?.version).toBe(1);
  expect(await definitions.called(tenantId, 'callee', 3, caller)).toBeNull();
  expect(await definitions.called(tenantId, 'nobody', 'latest', caller)).toBeNull();
  expect(await definitions.called(tenantId, 'callee', 2 ** 31, caller)).toBeNull();
  expect(await definitions.called(tenantId, 'callee', { tag: 'spring' }, caller)).toBeNull();
  await node.deploy({ ...oneTask, process_id: 'callee', version: 'spring' });
  await node.deploy({ ...oneTask, process_id: 'callee', description: 'last' });
  expect((await definitions.called(tenantId, 'callee', { tag: 'spring' }, caller))?.version).toBe(3);
  expect(await definitions.called(tenantId, 'callee', { tag: 'spring\u0000' }, caller)).toBeNull();
  for (const id of ['callee\u0000', 'c'.repeat(100_000)]) {
    expect(await definitions.called(tenantId, id, 'latest', caller)).toBeNull();
  }
});
