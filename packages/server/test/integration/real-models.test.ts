import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '@wbpm/client';
import type { JsonObject } from '@wbpm/engine';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

/** Models of others lie beside the checkout, or where WBPM_SHARED_DATA says. */
function realModel(name: string): string {
  const data = process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data');
  return readFileSync(resolve(data, 'real-models', name), 'utf8');
}

/** Replaces what a model only draws by what can run; each part must be there, or the model has changed. */
function repaired(xml: string, repairs: readonly (readonly [found: RegExp, instead: string])[]): string {
  return repairs.reduce((text, [found, instead]) => {
    expect(text).toMatch(found);
    return text.replace(found, instead);
  }, xml);
}

const archiving = 'org.camunda.bpm.example.invoice.service.ArchiveInvoiceService';
const invoice = { creditor: 'Papa’s', amount: 100, invoiceCategory: 'Misc', invoiceNumber: 'P-7' };
const dayMs = 86_400_000;

describe.each(testStores)('models that others made, over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
  });
  afterEach(async () => {
    for (const { id } of (await client.instances.list({ status: 'active' })).instances) {
      await client.instances.cancel(id);
    }
    expect(server.errors()).toEqual([]);
    expect((await client.incidents.list()).incidents).toEqual([]);
  });
  afterAll(() => server.stop());

  const taskAt = async (elementId: string) => {
    const open = await eventually(
      () => client.tasks.list({ limit: 200 }),
      ({ tasks }) => tasks.some((task) => task.element_id === elementId),
    );
    const found = open.tasks.find((task) => task.element_id === elementId);
    if (found === undefined) throw new Error(`Expected a task at ${elementId}`);
    return found;
  };
  const complete = async (elementId: string, variables: JsonObject = {}) =>
    client.tasks.complete((await taskAt(elementId)).id, { variables });
  const instanceOf = async (processId: string, status: string) => {
    const { instances } = await eventually(
      () => client.instances.list({ process_id: processId, limit: 200 }),
      (list) => list.instances[0]?.status === status,
    );
    return instances[0]?.id ?? '';
  };
  const passed = async (id: string) =>
    (await client.instances.activities(id, { limit: 200 })).activities
      .filter(({ status }) => status === 'completed')
      .map(({ element_id }) => element_id);
  const dueInDays = async ({ due_date }: { readonly due_date: string | null }) =>
    (Date.parse(due_date ?? '') - Date.parse((await client.system.clock()).now)) / dayMs;

  describe('an invoice of Camunda 7', () => {
    it('is deployed as it is, and says what of it no engine runs here', async () => {
      await client.decisions.deployXml(realModel('invoiceBusinessDecisions.dmn'));
      await client.processes.deployXml(realModel('reviewInvoice.bpmn'));
      const answer = await api.call('POST', '/processes', {
        raw: realModel('invoice.v2.bpmn'),
        contentType: 'application/xml',
      });
      const warnings = dataOf<{ warnings: { message: string; element_id: string }[] }>(answer).warnings;
      expect(warnings.map(({ message }) => message)).toEqual([
        "Expected no listeners, but found camunda:taskListener of 'create' on userTask 'Approve Invoice'; its javascript script is not run",
        "Expected no listeners, but found camunda:taskListener of 'assignment' on userTask 'Approve Invoice'; its javascript script is not run",
        `Expected work for a worker, but found camunda:class on serviceTask 'Archive Invoice'; no Java runs here: a worker has to take its jobs of type '${archiving}'`,
        expect.stringContaining('Expected a default flow'),
        expect.stringContaining('Expected a default flow'),
      ]);
    });

    it.each([
      [100, ['accounting', 'sales']],
      [500, ['management']],
    ])('of %i goes to those the decision names', async (amount, groups) => {
      await client.instances.start('invoice', { variables: { ...invoice, amount } });
      const task = await taskAt('approveInvoice');
      expect(task.candidate_groups).toEqual(groups);
      expect(await dueInDays(task)).toBeCloseTo(7, 2);
    });

    it('that is approved is paid and archived by a worker', async () => {
      const { instance_id: id } = await client.instances.start('invoice', { variables: invoice });
      await complete('approveInvoice', { approved: true });
      const payment = await taskAt('prepareBankTransfer');
      expect(payment.candidate_groups).toEqual(['accounting']);
      expect(await dueInDays(payment)).toBeCloseTo(7, 2);
      await complete('prepareBankTransfer');
      // The task rests before it begins (camunda:async), and under the test clock until that moves.
      await client.system.setClock({ advance: 'PT1S' });
      const activate = { type: archiving, worker: 'archive', lock_duration_ms: 60_000 };
      const { jobs } = await eventually(
        () => client.jobs.activate(activate),
        (found) => found.jobs.length > 0,
      );
      expect(jobs).toMatchObject([{ element_id: 'ServiceTask_1', variables: invoice }]);
      await client.jobs.complete(jobs[0]?.job_id ?? '', { lock_token: jobs[0]?.lock_token ?? '' });
      await eventually(
        () => client.instances.get(id),
        ({ status }) => status === 'completed',
      );
      expect((await passed(id)).at(-1)).toBe('invoiceProcessed');
    });

    it('that is cleared up in a review is approved after all', async () => {
      const { instance_id: id } = await client.instances.start('invoice', { variables: invoice });
      await complete('approveInvoice', { approved: false });
      expect((await taskAt('assignReviewer')).assignee).toBe('demo');
      await complete('assignReviewer', { reviewer: 'mary' });
      const review = await client.tasks.get((await taskAt('reviewInvoice')).id);
      expect(review).toMatchObject({ assignee: 'mary', variables: { ...invoice, reviewer: 'mary' } });
      expect(await dueInDays(review)).toBeCloseTo(2, 2);
      await complete('reviewInvoice', { clarified: true });
      await complete('approveInvoice', { approved: true });
      expect((await taskAt('prepareBankTransfer')).instance_id).toBe(id);
      expect((await client.instances.get(id)).variables).toMatchObject({ clarified: true, approved: true });
    });

    it('that no review clears up is not processed', async () => {
      const { instance_id: id } = await client.instances.start('invoice', { variables: invoice });
      await complete('approveInvoice', { approved: false });
      await complete('assignReviewer', { reviewer: 'mary' });
      await complete('reviewInvoice', { clarified: false });
      await eventually(
        () => client.instances.get(id),
        ({ status }) => status === 'completed',
      );
      expect((await passed(id)).at(-1)).toBe('invoiceNotProcessed');
      expect((await client.tasks.list()).tasks).toEqual([]);
    });
  });

  it('a pizza that is only drawn is refused for that', async () => {
    const answer = await api.call('POST', '/processes', {
      raw: realModel('pizza-collaboration.bpmn'),
      contentType: 'application/xml',
    });
    expect(answer).toMatchObject({ status: 422, text: expect.stringContaining('isExecutable') });
  });

  it('a pizza is ordered, asked for twice, delivered and paid between two pools', async () => {
    await client.processes.deployXml(
      repaired(realModel('pizza-collaboration.bpmn'), [
        [/isExecutable="false" id="_6-1"/, 'isExecutable="true" id="_6-1"'],
        [/isExecutable="false" id="_6-2"/, 'isExecutable="true" id="_6-2"'],
        [/<semantic:timeDate\/>/, '<semantic:timeDuration>PT60M</semantic:timeDuration>'],
        // Somebody bakes: else the pizza is there before anybody can ask for it.
        [
          /<semantic:task ([^>]*id="_6-463">[\s\S]*?)<\/semantic:task>/,
          '<semantic:userTask $1</semantic:userTask>',
        ],
      ]),
    );
    const { instance_id: customer } = await client.instances.start('_6-2');
    const vendor = await instanceOf('_6-1', 'active');
    for (const asked of [1, 2]) {
      await client.system.setClock({ advance: 'PT1H' });
      const calmed = () => passed(vendor);
      const elements = await eventually(
        calmed,
        (ids) => ids.filter((id) => id === '_6-695').length === asked,
      );
      expect(elements.filter((id) => id === '_6-674')).toHaveLength(asked);
      await eventually(
        () => passed(customer),
        (ids) => ids.filter((id) => id === '_6-236').length === asked,
      );
    }
    await complete('_6-463');
    await instanceOf('_6-1', 'completed');
    await instanceOf('_6-2', 'completed');
    expect(await passed(customer)).toEqual(expect.arrayContaining(['_6-202', '_6-304', '_6-355', '_6-406']));
    expect(await passed(vendor)).toEqual(expect.arrayContaining(['_6-514', '_6-565', '_6-616']));
  });

  it('nested subprocesses run to their end', async () => {
    await client.processes.deployXml(realModel('nested-subprocesses.bpmn'));
    const { instance_id: id } = await client.instances.start('rootProcess');
    for (const elementId of [
      'sid-9E3BA75C-29DD-4DAC-8283-8FDE4E9A6724',
      'sid-29B8F97B-1A0D-4280-A62D-5093316C484B',
      'sid-3459D5A6-4E18-4133-8362-0418AC9CE830',
      'sid-E21C867A-7A56-46DD-9A1E-94C02FDB18FB',
      'parallelGateway_withoutContent',
    ]) {
      await complete(elementId);
    }
    expect((await client.instances.get(id)).status).toBe('completed');
  });
});
