import type { Client } from '@wbpm/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../../src/testing/api.ts';
import { parallel, serviceTask, timer, userTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
}

const requestsPerRoute = 20;
const seed = Number(process.env['WBPM_FUZZ_SEED'] ?? 42);

/** Names and values our bodies know, so that a random body gets past the first check. */
const known = [
  'variables',
  'name',
  'type',
  'worker',
  'lock_token',
  'message',
  'error_code',
  'assignee',
  'reason',
  'definition',
  'format',
  'activities',
  'flows',
  'id',
  'from',
  'to',
  'retries',
  'duration_ms',
  'max_jobs',
  'business_key',
  'start_element',
  'process_id',
] as const;
const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '__proto__',
    'constructor',
    'bpmn_xml',
    'json',
    'auto',
    '1',
    '0000-01-01',
  ),
  fc.constantFrom('startEvent', 'userTask', 'endEvent', 'serviceTask', 'timer', '${', '=1 +', '=a', 'P1D'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const scalar = fc.oneof(
  hostile,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(-1, 0, 1, 1000, 2 ** 53, 1e308),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...known), hostile), tie('value'), { maxKeys: 6 }),
}));
const query = fc.dictionary(
  fc.constantFrom(
    'limit',
    'cursor',
    'status',
    'process_id',
    'instance_id',
    'at_seq',
    'cascade',
    'business_key',
    'x',
  ),
  fc.oneof(
    fc.constantFrom('1', '200', '0', '-1', '1e3', 'active', 'true', 'WyJhIl0', 'WyIxIiwiMiIsIjMiXQ', '%00'),
    fc.string({ maxLength: 30 }),
  ),
  { maxKeys: 3 },
);

describe.each(testStores)('random requests on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database, testClock: true });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(
      parallel('fuzzed', userTask('ask'), serviceTask('work', 'fuzz'), timer('wait', 'P1D')),
    );
  });
  afterAll(() => server.stop());

  async function operations(): Promise<readonly Operation[]> {
    const response = await fetch(`${server.url}/openapi.json`);
    const { paths } = (await response.json()) as { readonly paths: Readonly<Record<string, object>> };
    return Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/v1'))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
      );
  }

  it('are never answered with 500 on any route of the API', async () => {
    const all = await operations();
    expect(all.length).toBeGreaterThan(25);
    let requests = 0;
    const statuses = new Map<number, number>();
    for (const { method, path } of all) {
      // One of the routes suspends it.
      await api.post('/processes/fuzzed/resume', {});
      const { instance_id: instanceId } = await client.instances.start('fuzzed');
      const taskId = (await client.tasks.list({ instance_id: instanceId })).tasks[0]?.id ?? '';
      const id = fc.oneof(
        fc.constantFrom(instanceId, taskId, 'fuzzed'),
        fc.string({ minLength: 1, maxLength: 40 }),
      );
      const request = fc.record({
        ids: fc.array(id, { minLength: 2, maxLength: 2 }),
        body: fc.option(value, { nil: undefined }),
        query,
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ ids, body, query: parameters }) => {
          requests += 1;
          let part = 0;
          const target = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(ids[part++] ?? ''));
          const search = new URLSearchParams(parameters).toString();
          const answer = await api.call(
            method,
            `${target}${search === '' ? '' : `?${search}`}`,
            method === 'GET' || method === 'DELETE' || body === undefined ? {} : { body },
          );
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          if (answer.status >= 500) throw new Error(`${method} ${target}: ${answer.status} ${answer.text}`);
        }),
        { numRuns: requestsPerRoute, seed },
      );
    }
    expect(requests).toBeGreaterThanOrEqual(500);
    expect(server.errors()).toEqual([]);
    console.log(
      `fuzz store=${database} seed=${seed} requests=${requests} routes=${all.length} answers=${JSON.stringify(Object.fromEntries([...statuses].sort()))}`,
    );
  }, 120_000);
});
