import type { Client } from '@wbpm/client';
import type { JsonObject, Task } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('the sample processes on %s', (database) => {
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true, samples: true });
    client = await server.client();
  });
  afterAll(() => server.stop());

  async function start(processId: string, variables: JsonObject): Promise<string> {
    const started = await client.instances.start(processId, { variables });
    return started.instance_id;
  }
  async function openTask(instanceId: string, elementId: string): Promise<Task> {
    const { tasks } = await eventually(
      () => client.tasks.list({ instance_id: instanceId, element_id: elementId }),
      ({ tasks: found }) => found.length === 1,
    );
    const [task] = tasks;
    if (task === undefined) throw new Error(`Expected a task ${elementId}`);
    return task;
  }
  async function complete(instanceId: string, elementId: string, variables: JsonObject): Promise<void> {
    await client.tasks.complete((await openTask(instanceId, elementId)).id, { variables });
  }

  it('are deployed once', async () => {
    const { processes } = await client.processes.list();
    expect(processes.map(({ process_id, version }) => [process_id, version])).toEqual([
      ['employee-onboarding', 1],
      ['invoice-approval', 1],
      ['order-fulfilment', 1],
    ]);
  });

  it('ship an order whose payment is taken', async () => {
    const id = await start('order-fulfilment', { customer: 'Miller', amount: 420, express: true });
    const pick = await openTask(id, 'pick_items');
    expect(pick).toMatchObject({
      candidate_groups: ['warehouse'],
      priority: 60,
      form: { fields: [{ id: 'customer' }, { id: 'packages' }, { id: 'remark' }] },
    });
    await complete(id, 'pick_items', { packages: 2 });
    await complete(id, 'ship_order', { carrier: 'post' });
    expect(await client.instances.get(id)).toMatchObject({
      status: 'completed',
      variables: { payment_status: 'captured', packages: 2, carrier: 'post' },
    });
    const { activities } = await client.instances.activities(id);
    expect(activities.map(({ element_id }) => element_id)).not.toContain('clear_payment');
    expect(activities.every(({ status }) => status === 'completed')).toBe(true);
  });

  it('clear a payment that was declined before they ship', async () => {
    const id = await start('order-fulfilment', { customer: 'Miller', amount: 5000 });
    await complete(id, 'clear_payment', { payment_note: 'Bank transfer' });
    await complete(id, 'pick_items', { packages: 1 });
    await complete(id, 'ship_order', { carrier: 'courier' });
    expect(await client.instances.get(id)).toMatchObject({
      status: 'completed',
      variables: { payment_status: 'declined', payment_reference: null, payment_note: 'Bank transfer' },
    });
  });

  it('refuse a form value the form does not allow', async () => {
    const id = await start('order-fulfilment', { customer: 'Miller', amount: 10 });
    const { id: taskId } = await openTask(id, 'pick_items');
    await expect(client.tasks.complete(taskId, { variables: { packages: 51 } })).rejects.toMatchObject({
      status: 422,
      problem: { errors: [{ pointer: '/variables/packages' }] },
    });
  });

  it('onboard an employee, with a week between', async () => {
    const id = await start('employee-onboarding', { employee: 'Grace Hopper', role: 'developer' });
    await complete(id, 'order_laptop', { laptop: '14' });
    const welcome = await openTask(id, 'welcome');
    expect((await client.tasks.get(welcome.id)).variables).toMatchObject({ user_name: 'grace.hopper' });
    await complete(id, 'welcome', { laptop_handed_over: true });

    const { subscriptions } = await client.instances.subscriptions(id);
    expect(subscriptions).toMatchObject([{ type: 'timer', element_id: 'first_week' }]);
    await client.system.setClock({ advance: 'P6D' });
    expect((await client.tasks.list({ instance_id: id })).tasks).toEqual([]);
    await client.system.setClock({ advance: 'P1DT1M' });
    expect((await client.instances.subscriptions(id)).subscriptions).toEqual([]);

    await complete(id, 'feedback', { rating: 5, wishes: 'A second screen' });
    expect(await client.instances.get(id)).toMatchObject({ status: 'completed', variables: { rating: 5 } });
  });

  it('pay a small invoice with a reference made by a script', async () => {
    const id = await start('invoice-approval', {
      supplier: 'Paper',
      invoice_number: '2026-10/42',
      amount: 80,
    });
    const transfer = await openTask(id, 'prepare_transfer');
    expect((await client.tasks.get(transfer.id)).variables).toMatchObject({
      payment_reference: 'RF-20261042',
    });
    await complete(id, 'prepare_transfer', { value_date: '2026-12-01' });
    expect(await client.instances.get(id)).toMatchObject({ status: 'completed' });
  });

  it('ask again for the approval of an invoice that was clarified, or reject it', async () => {
    const id = await start('invoice-approval', { supplier: 'Paper', invoice_number: '7', amount: 6000 });
    expect((await openTask(id, 'approve_invoice')).priority).toBe(80);
    await complete(id, 'approve_invoice', { approved: false, comment: 'Too much' });
    await complete(id, 'clarify', { clarified: true });
    await complete(id, 'approve_invoice', { approved: false });
    await complete(id, 'clarify', { clarified: false });
    expect(await client.instances.get(id)).toMatchObject({ status: 'completed', active_elements: [] });
    const { activities } = await client.instances.activities(id);
    expect(activities.filter(({ element_id }) => element_id === 'approve_invoice')).toHaveLength(2);
    expect(activities.at(-1)?.element_id).toBe('invoice_rejected');
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
