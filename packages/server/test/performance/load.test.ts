import type { TaskList } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, dataOf } from '../../src/testing/api.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

/** The three limits the system promises for an ordinary machine, measured at the client. */
describe.each(testStores)('under load on %s the server', (database) => {
  let server: TestServer;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database });
    api = await server.api();
  });
  afterAll(() => server.stop());

  it('creates a hundred processes at once within ten seconds', async () => {
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_none, index) =>
        api.post('/processes', { ...oneTask, process_id: `load-${index}`, name: `Load ${index}` }),
      ),
    );
    const seconds = (performance.now() - started) / 1000;
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(seconds).toBeLessThan(10);
    console.log(`load store=${database} 100 processes created in ${seconds.toFixed(2)} s`);
  });

  it('creates one process a hundred times at once as one version', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => api.post('/processes', oneTask)));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    const versions = answers.map((answer) => dataOf<{ version: number }>(answer).version);
    expect(new Set(versions)).toEqual(new Set([1]));
  });

  it('completes fifty tasks in less than 100 ms on average and 500 ms at most', async () => {
    await api.post('/processes', oneTask);
    const starts = await Promise.all(
      Array.from({ length: 50 }, () => api.post('/processes/one-task/instances', {})),
    );
    expect(starts.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const { tasks } = dataOf<TaskList>(await api.get('/tasks?process_id=one-task&limit=50'));
    expect(tasks).toHaveLength(50);

    const times: number[] = [];
    for (const { id } of tasks) {
      const started = performance.now();
      const { status } = await api.post(`/tasks/${id}/complete`, { variables: { result: 'success' } });
      times.push(performance.now() - started);
      expect(status).toBe(200);
    }
    times.sort((a, b) => a - b);
    const average = times.reduce((sum, time) => sum + time, 0) / times.length;
    const longest = times.at(-1) ?? 0;
    expect(average).toBeLessThan(100);
    expect(longest).toBeLessThan(500);
    const [median = 0] = times.slice(25);
    console.log(
      `load store=${database} 50 completions: average ${average.toFixed(1)} ms, median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`,
    );
  });

  it('starts five instances at once, all active and all different', async () => {
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((number) =>
        api.post('/processes/one-task/instances', { variables: { instance_number: number } }),
      ),
    );
    const started = answers.map((answer) => dataOf<{ instance_id: string; status: string }>(answer));
    expect(started.map(({ status }) => status)).toEqual(Array(5).fill('active'));
    expect(new Set(started.map(({ instance_id }) => instance_id)).size).toBe(5);
  });
});
