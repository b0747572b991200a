import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, codeOf, dataOf } from '../../src/testing/api.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

const onboarding = `WORKFLOW "Employee Onboarding"
START "New Employee"
USER_TASK "Complete Forms"
  duration: "2h"
  sla: "4h"
END "Complete"
`;

const yaml = `name: Leave request
activities:
  - { id: start, type: startEvent }
  - id: approve
    type: userTask
    name: Approve leave
    candidate_groups: [managers]
  - { id: end, type: endEvent }
flows:
  - { from: start, to: approve }
  - { from: approve, to: end }
`;

describe.each(testStores)('a process in any form on %s', (database) => {
  let server: TestServer;
  let api: Api;
  let boss: Client;
  beforeAll(async () => {
    server = await startTestServer({ database });
    api = await server.api({ userId: 'boss', roles: ['admin'] });
    boss = await server.client({ userId: 'boss', roles: ['admin'] });
  });
  afterAll(() => server.stop());

  it('written in the DSL is deployed and runs', async () => {
    const deployed = await boss.processes.deploy({ definition: onboarding, format: 'apg_dsl' });
    expect(deployed).toMatchObject({
      process_id: 'employee_onboarding',
      version: 1,
      name: 'Employee Onboarding',
    });
    const { instance_id: id } = await boss.instances.start('employee_onboarding');
    const [task] = (await boss.tasks.list({ instance_id: id })).tasks;
    expect(task).toMatchObject({ name: 'Complete Forms', sla: { due_at: expect.any(String) } });
    const allowedMs = Date.parse(task?.sla?.due_at ?? '') - Date.parse(task?.created_at ?? '');
    expect(allowedMs).toBe(4 * 3_600_000);
    await boss.tasks.complete(task?.task_id ?? '');
    expect((await boss.instances.get(id)).status).toBe('completed');
  });

  it('written in YAML runs as well', async () => {
    await boss.processes.deploy({ definition: yaml, format: 'yaml' });
    const leave = await boss.instances.start('leave_request');
    expect((await boss.tasks.list({ instance_id: leave.instance_id })).tasks[0]?.name).toBe('Approve leave');
  });
  it.each([
    ['apg_dsl', onboarding],
    ['yaml', yaml],
    [
      'json',
      '{"name":"x","activities":[{"id":"a","type":"startEvent"},{"id":"b","type":"endEvent"}],"flows":[{"from":"a","to":"b"}]}',
    ],
  ])('is recognised as %s', async (format, definition) => {
    const parsed = await boss.processes.parse({ definition });
    expect(parsed).toMatchObject({ format, detection: { reasons: [expect.any(String)] } });
    expect(parsed.bpmn_xml).toContain('BPMNShape');
    const asXml = await boss.processes.parse({ definition: parsed.bpmn_xml ?? '' });
    expect(asXml).toMatchObject({ format: 'bpmn_xml', workflow_definition: parsed.workflow_definition });
  });

  it('with mistakes has each at its place in the text', async () => {
    const definition = 'WORKFLOW "X"\nSTRAT "a"\nUSER_TSK "b"\nEND "c"\n';
    const parsed = await boss.processes.parse({ definition });
    expect(parsed).toMatchObject({ format: 'apg_dsl', workflow_definition: null, bpmn_xml: null });
    expect(parsed.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ line: 2, column: 1, message: expect.stringContaining('START') }),
        expect.objectContaining({ line: 3, column: 1, message: expect.stringContaining('USER_TASK') }),
      ]),
    );
    const refused = await api.post('/processes', { definition });
    expect([refused.status, codeOf(refused)]).toEqual([422, 'INVALID_DEFINITION']);
    const inYaml = await boss.processes.parse({
      definition: yaml.replace('userTask', 'usrTask'),
      format: 'yaml',
    });
    expect(inYaml.findings[0]).toMatchObject({ line: 5, pointer: '/activities/1/type' });
  });

  it('in plain language is recognised, and refused', async () => {
    const definition = 'When an order arrives, the clerk checks the stock. Then the process ends.';
    const parsed = await boss.processes.parse({ definition });
    expect(parsed).toMatchObject({ format: 'natural_language', workflow_definition: null });
    expect(parsed.findings).toMatchObject([{ code: 'format', severity: 'error' }]);
    const refused = await api.post('/processes', { definition });
    expect([refused.status, codeOf(refused)]).toEqual([422, 'INVALID_DEFINITION']);
  });

  it('is written in every other form, and means the same there', async () => {
    await boss.processes.deploy({ definition: onboarding, format: 'apg_dsl' });
    const { workflow_definition: meant } = await boss.processes.parse({ definition: onboarding });
    for (const format of ['bpmn_xml', 'apg_dsl', 'json', 'yaml'] as const) {
      const definition = await boss.processes.export('employee_onboarding', format);
      const again = await boss.processes.parse({ definition, format });
      expect(again.workflow_definition).toEqual(meant);
    }
    const answer = await api.get('/processes/employee_onboarding/export?format=yaml');
    expect(answer.headers.get('content-type')).toContain('application/yaml');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="process.yaml"');
    expect((await api.get('/processes/nobody/export')).status).toBe(404);
    expect(dataOf<{ processes: object[] }>(await api.get('/processes')).processes.length).toBeGreaterThan(0);
  });
});
