import type { CalledVersion } from '@wbpm/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deployDecisions } from '../decisions/deploy-decision.ts';
import type { Database } from '../store/database.ts';
import { dmn, expressionDecision } from '../testing/dmn.ts';
import { openFreshPglite } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';
import { createDecisions } from './decision-cache.ts';

const { tenantId } = tester;
const caller = '01890000-0000-7000-8000-000000000000';

let database: Database;
let node: TestRuntime;
beforeAll(async () => {
  database = await openFreshPglite();
  node = await openTestRuntime(database);
  for (const text of ['1', '2']) {
    await deployDecisions(node.useCase, { definition: dmn(expressionDecision('d', text)) });
  }
});
afterAll(async () => {
  await node.runtime.stop();
  await database.close();
});

it('finds the version a process names', async () => {
  const { decisions } = node.runtime;
  const versionOf = async (id: string, version: CalledVersion) =>
    (await decisions.called(tenantId, id, version, caller))?.version ?? null;
  expect(await versionOf('d', 'latest')).toBe(2);
  expect(await versionOf('d', 'deployment')).toBe(2);
  expect(await versionOf('d', 1)).toBe(1);
  expect(await versionOf('d', 3)).toBeNull();
  expect(await versionOf('d', { tag: 'spring' })).toBeNull();
});

it('finds nothing by an id or a version that no database would take', async () => {
  const { decisions } = node.runtime;
  for (const id of ['nobody', 'd\u0000', 'd'.repeat(100_000)]) {
    expect(await decisions.called(tenantId, id, 'latest', caller)).toBeNull();
  }
  expect(await decisions.called(tenantId, 'd', 1e15, caller)).toBeNull();
});

it('keeps the model of a file, and asks for a newer version all the same', async () => {
  const { decisions } = node.runtime;
  const fileId = (await decisions.latest(tenantId, 'd'))?.fileId ?? '';
  expect(await decisions.model(tenantId, fileId)).toBe(await decisions.model(tenantId, fileId));
  await deployDecisions(node.useCase, { definition: dmn(expressionDecision('d', '3')) });
  expect((await decisions.latest(tenantId, 'd'))?.fileId).not.toBe(fileId);
});

it('compiles a model of an older form anew from its source', async () => {
  const owner = (sql: string) =>
    database.transaction({ kind: 'owner' }, (transaction) => transaction.query(sql));
  const fileId = (await node.runtime.decisions.latest(tenantId, 'd'))?.fileId ?? '';
  const written = await createDecisions(database).model(tenantId, fileId);
  await owner("UPDATE wbpm_decision_files SET model_format = 0, model = '{}'");
  expect(await createDecisions(database).model(tenantId, fileId)).toEqual(written);
  await owner("UPDATE wbpm_decision_files SET dmn_xml = '<nothing/>'");
  await expect(createDecisions(database).model(tenantId, fileId)).rejects.toThrow(fileId);
  await expect(createDecisions(database).model(tenantId, caller)).rejects.toThrow(caller);
});
