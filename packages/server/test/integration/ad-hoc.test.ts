import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf } from '../../src/testing/api.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const content = `<userTask id="wash" name="wash" /><userTask id="dry" name="dry" /><userTask id="fold" name="fold" />
  <sequenceFlow id="dry_fold" sourceRef="dry" targetRef="fold" />`;

function care(id: string, attributes: string, condition = ''): string {
  return bpmn({
    id,
    nodes: `<startEvent id="start" /><adHocSubProcess id="care" ${attributes}>${content}${condition}</adHocSubProcess>
      <userTask id="after" name="after" /><endEvent id="end" />`,
    flows: ['start > care > after > end'],
  });
}

const definitions = [
  care('by_hand', ''),
  care(
    'until_clean',
    '',
    '<completionCondition xsi:type="tFormalExpression">=clean = true</completionCondition>',
  ),
  care('one_by_one', 'ordering="Sequential"'),
  care('patient', 'cancelRemainingInstances="false"'),
];

const nothing = '01890000-0000-7000-8000-000000000000';

describe.each(testStores)('ad-hoc subprocesses over HTTP on %s', (database) => {
  const admin = { tenantId: 'acme', userId: 'root', roles: ['admin'] };
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    client = await server.client(admin);
    api = await server.api(admin);
    for (const xml of definitions) await client.processes.deployXml(xml);
  });
  afterAll(() => server.stop());

  interface Started {
    readonly instanceId: string;
    readonly careId: string;
    readonly path: string;
  }
  async function started(processId: string): Promise<Started> {
    const { instance_id: instanceId } = await client.instances.start(processId);
    const careId = await elementAt(instanceId, 'care');
    return { instanceId, careId, path: `/instances/${instanceId}/ad-hoc/${careId}` };
  }
  async function elementAt(instanceId: string, elementId: string): Promise<string> {
    const { active_elements: active } = await client.instances.get(instanceId);
    return active.find((element) => element.element_id === elementId)?.element_instance_id ?? '';
  }
  async function activeIn(instanceId: string): Promise<string[]> {
    const { active_elements: active } = await client.instances.get(instanceId);
    return active.map(({ element_id: id }) => id).sort();
  }
  async function refused(path: string, body: unknown): Promise<readonly [number, string]> {
    const answer = await api.post(path, body);
    return [answer.status, codeOf(answer)];
  }

  it('hold nothing until somebody activates it, as often as wanted', async () => {
    const { instanceId, careId } = await started('by_hand');
    expect(await activeIn(instanceId)).toEqual(['care']);
    expect(await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash', 'dry'] })).toEqual({
      id: instanceId,
      instance_id: instanceId,
      status: 'active',
    });
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash'] });
    expect(await activeIn(instanceId)).toEqual(['care', 'dry', 'wash', 'wash']);
  });

  it('go on along the flows inside and end when they are completed by hand', async () => {
    const { instanceId, careId } = await started('by_hand');
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['dry'] });
    await client.tasks.complete(await elementAt(instanceId, 'dry'), { variables: { towel: 1 } });
    expect(await activeIn(instanceId)).toEqual(['care', 'fold']);
    await client.instances.completeAdHoc(instanceId, careId);
    expect(await activeIn(instanceId)).toEqual(['after']);
    const [fold] = (await client.instances.activities(instanceId)).activities.filter(
      ({ element_id: id }) => id === 'fold',
    );
    expect(fold?.status).toBe('terminated');
    expect((await client.instances.get(instanceId)).variables).toEqual({ towel: 1 });
  });

  it('keep for themselves what activities are activated with', async () => {
    const { instanceId, careId } = await started('by_hand');
    await client.instances.activateAdHoc(instanceId, careId, {
      elements: ['wash'],
      variables: { soap: 'lavender' },
    });
    expect(await client.instances.localVariables(instanceId, careId)).toEqual({
      variables: { soap: 'lavender' },
    });
    expect((await client.instances.get(instanceId)).variables).toEqual({});
  });

  it('end when their completion condition holds', async () => {
    const { instanceId, careId } = await started('until_clean');
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash', 'dry'] });
    await client.tasks.complete(await elementAt(instanceId, 'wash'), { variables: { clean: true } });
    expect(await activeIn(instanceId)).toEqual(['after']);
  });

  it('refuse what they do not hold, and what a flow leads to', async () => {
    const { instanceId, path } = await started('by_hand');
    for (const element of ['fly', 'fold', 'after', 'care']) {
      expect(await refused(`${path}/activate`, { elements: [element] })).toEqual([422, 'VALIDATION_FAILED']);
    }
    expect(await refused(`${path}/activate`, { elements: ['wash', 'fly'] })).toEqual([
      422,
      'VALIDATION_FAILED',
    ]);
    expect(await activeIn(instanceId)).toEqual(['care']);
  });

  it('refuse an activation with more than a hundred', async () => {
    const { instanceId, path } = await started('by_hand');
    const elements = Array.from({ length: 101 }, () => 'wash');
    expect(await refused(`${path}/activate`, { elements })).toEqual([422, 'LIMIT_EXCEEDED']);
    expect(await activeIn(instanceId)).toEqual(['care']);
  });

  it.each([
    ['no body', undefined],
    ['no elements', {}],
    ['an empty list', { elements: [] }],
    ['a name that is none', { elements: [1] }],
    ['variables that are none', { elements: ['wash'], variables: 1 }],
  ])('refuse an activation with %s', async (_what, body) => {
    const { instanceId, path } = await started('by_hand');
    const [status, code] = await refused(`${path}/activate`, body);
    expect([[400, 422].includes(status), code]).toEqual([true, 'VALIDATION_FAILED']);
    expect(await activeIn(instanceId)).toEqual(['care']);
  });

  it('refuse a second activity at a time where they are sequential', async () => {
    const { instanceId, careId, path } = await started('one_by_one');
    expect(await refused(`${path}/activate`, { elements: ['wash', 'dry'] })).toEqual([409, 'CONFLICT']);
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash'] });
    expect(await refused(`${path}/activate`, { elements: ['dry'] })).toEqual([409, 'CONFLICT']);
    await client.tasks.complete(await elementAt(instanceId, 'wash'));
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['dry'] });
  });

  it('refuse to end while something runs that they do not cancel', async () => {
    const { instanceId, careId, path } = await started('patient');
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash'] });
    expect(await refused(`${path}/complete`, {})).toEqual([409, 'CONFLICT']);
    await client.tasks.complete(await elementAt(instanceId, 'wash'));
    await client.instances.completeAdHoc(instanceId, careId);
    expect(await activeIn(instanceId)).toEqual(['after']);
  });

  it('refuse what is no live ad-hoc subprocess', async () => {
    const { instanceId, careId, path } = await started('by_hand');
    await client.instances.activateAdHoc(instanceId, careId, { elements: ['wash'] });
    const task = `/instances/${instanceId}/ad-hoc/${await elementAt(instanceId, 'wash')}`;
    await client.instances.suspend(instanceId);
    expect(await refused(`${path}/activate`, { elements: ['wash'] })).toEqual([409, 'INSTANCE_SUSPENDED']);
    await client.instances.resume(instanceId);
    for (const other of [task, `/instances/${instanceId}/ad-hoc/${nothing}`]) {
      expect(await refused(`${other}/activate`, { elements: ['wash'] })).toEqual([409, 'CONFLICT']);
      expect(await refused(`${other}/complete`, {})).toEqual([409, 'CONFLICT']);
    }
    await client.instances.completeAdHoc(instanceId, careId);
    expect(await refused(`${path}/activate`, { elements: ['wash'] })).toEqual([409, 'CONFLICT']);
    expect(await refused(`${path}/complete`, {})).toEqual([409, 'CONFLICT']);
    await client.instances.cancel(instanceId);
    expect((await refused(`${path}/complete`, {}))[0]).toBe(409);
    for (const id of [nothing, 'no-id']) {
      expect(await refused(`/instances/${id}/ad-hoc/${careId}/complete`, {})).toEqual([404, 'NOT_FOUND']);
    }
    expect(await refused(`/instances/${instanceId}/ad-hoc/no-id/complete`, {})).toEqual([404, 'NOT_FOUND']);
  });

  it('are out of reach of other tenants and of who may not change instances', async () => {
    const { instanceId, path } = await started('by_hand');
    const globex = await server.api({ ...admin, tenantId: 'globex' });
    const user = await server.api({ ...admin, userId: 'ursula', roles: ['user'] });
    const nobody = await server.api();
    for (const [what, body] of [
      ['activate', { elements: ['wash'] }],
      ['complete', {}],
    ] as const) {
      for (const [who, status, code] of [
        [globex, 404, 'NOT_FOUND'],
        [user, 403, 'FORBIDDEN'],
        [nobody, 401, 'UNAUTHENTICATED'],
      ] as const) {
        const answer = await who.post(`${path}/${what}`, body);
        expect([what, answer.status, codeOf(answer)]).toEqual([what, status, code]);
      }
    }
    expect(await activeIn(instanceId)).toEqual(['care']);
  });

  it('are activated and completed once for one idempotency key', async () => {
    const { instanceId, path } = await started('by_hand');
    const activate = (elements: readonly string[]) =>
      api.post(`${path}/activate`, { elements }, `activate-${instanceId}`);
    const [first, again, other] = [
      await activate(['wash']),
      await activate(['wash']),
      await activate(['dry']),
    ];
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null]);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await activeIn(instanceId)).toEqual(['care', 'wash']);
    const complete = () => api.post(`${path}/complete`, {}, `complete-${instanceId}`);
    expect((await complete()).status).toBe(200);
    expect((await complete()).headers.get('idempotent-replayed')).toBe('true');
    expect(await activeIn(instanceId)).toEqual(['after']);
  });

  it('never made the server report a defect', () => {
    expect(server.errors()).toEqual([]);
  });
});
