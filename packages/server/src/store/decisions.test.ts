import { compileDmn } from '@wbpm/notation';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dmn, expressionDecision } from '../testing/dmn.ts';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database, Scope, Transaction } from './database.ts';
import {
  calledDecision,
  type DecisionDefinition,
  decisionModels,
  decisionXml,
  findDecision,
  insertDecisionFile,
  insertNextDecisions,
  latestDecisions,
  listDecisions,
  listDecisionVersions,
} from './decisions.ts';

const tenantId = 'acme';
const tenant: Scope = { kind: 'tenant', tenantId };

describe.each(testDatabases)('decisions on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
    await deploy('tax', 'price');
    await deploy('tax');
  });
  afterAll(() => database.close());

  const as = <Result>(scope: Scope, work: (transaction: Transaction) => Promise<Result>) =>
    database.transaction(scope, work);

  async function deploy(...ids: readonly string[]): Promise<DecisionDefinition[]> {
    const dmnXml = dmn(...ids.map((id) => expressionDecision(id, '1')));
    const compilation = await compileDmn(dmnXml);
    if (compilation.kind === 'refused') throw new Error(JSON.stringify(compilation.findings));
    const { model } = compilation;
    const fileId = uuidv7();
    return as(tenant, async (transaction) => {
      await insertDecisionFile(transaction, tenantId, { fileId, name: 'f', dmnXml, model, createdBy: 'ann' });
      return insertNextDecisions(
        transaction,
        tenantId,
        ids.map((decisionId) => ({
          definitionId: uuidv7(),
          fileId,
          decisionId,
          name: decisionId.toUpperCase(),
          contentHash: 'h',
          createdBy: 'ann',
          versionTag: null,
        })),
      );
    });
  }

  const latest = async (decisionId: string, of = tenantId) => {
    const [found] = await as({ kind: 'runtime' }, (transaction) =>
      latestDecisions(transaction, [{ tenantId: of, decisionId }]),
    );
    return found ?? null;
  };

  it('have versions of their own, from 1', async () => {
    expect(await latest('tax')).toMatchObject({ version: 2, name: 'TAX', createdBy: 'ann' });
    expect(await latest('price')).toMatchObject({ version: 1 });
    expect(await latest('nothing')).toBeNull();
    const versions = await as(tenant, (transaction) => listDecisionVersions(transaction, tenantId, 'tax'));
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('are listed once, page by page', async () => {
    const page = (after: string | null, limit: number) =>
      as(tenant, (transaction) => listDecisions(transaction, tenantId, { after, limit }));
    expect((await page(null, 9)).map(({ decisionId }) => decisionId)).toEqual(['price', 'tax']);
    expect((await page('price', 9)).map(({ version }) => version)).toEqual([2]);
    expect(await page(null, 1)).toHaveLength(1);
  });

  it('share the source and the model of their file', async () => {
    const [tax, price] = await deploy('shared-tax', 'shared-price');
    const fileId = tax?.fileId ?? '';
    expect(price?.fileId).toBe(fileId);
    const xml = await as(tenant, (transaction) => decisionXml(transaction, tenantId, fileId));
    expect(xml).toContain('shared-price');
    const [stored] = await as({ kind: 'runtime' }, (transaction) =>
      decisionModels(transaction, [{ tenantId, fileId }]),
    );
    expect(stored?.stored).toMatchObject({ model: { decisions: [{ id: 'shared-tax' }, {}] } });
    expect(await as(tenant, (transaction) => decisionXml(transaction, tenantId, uuidv7()))).toBeNull();
  });

  it('come in the version a process names', async () => {
    const [deploymentId, callerId] = [uuidv7(), uuidv7()];
    const [first] = await deploy('bound');
    await deploy('bound');
    await as({ kind: 'owner' }, async (transaction) => {
      await transaction.query(
        `INSERT INTO wbpm_deployments (tenant_id, deployment_id, name, format, source, bpmn_xml, created_by)
         VALUES ($1, $2, 'n', 'bpmn_xml', '', '', 'ann')`,
        [tenantId, deploymentId],
      );
      await transaction.query(
        `INSERT INTO wbpm_process_definitions
           (tenant_id, definition_id, deployment_id, process_id, version, name, content_hash, model, created_by)
         VALUES ($1, $2, $3, 'p', 1, 'p', 'h', '{}', 'ann')`,
        [tenantId, callerId, deploymentId],
      );
    });
    const called = async (version: 'deployment' | number, by = callerId) =>
      (
        await as({ kind: 'runtime' }, (transaction) =>
          calledDecision(transaction, tenantId, 'bound', version, by),
        )
      )?.version;
    expect(await called('deployment')).toBe(2);
    expect(await called(1)).toBe(1);
    expect(await called(3)).toBeUndefined();
    await as({ kind: 'owner' }, (transaction) =>
      transaction.query(
        'UPDATE wbpm_decision_definitions SET deployment_id = $1 WHERE tenant_id = $2 AND definition_id = $3',
        [deploymentId, tenantId, first?.definitionId ?? ''],
      ),
    );
    expect(await called('deployment')).toBe(1);
    expect(await called('deployment', uuidv7())).toBe(2);
  });

  it('are their tenant’s alone, and nobody changes them', async () => {
    const tax = await latest('tax');
    const others: Scope = { kind: 'tenant', tenantId: 'globex' };
    expect(
      await as(others, (transaction) => findDecision(transaction, tenantId, tax?.definitionId ?? '')),
    ).toBeNull();
    expect(
      await as(others, (transaction) => decisionXml(transaction, tenantId, tax?.fileId ?? '')),
    ).toBeNull();
    expect(await latest('tax', 'globex')).toBeNull();
    for (const scope of [tenant, { kind: 'runtime' } as const]) {
      await expect(
        as(scope, (transaction) => transaction.query('UPDATE wbpm_decision_definitions SET version = 9')),
      ).rejects.toThrow('permission denied');
    }
  });
});
