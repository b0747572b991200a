import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bpmn } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const invoice = bpmn({
  id: 'invoice',
  nodes: `<laneSet id="lanes">
      <lane id="sales" name="sales"><flowNodeRef>ask</flowNodeRef><flowNodeRef>named</flowNodeRef></lane>
      <lane id="office" name="office"><flowNodeRef>part</flowNodeRef></lane>
    </laneSet>
    <startEvent id="start" />
    <userTask id="ask" name="ask" />
    <userTask id="named" name="named" camunda:candidateGroups="managers" />
    <subProcess id="part"><startEvent id="s" /><userTask id="inner" name="inner" /><endEvent id="e" />
      <sequenceFlow id="s_inner" sourceRef="s" targetRef="inner" /><sequenceFlow id="inner_e" sourceRef="inner" targetRef="e" />
    </subProcess><endEvent id="end" />`,
  flows: ['start > ask > end', 'start > named > end', 'start > part > end'],
});

describe.each(testStores)('lanes over HTTP on %s', (database) => {
  let server: TestServer;
  let admin: Client;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    admin = await server.client({ tenantId: 'acme', userId: 'root', roles: ['admin'] });
    await admin.processes.deployXml(invoice);
    await admin.instances.start('invoice');
  });
  afterAll(() => server.stop());

  const member = (group: string) =>
    server.client({ tenantId: 'acme', userId: `of-${group}`, roles: ['user'], groups: [group] });
  async function tasksOf(group: string): Promise<string[]> {
    const { tasks } = await (await member(group)).tasks.list();
    return tasks.map(({ name }) => name);
  }

  it('name the group of the tasks that name nobody, also inside a subprocess', async () => {
    expect(await tasksOf('sales')).toEqual(['ask']);
    expect(await tasksOf('office')).toEqual(['inner']);
    expect(await tasksOf('managers')).toEqual(['named']);
    expect(await tasksOf('others')).toEqual([]);
  });

  it('let the members of that group take the task', async () => {
    const sales = await member('sales');
    const [task] = (await sales.tasks.list()).tasks;
    expect((await sales.tasks.get(task?.id ?? '')).candidate_groups).toEqual(['sales']);
    expect(await sales.tasks.claim(task?.id ?? '')).toMatchObject({ assignee: 'of-sales' });
  });
});
