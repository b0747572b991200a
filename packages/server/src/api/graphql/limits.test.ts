import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/open-database.ts';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer, testStores, tokenOf } from '../../testing/test-server.ts';
import { limits } from '../limits.ts';
import { type Ask, asking, codesOf, type GraphqlAnswer, post } from './graphql-fixture.ts';

const admin = { tenantId: 'acme', userId: 'ada', roles: ['admin'] };
const [[database] = ['pglite' as const]] = testStores;

let server: TestServer;
let ask: Ask;
beforeAll(async () => {
  server = await startTestServer({ database, authMode: 'jwt', environment: { ENABLE_API_DOCS: 'false' } });
  ask = await asking(server, admin);
  await (await server.client(admin)).processes.deploy(oneTask);
});
afterAll(async () => {
  await server.stop();
  expect(server.errors()).toEqual([]);
});

/** Nothing was carried out: there is no data, not even null. */
function expectRefused(answer: GraphqlAnswer, code: string, limit?: number, actual?: number): void {
  expect(answer.status).toBe(400);
  expect(answer).not.toHaveProperty('data');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(new Set(codesOf(answer))).toEqual(new Set([code]));
  const extensions = answer.errors?.[0]?.extensions;
  expect(extensions?.request_id).toBe(answer.headers.get('x-request-id'));
  expect([extensions?.limit, extensions?.actual]).toEqual([limit, actual]);
}

const parents = (depth: number): string => `${'parent { '.repeat(depth)}id${' }'.repeat(depth)}`;

describe('a document is refused before anything is carried out when it', () => {
  it('nests deeper than ten fields', async () => {
    const deep = await ask(`{ instance(id: "x") { ${parents(9)} } }`);
    expectRefused(deep, 'LIMIT_EXCEEDED', 10, 11);
    const allowed = await ask(`{ instance(id: "x") { ${parents(8)} } }`);
    expect(codesOf(allowed)).toEqual(['NOT_FOUND']);
  });

  it('nests deeper by way of fragments', async () => {
    const answer = await ask(
      `query { instance(id: "x") { ...a } } fragment a on Instance { ${'parent { '.repeat(5)}...b${' }'.repeat(5)} }
       fragment b on ProcessInstance { ${parents(5)} }`,
    );
    expectRefused(answer, 'LIMIT_EXCEEDED', 10, 12);
  });

  it('has more than fifteen aliases', async () => {
    const query = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, index) => `a${index}: processes(limit: 1) { id }`).join(' ')} }`;
    expectRefused(await ask(query(16)), 'LIMIT_EXCEEDED', 15, 16);
    expect((await ask(query(15))).status).toBe(200);
    expectRefused(await ask(query(80)), 'LIMIT_EXCEEDED', 15, 80);
  });

  it('has more than fifty directives', async () => {
    const answer = await ask(`{ processes { ${'id @include(if: true) '.repeat(51)} } }`);
    expectRefused(answer, 'LIMIT_EXCEEDED', 50, 51);
  });

  it('has more than a thousand tokens', async () => {
    expectRefused(await ask(`{ processes { ${'id '.repeat(1000)} } }`), 'LIMIT_EXCEEDED', 1000);
  });

  it('has a megabyte', async () => {
    const query = `{ processes { id } } #${'x'.repeat(1024 * 1024)}`;
    expectRefused(await ask(query), 'LIMIT_EXCEEDED', limits.graphql.documentLength, query.length);
  });

  it('costs more than five thousand, lists counted as often as they may have items', async () => {
    const query = `query ($limit: Int) { instances(limit: $limit) { edges { node {
      id tasks(limit: 20) { id name instance { id } } } } } }`;
    expectRefused(await ask(query, { limit: 200 }), 'LIMIT_EXCEEDED', 5000, 200 * (2 + 20 * 4) + 1);
    expect((await ask(query, { limit: 50 })).status).toBe(200);
  });

  it('costs too much by fragments that are used again and again', async () => {
    const answer = await ask(
      `{ instances { edges { node { ...a } } } }
       fragment a on Instance { parent { ...b } tasks { instance { ...b } } incidents { instance { ...b } } }
       fragment b on Instance { parent { ...c } tasks { instance { ...c } } incidents { instance { ...c } } }
       fragment c on Instance { id status tasks { id name } }`,
    );
    expect(answer.errors?.[0]?.extensions.actual).toBeGreaterThan(100_000);
    expectRefused(answer, 'LIMIT_EXCEEDED', 5000, answer.errors?.[0]?.extensions.actual);
  });

  it.each(['instances(limit: 201) { edges { node { id } } }', 'processes(limit: 201) { id }'])(
    'asks for pages of more than two hundred items: %s',
    async (field) => {
      expectRefused(await ask(`{ ${field} }`), 'LIMIT_EXCEEDED', 200, 201);
    },
  );

  it('has fragments that go round in circles', async () => {
    const answer = await ask(
      '{ instance(id: "x") { ...a } } fragment a on Instance { parent { ...b } } fragment b on Instance { parent { ...a } }',
    );
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(answer.text).toContain('Cannot spread fragment \\"a\\" within itself');
  });
});

describe('a request is refused when', () => {
  it('its document cannot be read', async () => {
    expectRefused(await ask('{ processes { id }'), 'MALFORMED_REQUEST');
    expectRefused(await ask(''), 'MALFORMED_REQUEST');
  });

  it.each([
    ['a document as JSON', '{"kind":"Document","definitions":[]}'],
    ['null', 'null'],
  ])('its document is %s', async (_what, query) => {
    expectRefused(await ask(query), 'MALFORMED_REQUEST');
  });

  it('it asks for a field there is not, and no name is suggested', async () => {
    const answer = await ask('{ processs { id } }');
    expectRefused(answer, 'VALIDATION_FAILED');
    expect(answer.errors?.[0]?.message).toBe('Cannot query field "processs" on type "Query".');
    expect(answer.errors?.[0]?.locations).toEqual([{ line: 1, column: 3 }]);
  });

  it('it gives an enum a value it does not have', async () => {
    expectRefused(
      await ask('{ instances(status: sleeping) { edges { node { id } } } }'),
      'VALIDATION_FAILED',
    );
    const query = 'query ($status: InstanceStatus) { instances(status: $status) { edges { node { id } } } }';
    expectRefused(await ask(query, { status: 'sleeping' }), 'VALIDATION_FAILED');
  });

  it('a variable is missing or of another type', async () => {
    const query = 'query ($id: String!) { process(id: $id) { id } }';
    expectRefused(await ask(query), 'VALIDATION_FAILED');
    expectRefused(await ask(query, { id: 5 }), 'VALIDATION_FAILED');
    expectRefused(await ask(query, { id: null }), 'VALIDATION_FAILED');
    const withDefault = 'query ($id: String = "one-task") { process(id: $id) { id } }';
    expect(codesOf(await ask(withDefault, { id: null }))).toEqual(['VALIDATION_FAILED']);
  });

  it('it names no operation of its document', async () => {
    const query = 'query a { processes { id } } query b { tasks { id } }';
    expectRefused(await ask(query), 'VALIDATION_FAILED');
    expectRefused(await ask(query, {}, { operationName: 'c' }), 'VALIDATION_FAILED');
    expect((await ask(query, {}, { operationName: 'b' })).data).toEqual({ tasks: [] });
  });

  it('it wants a subscription', async () => {
    expectRefused(await ask('subscription { task_update { process_id } }'), 'VALIDATION_FAILED');
  });

  it('it asks what the schema is, where the documentation of the API is off', async () => {
    expectRefused(await ask('{ __schema { types { name } } }'), 'VALIDATION_FAILED');
    expectRefused(await ask('{ __type(name: "Query") { name } }'), 'VALIDATION_FAILED');
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('an argument breaks a rule of the API', async () => {
    const answer = await ask(
      '{ process_connection(limit: 0) { edges { cursor } } instances(cursor: "?") { edges { cursor } } }',
    );
    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual(['INVALID_QUERY', 'INVALID_QUERY']);
    const nul = await ask('{ task_connection(process_id: "a\\u0000b") { edges { cursor } } }');
    expect(codesOf(nul)).toEqual(['INVALID_QUERY']);
    const query = 'query ($id: String) { tasks(process_id: $id) { id } }';
    expectRefused(await ask(query, { id: 'a\u0000b' }), 'VALIDATION_FAILED');
    const unknown = await ask('{ process(id: "a\\u0000b") { id } }');
    expect(codesOf(unknown)).toEqual(['NOT_FOUND']);
  });

  it('it is one of a batch', async () => {
    const body = JSON.stringify([{ query: '{ processes { id } }' }, { query: '{ tasks { id } }' }]);
    expectRefused(await send(body), 'LIMIT_EXCEEDED', 1, 2);
  });

  it.each([
    ['no JSON', 'query=1', 'MALFORMED_JSON'],
    ['no object', '"{ processes }"', 'VALIDATION_FAILED'],
    ['without query', '{}', 'VALIDATION_FAILED'],
    [
      'with variables that are no object',
      '{"query": "{ __typename }", "variables": [1]}',
      'VALIDATION_FAILED',
    ],
  ])('its body is %s', async (_what, body, code) => {
    expectRefused(await send(body), code);
  });

  it('its body is of another type', async () => {
    const answer = await send('--x--', 'multipart/form-data; boundary=x');
    expect(answer.status).toBe(415);
    expect(codesOf(answer)).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
  });

  it('its body is larger than any may be', async () => {
    const answer = await send(JSON.stringify({ query: '', x: 'x'.repeat(limits.bodyBytes) }));
    expect(answer.status).toBe(413);
    expect(codesOf(answer)).toEqual(['BODY_TOO_LARGE']);
  });

  it('it comes by GET', async () => {
    const mutation = encodeURIComponent('mutation { start_process(process_id: "one-task") { id } }');
    const answer = await (await server.api(admin)).call('GET', `/api/../graphql?query=${mutation}`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

async function send(body: string, contentType = 'application/json'): Promise<GraphqlAnswer> {
  return post(server.url, body, {
    authorization: `Bearer ${await tokenOf(admin)}`,
    'content-type': contentType,
  });
}

it('answers in time while the database does not', async () => {
  let isSilent = false;
  const slow = await startTestServer({
    database,
    async openDatabase(settings) {
      const opened = await openDatabase(settings);
      return {
        ...opened,
        transaction: (scope, work) =>
          isSilent && scope.kind === 'tenant' ? new Promise(() => {}) : opened.transaction(scope, work),
      };
    },
  });
  try {
    const askSlowly = await asking(slow);
    isSilent = true;
    const answer = await askSlowly('{ processes { id } }');
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: limits.graphql.executionMs,
    });
  } finally {
    isSilent = false;
    await slow.stop();
  }
});

it('counts every field of an operation as a request of its user', async () => {
  const limited = await startTestServer({
    database,
    environment: { RATE_LIMIT_PER_USER: '5', RATE_LIMIT_BURST: '5' },
  });
  try {
    const asking5 = await asking(limited);
    const six = await asking5(
      'query { a: __typename ...more ... { f: __typename } } fragment more on Query { b: __typename c: __typename d: __typename e: __typename }',
    );
    expect(six.status).toBe(429);
    expect(six.headers.get('retry-after')).toBe('1');
    expect(codesOf(six)).toEqual(['RATE_LIMITED']);
    expect(six).not.toHaveProperty('data');
  } finally {
    await limited.stop();
  }
});

it('takes variables that the operation does not name as not given', async () => {
  const answer = await ask('{ processes { id } }', { more: 1 });
  expect(answer.data).toEqual({ processes: [{ id: 'one-task' }] });
});
