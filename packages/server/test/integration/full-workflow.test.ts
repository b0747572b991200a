import type { Deployment, InstanceDetail, StartedInstance, TaskList } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, dataOf } from '../../src/testing/api.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

describe.each(testStores)('a whole workflow over HTTP on %s', (database) => {
  let server: TestServer;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database });
    api = await server.api();
  });
  afterAll(() => server.stop());

  it('goes from its definition to its end without any token', async () => {
    const created = await api.post('/processes', {
      name: 'Integration Test Process',
      description: 'Test process for integration testing',
      activities: [
        { id: 'start1', type: 'startEvent', name: 'Start' },
        { id: 'task1', type: 'userTask', name: 'Test Task' },
        { id: 'end1', type: 'endEvent', name: 'End' },
      ],
      flows: [
        { from: 'start1', to: 'task1' },
        { from: 'task1', to: 'end1' },
      ],
    });
    expect(created.body).toMatchObject({ success: true, errors: [] });
    const { process_id: processId } = dataOf<Deployment>(created);

    const started = await api.post(`/processes/${processId}/instances`, {
      variables: { test_input: 'integration_test' },
    });
    const { instance_id: instanceId, status, variables } = dataOf<StartedInstance>(started);
    expect({ status, variables }).toEqual({
      status: 'active',
      variables: { test_input: 'integration_test' },
    });

    const { tasks } = dataOf<TaskList>(await api.get('/tasks'));
    expect(tasks).toMatchObject([
      { name: 'Test Task', instance_id: instanceId, assignee: null, status: 'active' },
    ]);

    const completed = await api.post(`/tasks/${tasks[0]?.id}/complete`, {
      variables: { task_output: 'completed' },
    });
    expect(completed.status).toBe(200);

    const read = await api.get(`/processes/${processId}/instances/${instanceId}`);
    const detail = dataOf<InstanceDetail>(read);
    expect(detail).toMatchObject({
      status: 'completed',
      variables: { test_input: 'integration_test', task_output: 'completed' },
      active_elements: [],
    });
    expect(dataOf<TaskList>(await api.get('/tasks')).tasks).toEqual([]);
    expect(server.errors()).toEqual([]);
  });
});
