import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, dataOf } from '../../testing/api.ts';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { post } from '../graphql/graphql-fixture.ts';

let server: TestServer;
let api: Api;
beforeAll(async () => {
  server = await startTestServer({ database: 'pglite' });
  api = await server.api();
  dataOf(await api.post('/processes', oneTask));
});
afterAll(() => server.stop());

// The server is in this process: what it did to the prototype of all objects would be seen here.
afterEach(() => {
  expect(Reflect.ownKeys(Object.prototype).filter((key) => String(key).includes('polluted'))).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(Reflect.get([], 'polluted')).toBeUndefined();
});

const start = '/processes/one-task/instances';

describe('the prototype of objects cannot be reached by', () => {
  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"variables":{"__proto__":{"polluted":1}}}',
    '{"variables":{"a":[{"__proto__":{"polluted":1}}]}}',
    '{"variables":{"\\u005f\\u005fproto__":{"polluted":1}}}',
    '{"variables":{"constructor":{"prototype":{"polluted":1}}}}',
    '{"variables":{"a":{"constructor":{"prototype":{"polluted":1}}}}}',
    '{"variables":{"prototype":{"polluted":1}}}',
  ])('a body that is %s', async (raw) => {
    expect([400, 422]).toContain((await api.call('POST', start, { raw })).status);
  });

  it.each([
    '{"constructor":{"prototype":{"polluted":1}},"variables":{}}',
    '{"variables":{"toString":1,"hasOwnProperty":2,"valueOf":{"polluted":1}}}',
    '{"variables":{"__defineGetter__":"polluted","then":{"polluted":1}}}',
  ])('names of the language, which are only names: %s', async (raw) => {
    expect((await api.call('POST', start, { raw })).status).toBe(200);
  });

  it.each([
    '__proto__[polluted]=1',
    '__proto__.polluted=1',
    'constructor[prototype][polluted]=1',
    '__proto__=1&__proto__=2',
    'limit[__proto__][polluted]=1',
    'cursor=__proto__',
    'status=__proto__',
    'status=constructor',
  ])('a query that is %s', async (query) => {
    expect([200, 400]).toContain((await api.get(`/instances?${query}`)).status);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', '__proto__/instances'])(
    'an id that is %s',
    async (id) => {
      for (const path of [`/processes/${id}`, `/instances/${id}`, `/tasks/${id}`, `/decisions/${id}`]) {
        expect([404, 405]).toContain((await api.get(path)).status);
      }
    },
  );

  it.each([
    [
      'as a variable of the operation',
      '{"query":"{ processes { id } }","variables":{"__proto__":{"polluted":1}}}',
    ],
    ['as the body', '{"__proto__":{"polluted":1},"query":"{ processes { id } }"}'],
    ['in escapes', '{"query":"{ processes { id } }","variables":{"\\u005f_proto__":{"polluted":1}}}'],
    ['as extensions', '{"query":"{ processes { id } }","extensions":{"__proto__":{"polluted":1}}}'],
    ['as the name of an operation', '{"query":"{ processes { id } }","operationName":"__proto__"}'],
    ['as a field', '{"query":"{ __proto__ { polluted } }"}'],
    ['as an alias', '{"query":"{ __proto__: processes { id } constructor: processes { id } }"}'],
    [
      'in the text of variables',
      JSON.stringify({
        query: 'mutation($v: String) { start_process(process_id: "one-task", variables: $v) { id } }',
        variables: { v: '{"__proto__":{"polluted":1}}' },
      }),
    ],
    [
      'as the constructor in the text of variables',
      JSON.stringify({
        query: 'mutation($v: String) { start_process(process_id: "one-task", variables: $v) { id } }',
        variables: { v: '{"constructor":{"prototype":{"polluted":1}}}' },
      }),
    ],
  ])('GraphQL, %s', async (_how, body) => {
    expect([200, 400]).toContain((await post(server.url, body)).status);
  });

  it('none of which is a defect', () => expect(server.errors()).toEqual([]));
});
