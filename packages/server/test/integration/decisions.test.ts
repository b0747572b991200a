import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '@wbpm/client';
import type { DecisionDeployment, DecisionResult } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { dmn, expressionDecision, tableDecision } from '../../src/testing/dmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

/** Models of others lie beside the checkout, or where WBPM_SHARED_DATA says. */
function realModel(name: string): string {
  const data = process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data');
  return readFileSync(resolve(data, 'real-models', name), 'utf8');
}

const tax = dmn(
  tableDecision('tax', [
    ['&lt; 10', '"none"'],
    ['&gt;= 10', '"some"'],
  ]),
  expressionDecision('rate', 'x / 2'),
);
const approving = bpmn({
  id: 'approving',
  nodes: `<startEvent id="start" />
    <businessRuleTask id="assign" camunda:decisionRef="invoice-assign-approver"
      camunda:mapDecisionResult="collectEntries" camunda:resultVariable="approverGroups" />
    <userTask id="approve" name="Approve" camunda:candidateGroups="\${approverGroups}" /><endEvent id="end" />`,
  flows: ['start > assign > approve > end'],
});

describe.each(testStores)('decisions on %s', (database) => {
  let server: TestServer;
  let api: Api;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    const admin = { tenantId: 'acme', userId: 'root', roles: ['admin'] };
    api = await server.api(admin);
    client = await server.client(admin);
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  const deploy = (raw: string, contentType = 'application/xml', key?: string) =>
    api.call('POST', '/decisions', { raw, contentType, ...(key === undefined ? {} : { key }) });

  it('are deployed by the file, each as the next version of its id', async () => {
    const first = dataOf<DecisionDeployment>(await deploy(tax));
    expect(first).toEqual({
      decisions: [
        { decision_id: 'tax', definition_id: expect.any(String), version: 1, name: 'tax' },
        { decision_id: 'rate', definition_id: expect.any(String), version: 1, name: 'rate' },
      ],
      warnings: [],
    });
    expect(await client.decisions.deploy({ definition: tax, name: 'Taxes' })).toEqual(first);
    const moved = tax.replace('name="tax"', 'name="Tax of the year"');
    expect((await client.decisions.deployXml(moved)).decisions[0]).toMatchObject({
      decision_id: 'tax',
      version: 2,
      name: 'Tax of the year',
    });
  });

  it('are read by their id or that of a version', async () => {
    const latest = await client.decisions.get('tax');
    expect(latest).toMatchObject({ id: 'tax', version: 2, created_by: 'root' });
    expect(await client.decisions.get(latest.definition_id)).toEqual(latest);
    const { versions, next_cursor } = await client.decisions.versions('tax');
    expect([versions.map(({ version }) => version), next_cursor]).toEqual([[2, 1], null]);
    const page = await client.decisions.list({ limit: 1 });
    expect(page.decisions.map(({ id }) => id)).toEqual(['rate']);
    const rest = await client.decisions.list({ cursor: page.next_cursor ?? '' });
    expect(rest.decisions.map(({ id }) => id)).toEqual(['tax']);
    const answer = await api.get(`/decisions/${versions[1]?.definition_id}/xml`);
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(answer.text).toBe(tax);
    expect(await client.decisions.xml('tax')).toContain('Tax of the year');
  });

  it('are made for whoever asks', async () => {
    const answer = await api.post('/decisions/tax/evaluate', { variables: { x: 12 } });
    expect(dataOf<DecisionResult>(answer)).toEqual({
      result: 'some',
      matched_rules: [{ decision_id: 'tax', rule_id: 'r2', index: 1 }],
      decision_id: 'tax',
      version: 2,
    });
    const [first] = (await client.decisions.versions('tax')).versions.slice(-1);
    const older = await client.decisions.evaluate(first?.definition_id ?? '', { variables: { x: 1 } });
    expect(older).toMatchObject({ result: 'none', version: 1 });
    const withoutBody = await api.call('POST', '/decisions/rate/evaluate');
    expect(dataOf<DecisionResult>(withoutBody)).toMatchObject({ result: null, matched_rules: [] });
    expect(await client.decisions.evaluate('rate', { variables: { x: 3 } })).toMatchObject({ result: 1.5 });
  });

  it('that cannot be made say why', async () => {
    const overlapping: [string, string][] = [
      ['&gt; 1', '1'],
      ['&gt; 2', '2'],
    ];
    await deploy(dmn(tableDecision('overlap', overlapping)));
    const answer = await api.post('/decisions/overlap/evaluate', { variables: { x: 5 } });
    expect([answer.status, codeOf(answer)]).toEqual([422, 'DECISION_FAILED']);
    expect(answer.body).toMatchObject({ message: expect.stringContaining("decision 'overlap'") });
    const endless = 'count(for i in 1..100000, j in 1..100000 return i)';
    await deploy(dmn(expressionDecision('endless', endless)));
    const refused = await api.post('/decisions/endless/evaluate', {});
    expect([refused.status, codeOf(refused)]).toEqual([422, 'DECISION_FAILED']);
  });

  it.each([
    ['broken XML', '<definitions', 'INVALID_DEFINITION'],
    ['a process', approving, 'INVALID_DEFINITION'],
    ['a file without decisions', dmn(), 'INVALID_DEFINITION'],
    ['an id that is too long', dmn(expressionDecision('d'.repeat(300), '1')), 'INVALID_DEFINITION'],
    [
      'an id that is another’s name',
      dmn(
        '<decision name="a"><variable name="one" /><literalExpression><text>1</text></literalExpression></decision>',
        '<decision id="a" name="b"><literalExpression><text>1</text></literalExpression></decision>',
      ),
      'INVALID_DEFINITION',
    ],
    ['nothing', '', 'MALFORMED_XML'],
  ])('are refused when the file is %s', async (_what, xml, code) => {
    const before = (await client.decisions.list({ limit: 200 })).decisions.length;
    const answer = await deploy(xml);
    expect(codeOf(answer)).toBe(code);
    expect((await client.decisions.list({ limit: 200 })).decisions).toHaveLength(before);
  });

  it('with faults are refused with every finding in its place', async () => {
    const answer = await deploy(dmn(expressionDecision('good', '1'), expressionDecision('bad', '1 +')));
    expect([answer.status, codeOf(answer)]).toEqual([422, 'INVALID_DEFINITION']);
    expect(answer.body).toMatchObject({
      errors: [{ severity: 'error', element_id: expect.any(String), line: expect.any(Number) }],
    });
    expect((await api.get('/decisions/good')).status).toBe(404);
    expect(codeOf(await api.call('POST', '/decisions'))).toBe('VALIDATION_FAILED');
    expect(codeOf(await api.post('/decisions', { name: 'n' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(await api.post('/decisions/tax/evaluate', { variables: [] }))).toBe('VALIDATION_FAILED');
  });

  it('are deployed once for one idempotency key, and one version at a time', async () => {
    const file = dmn(expressionDecision('once', '1'));
    const [first, again] = [await deploy(file, undefined, 'k'), await deploy(file, undefined, 'k')];
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(dataOf(again)).toEqual(dataOf(first));
    const files = Array.from({ length: 8 }, (_, text) => dmn(expressionDecision('once', `${text} + 1`)));
    await Promise.all(files.map((text) => deploy(text)));
    const { versions } = await client.decisions.versions('once');
    expect(versions.map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('need their permissions', async () => {
    const none = await server.api({ tenantId: 'acme', userId: 'eve', roles: [] });
    for (const answer of [
      await none.call('POST', '/decisions', { raw: tax, contentType: 'application/xml' }),
      await none.get('/decisions'),
      await none.get('/decisions/tax'),
      await none.get('/decisions/tax/versions'),
      await none.get('/decisions/tax/xml'),
      await none.post('/decisions/tax/evaluate', {}),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    }
    const user = await server.api({ tenantId: 'acme', userId: 'ursula', roles: ['user'] });
    expect((await user.post('/decisions/tax/evaluate', { variables: { x: 1 } })).status).toBe(200);
  });

  it('choose the approvers of an invoice', async () => {
    await client.processes.deployXml(approving);
    const invoice = { amount: 300, invoiceCategory: 'Misc' };
    const early = await api.post('/processes/approving/instances', { variables: invoice });
    expect([early.status, codeOf(early)]).toEqual([409, 'DECISION_NOT_FOUND']);
    expect(early.body).toMatchObject({
      message: "Expected decision 'invoice-assign-approver' to be deployed, but found none",
    });
    expect((await client.instances.list({ process_id: 'approving' })).instances).toEqual([]);

    await client.decisions.deployXml(realModel('invoiceBusinessDecisions.dmn'));
    expect(await client.decisions.evaluate('invoice-assign-approver', { variables: invoice })).toMatchObject({
      result: ['management'],
      matched_rules: [
        { decision_id: 'invoiceClassification', rule_id: 'DecisionRule_1ak4z14', index: 1 },
        { decision_id: 'invoice-assign-approver', rule_id: 'row-49839158-5', index: 2 },
      ],
    });
    for (const [amount, groups] of [
      [300, ['management']],
      [100, ['accounting', 'sales']],
    ] as const) {
      const { instance_id: instanceId, variables } = await client.instances.start('approving', {
        variables: { ...invoice, amount },
      });
      expect(variables['approverGroups']).toEqual(groups);
      const [task] = (await client.tasks.list({ instance_id: instanceId })).tasks;
      expect(task?.candidate_groups).toEqual(groups);
    }
  });
});
