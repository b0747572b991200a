import { connect, type Socket } from 'node:net';
import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, type CallSettings, codeOf } from '../../src/testing/api.ts';
import { oneTask, sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

/** `ID` in a path stands for an instance that waits, `TASK` for its task. */
type Case = [
  name: string,
  method: string,
  path: string,
  settings: CallSettings,
  status: number,
  code: string,
];

const json = (body: unknown): CallSettings => ({ body });
const text = (raw: string): CallSettings => ({ raw });
const xml = (raw: string, contentType = 'application/xml'): CallSettings => ({ raw, contentType });
const cursor = (...key: readonly unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const starts = '/processes/one-task/instances';
const unknownId = '01890000-0000-7000-8000-000000000000';

const bodies: Case[] = [
  ['text that is no JSON', 'POST', starts, text('{"variables":'), 400, 'MALFORMED_JSON'],
  ['a list for an object', 'POST', starts, json([]), 422, 'VALIDATION_FAILED'],
  ['a text for an object', 'POST', starts, json('variables'), 422, 'VALIDATION_FAILED'],
  ['variables that are a list', 'POST', starts, json({ variables: [1] }), 422, 'VALIDATION_FAILED'],
  ['variables that are null', 'POST', starts, json({ variables: null }), 422, 'VALIDATION_FAILED'],
  ['JSON nested 5,000 deep', 'POST', starts, text(`{"variables":${nested(5000)}}`), 422, 'LIMIT_EXCEEDED'],
  ['brackets nested 100,000 deep', 'POST', starts, text('['.repeat(100_000)), 422, 'LIMIT_EXCEEDED'],
  ['a NUL in a variable', 'POST', starts, json({ variables: { a: 'x\0y' } }), 422, 'VALIDATION_FAILED'],
  [
    'a NUL in the name of a variable',
    'POST',
    starts,
    json({ variables: { 'a\0': 1 } }),
    422,
    'VALIDATION_FAILED',
  ],
  ['half a surrogate pair', 'POST', starts, text('{"variables":{"a":"\\ud800"}}'), 422, 'VALIDATION_FAILED'],
  [
    'a variable named __proto__',
    'POST',
    starts,
    text('{"variables":{"__proto__":{"x":1}}}'),
    400,
    'MALFORMED_JSON',
  ],
  [
    '__proto__ in escapes',
    'POST',
    starts,
    text('{"variables":{"\\u005f_proto__":1}}'),
    400,
    'MALFORMED_JSON',
  ],
  [
    'a variable named constructor',
    'POST',
    starts,
    json({ variables: { constructor: 1 } }),
    422,
    'VALIDATION_FAILED',
  ],
  ['a variable without name', 'POST', starts, json({ variables: { '': 1 } }), 422, 'VALIDATION_FAILED'],
  [
    'a name of 300 characters',
    'POST',
    starts,
    json({ variables: { ['n'.repeat(300)]: 1 } }),
    422,
    'LIMIT_EXCEEDED',
  ],
  [
    'a whole number beyond 2^53',
    'POST',
    starts,
    text('{"variables":{"a":9007199254740993}}'),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a number beyond every number',
    'POST',
    starts,
    text('{"variables":{"a":1e999}}'),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a business key of 300 characters',
    'POST',
    starts,
    json({ business_key: 'k'.repeat(300) }),
    422,
    'LIMIT_EXCEEDED',
  ],
  ['a business key with a NUL', 'POST', starts, json({ business_key: 'a\0b' }), 422, 'VALIDATION_FAILED'],
  [
    'a business key with half a surrogate',
    'POST',
    starts,
    text('{"business_key":"\\ud800"}'),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a start element that is none',
    'POST',
    starts,
    json({ start_element: 'approve' }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a reason that is a number',
    'POST',
    '/instances/ID/cancel',
    json({ reason: 5 }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'an assignee that is a number',
    'POST',
    '/tasks/TASK/assign',
    json({ assignee: 5 }),
    422,
    'VALIDATION_FAILED',
  ],
  ['no assignee', 'POST', '/tasks/TASK/assign', json({}), 422, 'VALIDATION_FAILED'],
  ['no variables', 'PATCH', '/instances/ID/variables', json({}), 422, 'VALIDATION_FAILED'],
  ['no body where one is needed', 'POST', '/jobs/activate', {}, 422, 'VALIDATION_FAILED'],
  [
    'a lock of one millisecond',
    'POST',
    '/jobs/activate',
    json({ type: 't', worker: 'w', lock_duration_ms: 1 }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a lock of more than a day',
    'POST',
    '/jobs/activate',
    json({ type: 't', worker: 'w', lock_duration_ms: 86_400_001 }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'five hundred and one jobs at once',
    'POST',
    '/jobs/activate',
    json({ type: 't', worker: 'w', max_jobs: 501 }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'a batch of ten thousand and one instances by name',
    'POST',
    '/batches',
    json({ operation: 'cancel', filter: { instance_ids: Array(10_001).fill(unknownId) }, parameters: {} }),
    422,
    'LIMIT_EXCEEDED',
  ],
  [
    'a name that stands twice',
    'POST',
    starts,
    text('{"variables":{"a":1,"b":{},"a":2}}'),
    400,
    'MALFORMED_JSON',
  ],
  [
    'a lock token that is none',
    'POST',
    `/jobs/${unknownId}/complete`,
    json({ lock_token: 'x' }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'bytes that are no UTF-8',
    'POST',
    starts,
    { raw: new Uint8Array([0x22, 0xff, 0x22]) },
    400,
    'MALFORMED_JSON',
  ],
  [
    'another content type',
    'POST',
    starts,
    { raw: 'a=1', contentType: 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'another charset',
    'POST',
    starts,
    { raw: '{}', contentType: 'application/json; charset=latin1' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['XML where there is none', 'POST', starts, xml('<a/>'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  [
    'a compressed body',
    'POST',
    starts,
    { raw: '{}', headers: { 'content-encoding': 'gzip' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'an idempotency key with spaces',
    'POST',
    starts,
    { body: {}, key: 'a b' },
    400,
    'INVALID_IDEMPOTENCY_KEY',
  ],
  [
    'an idempotency key of 300 characters',
    'POST',
    starts,
    { body: {}, key: 'k'.repeat(300) },
    400,
    'INVALID_IDEMPOTENCY_KEY',
  ],
  [
    'a token that is none',
    'GET',
    '/tasks',
    { headers: { authorization: 'Bearer x' } },
    401,
    'UNAUTHENTICATED',
  ],
];

const definitions: Case[] = [
  ['broken XML', 'POST', '/processes', xml('<bpmn:definitions'), 422, 'INVALID_DEFINITION'],
  ['XML that is no BPMN', 'POST', '/processes', xml('<a/>'), 422, 'INVALID_DEFINITION'],
  ['an empty XML', 'POST', '/processes', xml(' ', 'text/xml'), 422, 'INVALID_DEFINITION'],
  [
    'a DOCTYPE',
    'POST',
    '/processes',
    xml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    422,
    'INVALID_DEFINITION',
  ],
  ['XML with a NUL', 'POST', '/processes', xml('<a>\0</a>'), 400, 'MALFORMED_XML'],
  ['a definition that is a number', 'POST', '/processes', json({ definition: 5 }), 422, 'VALIDATION_FAILED'],
  [
    'a format that is none',
    'POST',
    '/processes',
    json({ definition: '<a/>', format: 'doc' }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'JSON text that is broken',
    'POST',
    '/processes',
    json({ definition: '{', format: 'json' }),
    422,
    'INVALID_DEFINITION',
  ],
  ['XML text with a NUL', 'POST', '/processes', json({ definition: '<a>\0</a>' }), 422, 'INVALID_DEFINITION'],
  [
    'no activities',
    'POST',
    '/processes',
    json({ name: 'a', activities: [], flows: [] }),
    422,
    'VALIDATION_FAILED',
  ],
  [
    'an activity of no type',
    'POST',
    '/processes',
    json(sequence('a', { id: 'x', type: 'wish' })),
    422,
    'INVALID_DEFINITION',
  ],
  [
    'a flow to nowhere',
    'POST',
    '/processes',
    json({ ...oneTask, flows: [{ from: 'start', to: 'nowhere' }] }),
    422,
    'INVALID_DEFINITION',
  ],
  ['a name with a NUL', 'POST', '/processes', json({ ...oneTask, name: 'a\0' }), 422, 'VALIDATION_FAILED'],
  [
    'a task name with a NUL',
    'POST',
    '/processes',
    json(sequence('nul', userTask('a', { name: 'a\0' }))),
    422,
    'INVALID_DEFINITION',
  ],
  [
    'a candidate with a NUL',
    'POST',
    '/processes',
    json(sequence('nul', userTask('a', { candidate_users: ['a\0'] }))),
    422,
    'INVALID_DEFINITION',
  ],
  [
    'a job type with a NUL',
    'POST',
    '/processes',
    json(sequence('nul', serviceTask('a', 'a\0'))),
    422,
    'INVALID_DEFINITION',
  ],
  [
    'a script with a NUL',
    'POST',
    '/processes',
    json(sequence('nul', { id: 'a', type: 'scriptTask', script: '"\0"' })),
    422,
    'INVALID_DEFINITION',
  ],
  [
    'an expression that is none',
    'POST',
    '/processes',
    json(sequence('bad', userTask('a', { assignee: '${' }))),
    422,
    'INVALID_DEFINITION',
  ],
  ['nothing to parse', 'POST', '/parse', json({ definition: '' }), 422, 'VALIDATION_FAILED'],
];

const addresses: Case[] = [
  ['an id that cannot be one', 'GET', '/instances/not-a-uuid', {}, 404, 'NOT_FOUND'],
  ['an id that names nothing', 'GET', `/instances/${unknownId}`, {}, 404, 'NOT_FOUND'],
  ['an id with a NUL', 'GET', '/processes/a%00b', {}, 404, 'NOT_FOUND'],
  ['an instance id with a NUL', 'GET', '/instances/a%00b', {}, 404, 'NOT_FOUND'],
  ['a start of a process with a NUL', 'POST', '/processes/%00/instances', json({}), 404, 'NOT_FOUND'],
  ['an id with SQL', 'GET', "/processes/x'%20OR%201=1--", {}, 404, 'NOT_FOUND'],
  ['an id that leads out', 'GET', '/processes/..%2f..%2fetc%2fpasswd', {}, 404, 'NOT_FOUND'],
  ['a process that does not exist', 'POST', '/processes/none/instances', json({}), 404, 'NOT_FOUND'],
  ['a task that does not exist', 'POST', `/tasks/${unknownId}/complete`, {}, 404, 'NOT_FOUND'],
  [
    'a job that does not exist',
    'POST',
    `/jobs/${unknownId}/complete`,
    json({ lock_token: '1' }),
    404,
    'NOT_FOUND',
  ],
  ['an incident that does not exist', 'POST', `/incidents/${unknownId}/resolve`, {}, 404, 'NOT_FOUND'],
  [
    'an element instance that does not exist',
    'GET',
    `/instances/ID/activities/${unknownId}/variables`,
    {},
    404,
    'NOT_FOUND',
  ],
  ['a broken escape', 'GET', '/processes/%E0%A4%A', {}, 400, 'MALFORMED_REQUEST'],
  ['an id of 500 characters', 'GET', `/processes/${'x'.repeat(500)}`, {}, 414, 'URI_TOO_LONG'],
  ['an address that does not exist', 'GET', '/nothing/here', {}, 404, 'NOT_FOUND'],
  ['the wrong method', 'PUT', '/processes', json({}), 405, 'METHOD_NOT_ALLOWED'],
  ['deletion of a task', 'DELETE', '/tasks/TASK', {}, 405, 'METHOD_NOT_ALLOWED'],
];

const queries: Case[] = [
  ['a limit of a hundred thousand', 'GET', '/instances?limit=100000', {}, 400, 'INVALID_QUERY'],
  ['a limit of nothing', 'GET', '/tasks?limit=0', {}, 400, 'INVALID_QUERY'],
  ['a limit that is a text', 'GET', '/tasks?limit=many', {}, 400, 'INVALID_QUERY'],
  ['a limit twice', 'GET', '/tasks?limit=1&limit=2', {}, 400, 'INVALID_QUERY'],
  ['a cursor that is none', 'GET', '/instances?cursor=!!', {}, 400, 'INVALID_QUERY'],
  ['a cursor of rubbish', 'GET', '/instances?cursor=cnViYmlzaA', {}, 400, 'INVALID_QUERY'],
  ['an instance cursor without id', 'GET', `/instances?cursor=${cursor('no-id')}`, {}, 400, 'INVALID_QUERY'],
  ['an incident cursor without id', 'GET', `/incidents?cursor=${cursor('no-id')}`, {}, 400, 'INVALID_QUERY'],
  ['a process cursor with a NUL', 'GET', `/processes?cursor=${cursor('a\0')}`, {}, 400, 'INVALID_QUERY'],
  [
    'a journal cursor without number',
    'GET',
    `/instances/ID/journal?cursor=${cursor('x')}`,
    {},
    400,
    'INVALID_QUERY',
  ],
  [
    'a task cursor with too large a priority',
    'GET',
    `/tasks?cursor=${cursor('1e300', '2026-01-01T00:00:00.000Z', unknownId)}`,
    {},
    400,
    'INVALID_QUERY',
  ],
  [
    'a task cursor beyond all years',
    'GET',
    `/tasks?cursor=${cursor('5', '+275760-09-13T00:00:00.000Z', unknownId)}`,
    {},
    400,
    'INVALID_QUERY',
  ],
  ['a cursor of numbers', 'GET', `/tasks?cursor=${cursor(1, 2, 3)}`, {}, 400, 'INVALID_QUERY'],
  ['a status that is none', 'GET', '/instances?status=lost', {}, 400, 'INVALID_QUERY'],
  ['a business key with a NUL', 'GET', '/instances?business_key=a%00', {}, 400, 'INVALID_QUERY'],
  ['an instance filter that is no id', 'GET', '/tasks?instance_id=none', {}, 404, 'NOT_FOUND'],
  ['event number nothing', 'GET', '/instances/ID/state?at_seq=0', {}, 400, 'INVALID_QUERY'],
  ['a cursor of 8 kB', 'GET', `/tasks?cursor=${'a'.repeat(8000)}`, {}, 400, 'INVALID_QUERY'],
  ['a query of 9 kB', 'GET', `/tasks?cursor=${'a'.repeat(9000)}`, {}, 414, 'URI_TOO_LONG'],
  [
    'a hundred and one parameters',
    'GET',
    `/tasks?${Array.from({ length: 101 }, (_, at) => `p${at}=1`).join('&')}`,
    {},
    400,
    'INVALID_QUERY',
  ],
  ['an event beyond the end', 'GET', '/instances/ID/state?at_seq=99999', {}, 400, 'INVALID_QUERY'],
  [
    'an event beyond all numbers',
    'GET',
    `/instances/ID/state?at_seq=${'9'.repeat(30)}`,
    {},
    400,
    'INVALID_QUERY',
  ],
  [
    'a cascade that is no yes or no',
    'DELETE',
    '/processes/one-task?cascade=perhaps',
    {},
    400,
    'INVALID_QUERY',
  ],
];

describe('bad input', () => {
  let server: TestServer;
  let client: Client;
  let api: Api;
  let instanceId = '';
  let taskId = '';

  beforeAll(async () => {
    server = await startTestServer({ database: 'pglite', testClock: true });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(oneTask);
    instanceId = (await client.instances.start('one-task')).instance_id;
    taskId = (await client.tasks.list({ instance_id: instanceId })).tasks[0]?.id ?? '';
  });
  afterAll(() => server.stop());

  function expectProblem(answer: Answer, status: number, code: string): void {
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      type: `urn:wbpm:error:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      instance: expect.any(String),
      success: false,
      message: expect.any(String),
      data: null,
      errors: [{ code: expect.any(String), message: expect.any(String) }],
      request_id: answer.headers.get('x-request-id'),
    });
    expect(answer.text).not.toMatch(/node_modules|\.ts:|SELECT|INSERT|wbpm_/);
  }

  it.each([...bodies, ...definitions, ...addresses, ...queries])(
    'is refused exactly: %s',
    async (_name, method, path, settings, status, code) => {
      const target = path.replace('ID', instanceId).replace('TASK', taskId);
      const answer = await api.call(method, target, settings);
      // A definition may have any number of findings.
      if (code === 'INVALID_DEFINITION') expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      else expectProblem({ ...answer, body: firstErrorOnly(answer.body) }, status, code);
    },
  );

  it('of the wrong method says which it takes', async () => {
    const answer = await api.call('PUT', '/processes', { body: {} });
    expect(answer.headers.get('allow')).toContain('POST');
  });

  it('of 5 MB is refused while it is sent', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes.toString();
    });
    socket.on('error', () => undefined);
    const size = 5 * 1024 * 1024;
    socket.write(
      `POST /api/v1/processes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(size, 0x20));
    await closed(socket);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toContain('BODY_TOO_LARGE');
  });

  it('of 5 MB without announced length is refused too', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes.toString();
    });
    socket.on('error', () => undefined);
    socket.write(
      'POST /api/v1/processes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    for (let sent = 0; sent < 80 && socket.writable; sent += 1) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
    }
    socket.write('0\r\n\r\n');
    await closed(socket);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/v1/tasks HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
    ],
    ['headers of 64 KB', `GET /health HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(65_536)}\r\n\r\n`, 431],
  ])('on the wire is answered and ends the connection: %s', async (_name, bytes, status) => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', () => undefined);
    socket.write(bytes);
    await closed(socket);
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('that is a second completion is a conflict', async () => {
    const { instance_id: id } = await client.instances.start('one-task');
    const task = (await client.tasks.list({ instance_id: id })).tasks[0]?.id ?? '';
    expect((await api.post(`/tasks/${task}/complete`)).status).toBe(200);
    const again = await api.post(`/tasks/${task}/complete`);
    expect([again.status, codeOf(again)]).toEqual([409, 'INSTANCE_ENDED']);
  });

  it('that only shows when the process runs opens an incident instead of failing the request', async () => {
    await client.processes.deploy(
      sequence('late', { id: 'wait', type: 'timer', timer: { duration: '${how_long}' } }),
    );
    for (const howLong of ['tomorrow', 'P99999Y', 'PT-5S', 5, null, 'x'.repeat(10_000)]) {
      const { instance_id: id } = await client.instances.start('late', { variables: { how_long: howLong } });
      expect(await client.instances.get(id)).toMatchObject({
        status: 'active',
        incidents: [{ code: 'EXPRESSION_ERROR', element_id: 'wait' }],
      });
    }
    await client.processes.deploy(
      sequence('whose', userTask('ask', { assignee: '=if true then "a\\u0000b" else ""' })),
    );
    const answer = await api.post('/processes/whose/instances', {});
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['P99999999Y', 'PT', '-P1D'])(
    'that is no duration does not move the clock: %s',
    async (advance) => {
      const answer = await api.post('/clock', { advance });
      expect([answer.status, codeOf(answer)]).toEqual([422, 'VALIDATION_FAILED']);
    },
  );

  it('has changed nothing, broken nothing and left the server serving', async () => {
    expect(await client.instances.get(instanceId)).toMatchObject({ status: 'active', variables: {} });
    expect((await client.tasks.get(taskId)).assignee).toBeNull();
    await client.tasks.complete(taskId);
    expect((await client.instances.get(instanceId)).status).toBe('completed');
    expect(server.errors()).toEqual([]);
  });
});

function firstErrorOnly(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return body;
  return { ...body, errors: Array.isArray(body.errors) ? body.errors.slice(0, 1) : body.errors };
}

/** Resolves however the connection ends: the server may be gone before everything is sent. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
