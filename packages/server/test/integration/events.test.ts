import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { bpmn, messages, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const order = bpmn({
  id: 'order',
  roots: messages('paid', 'ordered') + signals('closing'),
  nodes: `<startEvent id="ordered">${onMessage('ordered')}</startEvent>
    <startEvent id="by-hand" />
    <intermediateCatchEvent id="pay">${onMessage('paid')}</intermediateCatchEvent>
    <receiveTask id="poke" />
    <userTask id="pack" name="pack" />
    <boundaryEvent id="broken" attachedToRef="pack"><errorEventDefinition errorRef="e_broken" /></boundaryEvent>
    <boundaryEvent id="late" attachedToRef="pack" cancelActivity="false">
      <escalationEventDefinition escalationRef="e_late" />
    </boundaryEvent>
    <endEvent id="end" /><endEvent id="failed" /><endEvent id="told" />`,
  flows: ['ordered > pay > poke > pack > end', 'by-hand > pay', 'broken > failed', 'late > told'],
}).replace(
  '<process ',
  '<error id="e_broken" errorCode="broken" /><escalation id="e_late" escalationCode="late" /><process ',
);
const closing = bpmn({
  id: 'closing',
  roots: signals('closing'),
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="hear">${onSignal('closing')}</intermediateCatchEvent><endEvent id="end" />`,
  flows: ['start > hear > end'],
});
const stock = bpmn({
  id: 'stock',
  nodes: `<startEvent id="low"><conditionalEventDefinition><condition xsi:type="tFormalExpression">=stock &lt; 10</condition></conditionalEventDefinition></startEvent>
    <userTask id="refill" name="refill" /><endEvent id="end" />`,
  flows: ['low > refill > end'],
});

interface Started {
  readonly instance_id: string;
}
interface Delivered {
  readonly result: string;
  readonly instance_ids: readonly string[];
}

describe.each(testStores)('events over HTTP on %s', (database) => {
  let server: TestServer;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    api = await server.api();
    for (const definition of [order, closing, stock]) {
      const { status } = await api.post('/processes', { definition, format: 'bpmn_xml' });
      expect(status).toBe(200);
    }
  });
  afterAll(() => server.stop());

  async function send(path: string, body: object): Promise<Delivered> {
    const answer = await api.post(path, body);
    expect([answer.status, answer.body]).toMatchObject([200, {}]);
    return dataOf<Delivered>(answer);
  }
  async function ordered(): Promise<string> {
    const { result, instance_ids: ids } = await send('/messages', { name: 'ordered', business_key: 'B-1' });
    expect(result).toBe('started');
    return ids[0] ?? '';
  }
  async function elementAt(instanceId: string, elementId: string): Promise<string> {
    const { active_elements: active } = dataOf<{
      active_elements: { element_id: string; element_instance_id: string }[];
    }>(await api.get(`/instances/${instanceId}`));
    return active.find((element) => element.element_id === elementId)?.element_instance_id ?? '';
  }
  async function atPack(): Promise<{ readonly instanceId: string; readonly taskId: string }> {
    const instanceId = await ordered();
    await send('/messages', { name: 'paid', instance_id: instanceId });
    const poke = await elementAt(instanceId, 'poke');
    await api.post(`/instances/${instanceId}/activities/${poke}/trigger`, {});
    return { instanceId, taskId: await elementAt(instanceId, 'pack') };
  }

  it('a message starts a process and reaches the instance it is meant for', async () => {
    const instanceId = await ordered();
    const listed = dataOf<{ subscriptions: object[] }>(
      await api.get(`/instances/${instanceId}/subscriptions`),
    );
    expect(listed.subscriptions).toMatchObject([{ type: 'message', name: 'paid', element_id: 'pay' }]);
    expect(await send('/messages', { name: 'paid', business_key: 'B-2' })).toMatchObject({ result: 'none' });
    expect(
      await send('/messages', { name: 'paid', instance_id: instanceId, variables: { amount: 5 } }),
    ).toEqual({ result: 'correlated', instance_ids: [instanceId] });
  });

  it('a message is kept as long as it is told', async () => {
    const body = { name: 'paid', business_key: 'B-9', time_to_live: 'PT1H', message_id: 'm-1' };
    expect(await send('/messages', body)).toEqual({ result: 'buffered', instance_ids: [] });
    const again = await api.post('/messages', body);
    expect([again.status, codeOf(again)]).toEqual([409, 'CONFLICT']);
    await api.post('/clock', { advance: 'PT2H' });
    await api.post('/processes/order/instances', { business_key: 'B-9', start_element: 'by-hand' });
    expect(await send('/messages', { ...body, time_to_live: 0 })).toMatchObject({ result: 'correlated' });
  });

  it('an element that waits for nothing is triggered by its id', async () => {
    const { instanceId, taskId } = await atPack();
    expect(taskId).not.toBe('');
    const answer = await api.post(`/instances/${instanceId}/activities/${taskId}/trigger`, {});
    expect([answer.status, codeOf(answer)]).toEqual([409, 'CONFLICT']);
  });

  it('a task ends with an error the process catches, or escalates and stays', async () => {
    const { instanceId, taskId } = await atPack();
    await api.post(`/tasks/${taskId}/escalate`, { escalation_code: 'late' });
    expect(await elementAt(instanceId, 'pack')).toBe(taskId);
    const { status } = await api.post(`/tasks/${taskId}/error`, { error_code: 'broken' });
    expect(status).toBe(200);
    const instance = dataOf<{ status: string }>(await api.get(`/instances/${instanceId}`));
    expect(instance.status).toBe('completed');
  });

  it('a signal tells how many heard it', async () => {
    const started = await api.post('/processes/closing/instances', {});
    const { instance_id: instanceId } = dataOf<Started>(started);
    const answer = await api.post('/signals', { name: 'closing' });
    expect(dataOf(answer)).toEqual({ received_by: 1, instance_ids: [instanceId] });
  });

  it('conditions start what they hold for', async () => {
    expect((await send('/conditions', { variables: { stock: 50 } })).instance_ids).toEqual([]);
    expect((await send('/conditions', { variables: { other: 1 } })).instance_ids).toEqual([]);
    const { instance_ids: ids } = await send('/conditions', { variables: { stock: 5 } });
    expect(ids).toHaveLength(1);
    expect(await elementAt(ids[0] ?? '', 'refill')).not.toBe('');
  });
});
