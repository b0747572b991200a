import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { bpmn, onCycle, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const duration = (text: string) =>
  `<timerEventDefinition><timeDuration xsi:type="tFormalExpression">${text}</timeDuration></timerEventDefinition>`;
const condition = (text: string) =>
  `<conditionalEventDefinition><condition xsi:type="tFormalExpression">=${text}</condition></conditionalEventDefinition>`;
const inputs = (...pairs: readonly (readonly [string, string])[]) =>
  `<extensionElements><zeebe:ioMapping>${pairs
    .map(([source, target]) => `<zeebe:input source="${source}" target="${target}" />`)
    .join('')}</zeebe:ioMapping></extensionElements>`;

/** Every kind of event that waits, in every place it can wait in. */
const everything = bpmn({
  id: 'everything',
  roots: `<message id="m_paid" name="paid"><extensionElements><zeebe:subscription correlationKey="=order" /></extensionElements></message>
    <message id="m_note" name="note" />${signals('closing')}`,
  nodes: `<startEvent id="start" />
    <userTask id="work" name="work" />
    <boundaryEvent id="remind" attachedToRef="work" cancelActivity="false">${onCycle('R3/PT1H')}</boundaryEvent>
    <boundaryEvent id="late" name="Too late" attachedToRef="work">${duration('P1D')}</boundaryEvent>
    <boundaryEvent id="much" name="Much" attachedToRef="work">${condition('amount > 10')}</boundaryEvent>
    <receiveTask id="wait" messageRef="m_paid" />
    <eventBasedGateway id="first" />
    <intermediateCatchEvent id="hear">${onSignal('closing')}</intermediateCatchEvent>
    <intermediateCatchEvent id="pause">${duration('PT2H')}</intermediateCatchEvent>
    <receiveTask id="poke" />
    <subProcess id="noted" triggeredByEvent="true">
      <startEvent id="onNote" isInterrupting="false">${onMessage('note')}</startEvent><endEvent id="noteEnd" />
      <sequenceFlow id="onNote_noteEnd" sourceRef="onNote" targetRef="noteEnd" />
    </subProcess>
    <endEvent id="end" />`,
  flows: [
    'start > work > end',
    'start > wait > end',
    'start > first > hear > end',
    'first > pause > end',
    'start > poke > end',
    'remind > end',
    'late > end',
    'much > end',
  ],
});
const scoped = bpmn({
  id: 'scoped',
  nodes: `<startEvent id="start" />
    <subProcess id="part">${inputs(['=1', 'own'])}
      <startEvent id="s" /><userTask id="work" name="work">${inputs(['=own + 1', 'more'])}</userTask><endEvent id="e" />
      <sequenceFlow id="s_work" sourceRef="s" targetRef="work" /><sequenceFlow id="work_e" sourceRef="work" targetRef="e" />
    </subProcess><endEvent id="end" />`,
  flows: ['start > part > end'],
});
const charge = bpmn({
  id: 'charge',
  roots:
    '<error id="e_declined" errorCode="DECLINED" /><escalation id="x_late" escalationCode="LATE" /><escalation id="x_stop" escalationCode="STOP" />',
  nodes: `<startEvent id="start" /><userTask id="pay" name="pay" />
    <boundaryEvent id="declined" attachedToRef="pay"><errorEventDefinition errorRef="e_declined" camunda:errorCodeVariable="code" camunda:errorMessageVariable="text" /></boundaryEvent>
    <boundaryEvent id="late" attachedToRef="pay" cancelActivity="false"><escalationEventDefinition escalationRef="x_late" /></boundaryEvent>
    <boundaryEvent id="stop" attachedToRef="pay"><escalationEventDefinition escalationRef="x_stop" /></boundaryEvent>
    <userTask id="ask" name="ask" /><userTask id="remind" name="remind" /><userTask id="leave" name="leave" /><endEvent id="end" />`,
  flows: ['start > pay > end', 'declined > ask > end', 'late > remind > end', 'stop > leave > end'],
});
const stock = bpmn({
  id: 'stock',
  nodes: `<startEvent id="low">${condition('stock &lt; 10')}</startEvent><userTask id="refill" name="refill" /><endEvent id="end" />`,
  flows: ['low > refill > end'],
});

const nothing = '01890000-0000-7000-8000-000000000000';

describe.each(testStores)('what an instance waits for over HTTP on %s', (database) => {
  const admin = { tenantId: 'acme', userId: 'root', roles: ['admin'] };
  let server: TestServer;
  let client: Client;
  let api: Api;
  let globex: Api;
  let user: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt', testClock: true });
    client = await server.client(admin);
    api = await server.api(admin);
    globex = await server.api({ ...admin, tenantId: 'globex' });
    user = await server.api({ ...admin, userId: 'ursula', roles: ['user'] });
    for (const xml of [everything, scoped, charge, stock]) await client.processes.deployXml(xml);
  });
  afterAll(() => server.stop());

  async function elementAt(instanceId: string, elementId: string): Promise<string> {
    const { active_elements: active } = await client.instances.get(instanceId);
    return active.find((element) => element.element_id === elementId)?.element_instance_id ?? '';
  }
  async function activeIn(instanceId: string): Promise<string[]> {
    const { active_elements: active } = await client.instances.get(instanceId);
    return active.map(({ element_id: id }) => id).sort();
  }
  const start = async (processId: string, variables = {}) =>
    (await client.instances.start(processId, { variables })).instance_id;
  async function refused(who: Api, path: string, body: unknown): Promise<readonly [number, string]> {
    const answer = await who.post(path, body);
    return [answer.status, codeOf(answer)];
  }
  const hoursAfter = (now: string, hours: number) =>
    new Date(Date.parse(now) + hours * 3_600_000).toISOString();

  it('is listed for every kind, with what it waits for and until when', async () => {
    const before = (await client.system.clock()).now;
    const instanceId = await start('everything', { order: 'A-1', amount: 1 });
    const { subscriptions } = await client.instances.subscriptions(instanceId);
    const work = await elementAt(instanceId, 'work');
    const first = await elementAt(instanceId, 'first');
    const pause = subscriptions.find(({ element_id: id }) => id === 'pause')?.due_at ?? '';
    const began = hoursAfter(pause, -2);
    expect(before <= began && began <= (await client.system.clock()).now).toBe(true);
    const byElement = subscriptions.toSorted((a, b) => (a.element_id < b.element_id ? -1 : 1));
    expect(byElement).toEqual([
      { type: 'signal', name: 'closing', element_id: 'hear', element_instance_id: first },
      {
        type: 'timer',
        name: 'Too late',
        element_id: 'late',
        element_instance_id: work,
        due_at: hoursAfter(began, 24),
      },
      { type: 'conditional', name: 'Much', element_id: 'much', element_instance_id: work },
      { type: 'message', name: 'note', element_id: 'onNote', element_instance_id: instanceId },
      {
        type: 'timer',
        name: null,
        element_id: 'pause',
        element_instance_id: first,
        due_at: hoursAfter(began, 2),
      },
      {
        type: 'timer',
        name: null,
        element_id: 'remind',
        element_instance_id: work,
        due_at: hoursAfter(began, 1),
      },
      {
        type: 'message',
        name: 'paid',
        element_id: 'wait',
        element_instance_id: await elementAt(instanceId, 'wait'),
        correlation_key: 'A-1',
      },
    ]);
  });

  it('is followed by when a cycle fires next, and ends with what it belonged to', async () => {
    const instanceId = await start('everything', { order: 'A-2', amount: 1 });
    const waitingFor = async () => (await client.instances.subscriptions(instanceId)).subscriptions;
    const remindedAt = async () =>
      (await waitingFor()).find(({ element_id: id }) => id === 'remind')?.due_at ?? '';
    const first = await remindedAt();
    await client.system.setClock({ advance: 'PT1H' });
    expect(await remindedAt()).toBe(hoursAfter(first, 1));
    await client.events.broadcastSignal({ name: 'closing', instance_id: instanceId });
    await client.instances.setVariables(instanceId, { variables: { amount: 11 } });
    expect((await waitingFor()).map(({ element_id: id }) => id).sort()).toEqual(['onNote', 'wait']);
    await client.instances.cancel(instanceId);
    expect(await waitingFor()).toEqual([]);
  });

  it('is triggered by its id where it waits for nothing else', async () => {
    const instanceId = await start('everything', { order: 'A-3', amount: 1 });
    const poke = await elementAt(instanceId, 'poke');
    const trigger = `/instances/${instanceId}/activities/${poke}/trigger`;
    expect(await refused(globex, trigger, {})).toEqual([404, 'NOT_FOUND']);
    expect(await refused(user, trigger, {})).toEqual([403, 'FORBIDDEN']);
    expect(await refused(api, trigger, { variables: 1 })).toEqual([422, 'VALIDATION_FAILED']);
    for (const other of ['work', 'wait', 'first']) {
      const path = `/instances/${instanceId}/activities/${await elementAt(instanceId, other)}/trigger`;
      expect(await refused(api, path, {})).toEqual([409, 'CONFLICT']);
    }
    const first = await api.post(trigger, { variables: { poked: 1 } }, `poke-${instanceId}`);
    const again = await api.post(trigger, { variables: { poked: 1 } }, `poke-${instanceId}`);
    expect([first.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
      200,
      first.text,
      'true',
    ]);
    expect((await client.instances.get(instanceId)).variables).toMatchObject({ poked: 1 });
    expect(await refused(api, trigger, {})).toEqual([409, 'CONFLICT']);
    expect(await refused(api, `/instances/${instanceId}/activities/${nothing}/trigger`, {})).toEqual([
      409,
      'CONFLICT',
    ]);
    expect(await refused(api, `/instances/${nothing}/activities/${poke}/trigger`, {})).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });

  it('has variables of its own, which only its instance shows', async () => {
    const instanceId = await start('scoped');
    const [part, work] = [await elementAt(instanceId, 'part'), await elementAt(instanceId, 'work')];
    expect(await client.instances.localVariables(instanceId, part)).toEqual({ variables: { own: 1 } });
    expect(await client.instances.localVariables(instanceId, work)).toEqual({ variables: { more: 2 } });
    const other = await start('scoped');
    for (const [who, path] of [
      [api, `/instances/${other}/activities/${work}/variables`],
      [api, `/instances/${instanceId}/activities/${nothing}/variables`],
      [api, `/instances/${instanceId}/activities/no-id/variables`],
      [globex, `/instances/${instanceId}/activities/${work}/variables`],
    ] as const) {
      const answer = await who.get(path);
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, 'NOT_FOUND']);
    }
    await client.tasks.complete(work, { variables: { own: 5, found: 2 } });
    expect((await client.instances.get(instanceId)).variables).toEqual({ found: 2 });
    expect((await api.get(`/instances/${instanceId}/activities/${work}/variables`)).status).toBe(404);
  });

  it('ends with an error of a task, whose code and message the process may keep', async () => {
    const instanceId = await start('charge');
    const pay = await elementAt(instanceId, 'pay');
    expect(await refused(globex, `/tasks/${pay}/error`, { error_code: 'DECLINED' })).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(await refused(api, `/tasks/${pay}/error`, {})).toEqual([422, 'VALIDATION_FAILED']);
    await client.tasks.error(pay, { error_code: 'DECLINED', message: 'limit', variables: { card: 'c' } });
    expect(await activeIn(instanceId)).toEqual(['ask']);
    expect((await client.instances.get(instanceId)).variables).toEqual({
      code: 'DECLINED',
      text: 'limit',
      card: 'c',
    });
    expect(await refused(api, `/tasks/${pay}/error`, { error_code: 'DECLINED' })).toEqual([
      409,
      'TASK_NOT_ACTIVE',
    ]);
  });

  it('ends the instance as failed with an error nobody catches', async () => {
    const instanceId = await start('charge');
    await client.tasks.error(await elementAt(instanceId, 'pay'), { error_code: 'BROKEN' });
    expect(await client.instances.get(instanceId)).toMatchObject({ status: 'failed', active_elements: [] });
  });

  it('goes on beside an escalation of a task, unless what catches it interrupts the task', async () => {
    const instanceId = await start('charge');
    const pay = await elementAt(instanceId, 'pay');
    expect(await refused(globex, `/tasks/${pay}/escalate`, { escalation_code: 'LATE' })).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(await refused(api, `/tasks/${pay}/escalate`, {})).toEqual([422, 'VALIDATION_FAILED']);
    await client.tasks.escalate(pay, { escalation_code: 'LATE', variables: { hours: 3 } });
    await client.tasks.escalate(pay, { escalation_code: 'UNHEARD', variables: { lost: 1 } });
    expect(await activeIn(instanceId)).toEqual(['pay', 'remind']);
    await client.tasks.escalate(pay, { escalation_code: 'STOP' });
    expect(await activeIn(instanceId)).toEqual(['leave', 'remind']);
    expect((await client.instances.get(instanceId)).variables).toEqual({ hours: 3 });
    expect(await refused(api, `/tasks/${pay}/escalate`, { escalation_code: 'LATE' })).toEqual([
      409,
      'TASK_NOT_ACTIVE',
    ]);
  });

  it('begins where a condition of a start event holds, with what it was evaluated with', async () => {
    expect(await client.events.evaluateConditions({ variables: { stock: 50 } })).toEqual({
      instance_ids: [],
    });
    const { instance_ids: ids } = await client.events.evaluateConditions({ variables: { stock: 5 } });
    expect(ids).toHaveLength(1);
    const instance = await client.instances.get(ids[0] ?? '');
    expect(instance).toMatchObject({ process_id: 'stock', variables: { stock: 5 } });
    const foreign = await globex.post('/conditions', { variables: { stock: 5 } });
    expect(foreign.body).toMatchObject({ data: { instance_ids: [] } });
    const nobody = await server.api({ tenantId: 'acme', userId: 'noel', roles: [] });
    expect(await refused(nobody, '/conditions', { variables: { stock: 5 } })).toEqual([403, 'FORBIDDEN']);
    expect(await refused(api, '/conditions', {})).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
