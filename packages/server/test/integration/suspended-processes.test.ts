import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { bpmn, messages, onCycle, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { oneTask, sequence, userTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('suspended processes over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  const countOf = async (process: string): Promise<number> =>
    (await client.instances.list({ process_id: process })).instances.length;

  const startedBy = (id: string, definition: string, roots = ''): string =>
    bpmn({
      id,
      roots,
      nodes: `<startEvent id="s">${definition}</startEvent><userTask id="a" />`,
      flows: ['s > a'],
    });

  it('start nothing until they are resumed, and are shown as suspended', async () => {
    await client.processes.deploy(oneTask);
    expect(await client.processes.suspend('one-task')).toEqual({
      process_id: 'one-task',
      status: 'suspended',
      versions: 1,
      batch_id: null,
    });
    const refused = await api.post('/processes/one-task/instances', {});
    expect([refused.status, codeOf(refused)]).toEqual([409, 'PROCESS_SUSPENDED']);
    expect((await client.processes.get('one-task')).status).toBe('suspended');
    expect((await client.processes.versions('one-task')).versions).toMatchObject([{ status: 'suspended' }]);
    const { processes } = await client.processes.list();
    expect(processes.find(({ process_id }) => process_id === 'one-task')?.status).toBe('suspended');
    expect(await client.processes.resume('one-task')).toMatchObject({ status: 'active', versions: 1 });
    expect((await client.instances.start('one-task')).status).toBe('active');
  });

  it('do not fall back to an older version, and one version can be suspended alone', async () => {
    const first = await client.processes.deploy(sequence('versions', userTask('a')));
    const second = await client.processes.deploy(sequence('versions', userTask('b')));
    expect(await client.processes.suspend(second.definition_id)).toMatchObject({ versions: 1 });
    expect(codeOf(await api.post('/processes/versions/instances', {}))).toBe('PROCESS_SUSPENDED');
    expect((await client.instances.start(first.definition_id)).version).toBe(1);
    expect(await client.processes.suspend('versions')).toMatchObject({ versions: 2 });
    expect(codeOf(await api.post(`/processes/${first.definition_id}/instances`, {}))).toBe(
      'PROCESS_SUSPENDED',
    );
    const third = await client.processes.deploy(sequence('versions', userTask('c')));
    expect((await client.instances.start('versions')).definition_id).toBe(third.definition_id);
  });

  it('are started by a message kept meanwhile once they are resumed', async () => {
    await client.processes.deployXml(startedBy('by_message', onMessage('hello'), messages('hello')));
    await client.processes.suspend('by_message');
    expect(await client.events.publishMessage({ name: 'hello' })).toMatchObject({ result: 'none' });
    expect(await client.events.publishMessage({ name: 'hello', time_to_live: 'PT1H' })).toMatchObject({
      result: 'buffered',
    });
    expect(await countOf('by_message')).toBe(0);
    await client.processes.resume('by_message');
    await eventually(
      () => countOf('by_message'),
      (count) => count === 1,
    );
  });

  it('hear no signal and no condition', async () => {
    await client.processes.deployXml(startedBy('by_signal', onSignal('alarm'), signals('alarm')));
    await client.processes.deployXml(
      startedBy(
        'by_condition',
        '<conditionalEventDefinition><condition>=heat &gt; 90</condition></conditionalEventDefinition>',
      ),
    );
    await client.processes.suspend('by_signal');
    await client.processes.suspend('by_condition');
    expect(await client.events.broadcastSignal({ name: 'alarm' })).toMatchObject({ received_by: 0 });
    const hot = { variables: { heat: 99 } };
    expect(await client.events.evaluateConditions(hot)).toEqual({ instance_ids: [] });
    await client.processes.resume('by_signal');
    await client.processes.resume('by_condition');
    expect(await client.events.broadcastSignal({ name: 'alarm' })).toMatchObject({ received_by: 1 });
    expect((await client.events.evaluateConditions(hot)).instance_ids).toHaveLength(1);
  });

  it('let the times of their timers pass', async () => {
    await client.processes.deployXml(startedBy('by_time', onCycle('R/PT1H')));
    await api.post('/clock', { advance: 'PT61M' });
    expect(await countOf('by_time')).toBe(1);
    await client.processes.suspend('by_time');
    await api.post('/clock', { advance: 'PT5H' });
    expect(await countOf('by_time')).toBe(1);
    await client.processes.resume('by_time');
    expect(await countOf('by_time')).toBe(1);
    await api.post('/clock', { advance: 'PT1H' });
    expect(await countOf('by_time')).toBe(2);
  });

  it('that are called are an incident, which is tried again once they are resumed', async () => {
    await client.processes.deploy(sequence('called', userTask('a')));
    await client.processes.deployXml(
      bpmn({
        id: 'caller',
        nodes: '<startEvent id="s" /><callActivity id="call" calledElement="called" /><endEvent id="e" />',
        flows: ['s > call > e'],
      }),
    );
    await client.processes.suspend('called');
    const { instance_id: id } = await client.instances.start('caller');
    const { incidents } = await client.instances.get(id);
    expect(incidents).toMatchObject([{ code: 'CALLED_PROCESS_SUSPENDED', element_id: 'call' }]);
    await client.processes.resume('called');
    await client.incidents.resolve(incidents[0]?.incident_id ?? '');
    expect((await client.instances.get(id)).incidents).toEqual([]);
    expect(await countOf('called')).toBe(1);
  });

  it('take their instances with them in a batch', async () => {
    await client.processes.deploy(sequence('whole', userTask('a')));
    const ids = await Promise.all(
      [1, 2].map(async () => (await client.instances.start('whole')).instance_id),
    );
    const status = async () =>
      new Set(await Promise.all(ids.map(async (id) => (await client.instances.get(id)).status)));
    const suspended = await client.processes.suspend('whole', { include_instances: true, reason: 'night' });
    await eventually(
      () => client.batches.get(suspended.batch_id ?? ''),
      (batch) => batch.status === 'completed' && batch.done === 2,
    );
    expect(await status()).toEqual(new Set(['suspended']));
    const resumed = await client.processes.resume('whole', { include_instances: true });
    await eventually(
      () => client.batches.get(resumed.batch_id ?? ''),
      (batch) => batch.status === 'completed' && batch.done === 2,
    );
    expect(await status()).toEqual(new Set(['active']));
  });

  it('cannot be what does not exist or is archived', async () => {
    const { definition_id: id } = await client.processes.deploy(sequence('old', userTask('a')));
    await client.processes.remove('old');
    const archived = await api.post(`/processes/${id}/suspend`);
    expect([archived.status, codeOf(archived)]).toEqual([409, 'CONFLICT']);
    const missing = await api.post('/processes/none/suspend');
    expect([missing.status, codeOf(missing)]).toEqual([404, 'NOT_FOUND']);
    const wrong = await api.post('/processes/one-task/suspend', { include_instances: 'yes' });
    expect([wrong.status, codeOf(wrong)]).toEqual([422, 'VALIDATION_FAILED']);
  });
});

describe('suspending a process', () => {
  it('takes a permission of its own, and another for its instances', async () => {
    const server = await startTestServer({ database: 'pglite', authMode: 'jwt' });
    const operator = await server.client({ roles: ['operator'] });
    await operator.processes.deploy(oneTask);
    const user = await server.api({ roles: ['user'] });
    const some = await server.api({ roles: ['user'], permissions: ['process_suspend'] });
    const stranger = await server.api({ tenantId: 'other', roles: ['operator'] });
    const path = '/processes/one-task/suspend';
    expect((await user.post(path)).status).toBe(403);
    expect((await some.post(path, { include_instances: true })).status).toBe(403);
    expect((await some.post(path)).status).toBe(200);
    expect((await stranger.post(path)).status).toBe(404);
    await server.stop();
  });
});
