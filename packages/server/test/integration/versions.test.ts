import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { bpmn, messages, onMessage } from '../../src/testing/bpmn.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

/** A process of one task that names the version it was written as. */
const written = (id: string, as: string) =>
  bpmn({
    id,
    nodes: `<startEvent id="start" /><userTask id="${as}" name="${as}" /><endEvent id="end" />`,
    flows: [`start > ${as} > end`],
  });
const byMessage = (as: string) =>
  bpmn({
    id: 'mailed',
    roots: messages('letter', `letter-${as}`),
    nodes: `<startEvent id="start" />
      <startEvent id="anyLetter">${onMessage('letter')}</startEvent>
      <startEvent id="ownLetter">${onMessage(`letter-${as}`)}</startEvent>
      <userTask id="${as}" name="${as}" /><endEvent id="end" />`,
    flows: [`start > ${as} > end`, `anyLetter > ${as}`, `ownLetter > ${as}`],
  });
const everyHour = (as: string) =>
  bpmn({
    id: 'hourly',
    nodes: `<startEvent id="tick"><timerEventDefinition><timeCycle xsi:type="tFormalExpression">R/PT1H</timeCycle></timerEventDefinition></startEvent>
      <userTask id="${as}" name="${as}" /><endEvent id="end" />`,
    flows: [`tick > ${as} > end`],
  });
/** The caller and what it calls in one file; each call is bound in its own way. */
const calling = (as: string) =>
  bpmn({
    id: 'caller',
    nodes: `<startEvent id="start" />
      <callActivity id="latest" calledElement="called" />
      <callActivity id="pinned" calledElement="called" camunda:calledElementBinding="version" camunda:calledElementVersion="1" />
      <callActivity id="together" calledElement="called" camunda:calledElementBinding="deployment" />
      <endEvent id="end" />`,
    flows: ['start > latest > end', 'start > pinned > end', 'start > together > end'],
  }).replace(
    '</definitions>',
    `<process id="called" isExecutable="true"><startEvent id="c_start" /><userTask id="${as}" name="${as}" /><endEvent id="c_end" />
      <sequenceFlow id="c1" sourceRef="c_start" targetRef="${as}" /><sequenceFlow id="c2" sourceRef="${as}" targetRef="c_end" /></process></definitions>`,
  );

describe.each(testStores)('versions over HTTP on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
  });
  afterAll(() => server.stop());

  async function at(instanceId: string): Promise<string[]> {
    const { active_elements: active } = await client.instances.get(instanceId);
    return active.map(({ element_id: id }) => id);
  }

  it('start the newest by the id of the process, any by the id of its definition', async () => {
    const first = await client.processes.deployXml(written('order', 'one'));
    const running = await client.instances.start('order');
    const second = await client.processes.deployXml(written('order', 'two'));
    expect([first.version, second.version]).toEqual([1, 2]);
    const newest = await client.instances.start('order');
    const older = await client.instances.start(first.definition_id);
    expect([newest.version, older.version]).toEqual([2, 1]);
    expect(await at(newest.instance_id)).toEqual(['two']);
    expect(await at(older.instance_id)).toEqual(['one']);
    expect(await client.instances.get(running.instance_id)).toMatchObject({
      version: 1,
      definition_id: first.definition_id,
      active_elements: [{ element_id: 'one' }],
    });
    const [task] = (await client.tasks.list({ instance_id: running.instance_id })).tasks;
    await client.tasks.complete(task?.id ?? '');
    expect((await client.instances.get(running.instance_id)).status).toBe('completed');
    const { versions } = await client.processes.versions('order');
    expect(versions.map(({ version, status }) => [version, status])).toEqual([
      [2, 'active'],
      [1, 'active'],
    ]);
  });

  it('with the content of the newest are not made again; an older content is a new version', async () => {
    const first = await client.processes.deployXml(written('same', 'one'));
    expect(await client.processes.deployXml(written('same', 'one'))).toEqual(first);
    await client.processes.deployXml(written('same', 'two'));
    const third = await client.processes.deployXml(written('same', 'one'));
    expect(third.version).toBe(3);
    expect(third.definition_id).not.toBe(first.definition_id);
  });

  it('are called as the call activity is bound: newest, one by number, the one deployed with the caller', async () => {
    await client.processes.deployXml(calling('one'));
    const caller = await client.processes.deployXml(calling('two'));
    await client.processes.deployXml(written('called', 'three'));
    const { instance_id: instanceId } = await client.instances.start(caller.definition_id);
    const calledBy = await eventually(
      async () => (await client.processes.instances('called', { status: 'active' })).instances,
      (instances) => instances.length === 3,
    );
    expect(calledBy.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
    expect((await at(instanceId)).sort()).toEqual(['latest', 'pinned', 'together']);
    const places = await Promise.all(calledBy.map(({ instance_id: id }) => at(id)));
    expect(places.flat().sort()).toEqual(['one', 'three', 'two']);
  });

  it('are started by messages as the newest one alone', async () => {
    await client.processes.deployXml(byMessage('one'));
    const started = await client.events.publishMessage({ name: 'letter' });
    await client.processes.deployXml(byMessage('two'));
    const next = await client.events.publishMessage({ name: 'letter' });
    expect([started.result, next.result, next.instance_ids.length]).toEqual(['started', 'started', 1]);
    expect(await at(started.instance_ids[0] ?? '')).toEqual(['one']);
    expect(await at(next.instance_ids[0] ?? '')).toEqual(['two']);
    expect((await client.events.publishMessage({ name: 'letter-one' })).result).toBe('none');
    expect((await client.events.publishMessage({ name: 'letter-two' })).result).toBe('started');
  });

  it('are started by timers as the newest one alone', async () => {
    await client.processes.deployXml(everyHour('one'));
    await client.system.setClock({ advance: 'PT1H' });
    await client.processes.deployXml(everyHour('two'));
    await client.system.setClock({ advance: 'PT2H' });
    const { instances } = await client.processes.instances('hourly');
    expect(instances.map(({ version }) => version).sort()).toEqual([1, 2, 2]);
    await client.processes.remove('hourly', { cascade: true });
    await client.system.setClock({ advance: 'PT3H' });
    expect((await client.instances.list({ process_id: 'hourly', status: 'active' })).instances).toEqual([]);
  });

  it('that are deleted leave the one before as the newest, and stay readable', async () => {
    const first = await client.processes.deployXml(byMessage('three'));
    const second = await client.processes.deployXml(byMessage('four'));
    for (const { instance_id: id } of (await client.processes.instances('mailed', { status: 'active' }))
      .instances)
      await client.instances.cancel(id);
    const running = await client.instances.start(first.definition_id);
    const refused = await api.call('DELETE', `/processes/${second.definition_id}`);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'PROCESS_IN_USE']);
    await client.instances.cancel(running.instance_id);
    expect(await client.processes.remove(second.definition_id)).toMatchObject({ deleted_versions: 1 });
    expect((await client.instances.start('mailed')).version).toBe(first.version);
    const mailed = await client.events.publishMessage({ name: 'letter' });
    expect(await at(mailed.instance_ids[0] ?? '')).toEqual(['three']);
    const archived = await api.post(`/processes/${second.definition_id}/instances`, {});
    expect([archived.status, codeOf(archived)]).toEqual([409, 'CONFLICT']);
    expect((await client.processes.get(second.definition_id)).status).toBe('archived');
    const again = await client.processes.deployXml(byMessage('four'));
    expect(again.version).toBe(second.version + 1);
  });

  it('that are not there make a call an incident, which is resolved once they are', async () => {
    const pinned = bpmn({
      id: 'early',
      nodes: `<startEvent id="start" /><callActivity id="call" calledElement="later" camunda:calledElementBinding="version" camunda:calledElementVersion="2" /><endEvent id="end" />`,
      flows: ['start > call > end'],
    });
    await client.processes.deployXml(pinned);
    await client.processes.deployXml(written('later', 'one'));
    const { instance_id: instanceId } = await client.instances.start('early');
    const [incident] = await eventually(
      async () => (await client.instances.get(instanceId)).incidents,
      (incidents) => incidents.length > 0,
    );
    expect(incident?.code).toBe('CALLED_PROCESS_NOT_FOUND');
    await client.processes.deployXml(written('later', 'two'));
    await client.incidents.resolve(incident?.incident_id ?? '');
    const [called] = await eventually(
      async () => (await client.processes.instances('later')).instances,
      (instances) => instances.length > 0,
    );
    expect(called?.version).toBe(2);
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
