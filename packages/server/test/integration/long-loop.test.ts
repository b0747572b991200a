import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, dataOf } from '../../src/testing/api.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

/** Counts `n` up to `to`, three steps at a time: gateway, script, gateway. */
const counting = bpmn({
  id: 'counting',
  nodes: `<startEvent id="start" /><exclusiveGateway id="again" />
    <scriptTask id="count" scriptFormat="feel" camunda:resultVariable="n"><script>n + 1</script></scriptTask>
    <exclusiveGateway id="done" default="done_again" /><endEvent id="end" />`,
  flows: ['start > again > count > done > again'],
}).replace(
  '</process>',
  `<sequenceFlow id="enough" sourceRef="done" targetRef="end">
     <conditionExpression xsi:type="tFormalExpression">\${n &gt;= to}</conditionExpression>
   </sequenceFlow></process>`,
);

interface Incident {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

describe.each(testStores)('a loop without wait state on %s', (database) => {
  let server: TestServer;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, environment: { MAX_STEPS_WITHOUT_WAIT: '3000' } });
    api = await server.api();
    dataOf(await api.post('/processes', { definition: counting, format: 'bpmn_xml' }));
  });
  afterAll(() => server.stop());

  async function start(variables: object): Promise<string> {
    const answer = await api.post('/processes/counting/instances', { variables });
    return dataOf<{ readonly instance_id: string }>(answer).instance_id;
  }

  async function incidentsOf(instanceId: string): Promise<readonly Incident[]> {
    const answer = await api.get(`/incidents?status=open&instance_id=${instanceId}`);
    return dataOf<{ readonly incidents: readonly Incident[] }>(answer).incidents;
  }

  async function statusOf(instanceId: string): Promise<string> {
    return dataOf<{ readonly status: string }>(await api.get(`/instances/${instanceId}`)).status;
  }

  it('runs to its end over many turns below the limit', async () => {
    const instanceId = await start({ n: 0, to: 900 });
    expect(await statusOf(instanceId)).toBe('completed');
  });

  it('stops with an incident at the limit that was configured, and goes on for as many steps again', async () => {
    const instanceId = await start({ n: 0, to: 1_500 });
    const [incident] = await incidentsOf(instanceId);
    expect(incident).toMatchObject({
      code: 'RUNAWAY_LOOP',
      message: 'Expected a wait state within 3000 steps, but found none',
    });
    dataOf(await api.post(`/incidents/${incident?.id}/resolve`, {}));
    expect(await incidentsOf(instanceId)).toEqual([]);
    expect(await statusOf(instanceId)).toBe('completed');
  });

  it('that never ends stops again each time', async () => {
    const instanceId = await start({ n: 0, to: 1e9 });
    const [first] = await incidentsOf(instanceId);
    dataOf(await api.post(`/incidents/${first?.id}/resolve`, {}));
    const again = await incidentsOf(instanceId);
    expect(again.map(({ code }) => code)).toEqual(['RUNAWAY_LOOP']);
    expect(again[0]?.id).not.toBe(first?.id);
    expect(server.errors()).toEqual([]);
  });
});
