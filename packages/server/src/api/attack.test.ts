import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createFixture, type Fixture } from './app-fixture.ts';

let fixture: Fixture;
let port: number;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.app.listen({ port: 0, host: '127.0.0.1' });
  port = (fixture.app.server.address() as AddressInfo).port;
});
afterAll(() => fixture.app.close());

const start = '/api/v1/processes/order/instances';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function post(
  path: string,
  payload: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: payload,
  });
  const body: Record<string, unknown> = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, body };
}

/** Sends bytes as they are and answers everything that comes back until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

function nested(depth: number, open: string, close: string): string {
  return open.repeat(depth) + close.repeat(depth);
}

function objects(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('JSON nested deeply', () => {
  it.each([
    ['5,000 objects', objects(5000)],
    ['5,000 lists', nested(5000, '[', ']')],
    ['100,000 lists that never end', '['.repeat(100_000)],
    ['66 objects', objects(66)],
  ])('as %s is refused before it is parsed', async (_name, payload) => {
    const answer = await post(start, payload);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      type: 'urn:wbpm:error:LIMIT_EXCEEDED',
      message: 'Expected JSON nested at most 65 deep, but found more',
      errors: [{ code: 'LIMIT_EXCEEDED', line: 1, limit: 65 }],
    });
  });

  it('at the limit of variables is served', async () => {
    const answer = await post(start, `{"variables":${objects(64)}}`);
    expect(answer.status).toBe(200);
  });

  it('inside a text is only text', async () => {
    const text = JSON.stringify({ variables: { text: nested(5000, '[', ']'), quoted: '\\"[[[[' } });
    expect((await post(start, text)).status).toBe(200);
  });
});

describe('a body', () => {
  it('of 5 MB is refused', async () => {
    const answer = await post(start, `{"variables":{"a":"${'x'.repeat(5_000_000)}"}}`);
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({
      message: 'Expected a body of at most 4194304 bytes, but found more',
      errors: [{ code: 'BODY_TOO_LARGE', limit: 4_194_304 }],
    });
  });

  it.each([
    ['broken', '{"variables":'],
    ['broken in the second line', '{\n  "variables": }'],
    ['with a trailing comma', '{"a":1,}'],
    ['with a comment', '{/* hi */}'],
    ['that is XML', '<a/>'],
    ['with NaN', '{"variables":{"a":NaN}}'],
    ['naming __proto__', '{"__proto__":{"admin":true}}'],
    ['naming something twice', '{"variables":{"a":1,"a":2}}'],
    ['naming something twice, once in escapes', '{"variables":[{"b":{"a":1}, "\\u0062" : 2}]}'],
    ['naming __proto__ twice', '{"variables":{"__proto__":{},"__proto__":{"x":1}}}'],
    ['naming __proto__ in escapes', '{"variables":{"list":[{"\\u005f_proto__":{}}]}}'],
    ['that is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s is malformed', async (_name, payload) => {
    const answer = await post(start, payload);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:wbpm:error:MALFORMED_JSON', success: false, data: null });
  });

  it.each([
    [
      'with a constructor variable',
      '{"variables":{"constructor":{"prototype":{}}}}',
      '/variables/constructor',
    ],
    ['with NUL in a name', '{"variables":{"a\\u0000b":1}}', '/variables/a\u0000b'],
    ['with an endless number', '{"variables":{"a":1e999}}', '/variables/a'],
    ['with half a surrogate pair', '{"variables":{"a/b~c":"\\ud800"}}', '/variables/a~1b~0c'],
    ['that is a list', '[]', ''],
  ])('%s breaks a rule', async (_name, payload, pointer) => {
    const answer = await post(start, payload);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ pointer }] });
  });

  it('with a name that stands twice says which and where', async () => {
    const answer = await post(start, '{"variables":{"a":{"b":[]},\n  "c":"\\"a\\":", "a":{"a":2}}}');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      message: 'Expected names that differ, but found "a" twice in one object',
      errors: [{ code: 'MALFORMED_JSON', line: 2, column: 17 }],
    });
    const fine = '{"variables":{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":"\\"a\\":1"},"toString":1}}';
    expect((await post(start, fine)).status).toBe(200);
  });

  it('with a whole number that would change silently is refused', async () => {
    const answer = await post(start, '{"variables":{"a":9007199254740993}}');
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ code: 'VALIDATION_FAILED', line: 1, column: 19 }] });
    expect((await post(start, '{"variables":{"a":-9007199254740991,"b":0.12345678901234567}}')).status).toBe(
      200,
    );
  });

  it('with a byte order mark is read', async () => {
    expect((await post(start, '\uFEFF{"variables":{}}')).status).toBe(200);
  });

  it('with 1,000 faults reports 100', async () => {
    const activities = Array.from({ length: 1000 }, () => ({}));
    const answer = await post('/api/v1/processes', JSON.stringify({ name: 'n', activities, flows: [] }));
    expect(answer.status).toBe(422);
    expect(answer.body['errors']).toHaveLength(100);
    expect(String(answer.body['message']).length).toBeLessThan(500);
  });
});

describe('a content type', () => {
  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json; charset=utf-16', '{}'],
    ['application/xml', '<a/>'],
    ['nonsense', '{}'],
  ])('%s is refused', async (type, payload) => {
    const answer = await post(start, payload, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(answer.body['type']).toBe('urn:wbpm:error:UNSUPPORTED_MEDIA_TYPE');
  });

  it('that is missing is refused', async () => {
    const answer = await raw(
      `POST ${start} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(answer).toContain('UNSUPPORTED_MEDIA_TYPE');
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity'])(
    'of a body compressed as %s is refused',
    async (encoding) => {
      // What it would grow to does not matter: nothing is ever unpacked.
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
      const answer = await post(start, bomb, { 'content-encoding': encoding });
      expect(answer.status).toBe(415);
      expect(answer.body['type']).toBe('urn:wbpm:error:UNSUPPORTED_MEDIA_TYPE');
    },
  );

  it.each(['application/xml', 'text/xml; charset=UTF-8'])('%s carries a definition', async (type) => {
    const answer = await post('/api/v1/processes', '\uFEFF<definitions/>', { 'content-type': type });
    expect(answer.body).toMatchObject({ data: { deployed: '<definitions/>' } });
  });

  it.each([
    ['nothing', ''],
    ['NUL', '<a>\u0000</a>'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x3c, 0x00])],
  ])('of XML does not make XML of %s', async (_name, payload) => {
    const answer = await post('/api/v1/processes', payload, { 'content-type': 'application/xml' });
    expect(answer.status).toBe(400);
    expect(answer.body['type']).toBe('urn:wbpm:error:MALFORMED_XML');
  });
});

describe('an idempotency key', () => {
  it('comes with a hash that white space in the body does not change', async () => {
    const ask = async (payload: string) => {
      const answer = await post('/api/v1/keys', payload, { 'idempotency-key': 'k-1' });
      return answer.body['data'];
    };
    const first = await ask('{"a":1}');
    expect(first).toEqual({ key: 'k-1', requestHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await ask('{ "a" : 1 }')).toEqual(first);
    expect(await ask('{"a":2}')).not.toEqual(first);
  });

  it('of a definition in XML hashes its text', async () => {
    const headers = { 'idempotency-key': 'k-1', 'content-type': 'application/xml' };
    const first = (await post('/api/v1/keys', '<a/>', headers)).body['data'];
    expect((await post('/api/v1/keys', '<a/>', headers)).body['data']).toEqual(first);
    expect((await post('/api/v1/keys', '<b/>', headers)).body['data']).not.toEqual(first);
  });

  it('needs no body', async () => {
    const answer = await raw(
      'POST /api/v1/keys HTTP/1.1\r\nhost: x\r\nidempotency-key: a\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toContain('"key":"a"');
  });

  it('may be missing', async () => {
    expect((await post('/api/v1/keys', '{}')).body['data']).toBeNull();
  });

  it.each(['two words', 'x'.repeat(256), 'tab\there'])('%j is refused', async (key) => {
    const answer = await post('/api/v1/keys', '{}', { 'idempotency-key': key });
    expect(answer.status).toBe(400);
    expect(answer.body['type']).toBe('urn:wbpm:error:INVALID_IDEMPOTENCY_KEY');
  });

  it('given twice is refused', async () => {
    const answer = await raw(
      'POST /api/v1/keys HTTP/1.1\r\nhost: x\r\nidempotency-key: a\r\nidempotency-key: b\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a request that is no HTTP', () => {
  it('is answered as a problem all the same', async () => {
    const answer = await raw('nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('MALFORMED_REQUEST');
  });

  it('with headers beyond the limit gets 431', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('HEADERS_TOO_LARGE');
  });

  it('with more than 100 headers gets 431', async () => {
    const headers = (count: number) => Array.from({ length: count }, (_, at) => `x-${at}: 1\r\n`).join('');
    const ask = (count: number) =>
      raw(`GET /api/v1/whoami HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers(count)}\r\n`);
    expect(await ask(98)).toMatch(/^HTTP\/1\.1 200 /);
    const answer = await ask(99);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"limit":100,"actual":101');
  });

  it.each([
    ['GET /api/v1/whoami', 'authorization: Bearer a\r\nauthorization: Bearer b', 401],
    ['GET /api/v1/whoami', `authorization: Bearer ${'x'.repeat(9000)}`, 401],
  ])('%s with %.40s is answered', async (line, headers, status) => {
    const answer = await raw(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('cannot add headers by way of the request id', async () => {
    const answer = await raw(
      'GET /api/v1/whoami HTTP/1.1\r\nhost: x\r\nx-request-id: a%0d%0aset-cookie:%20x=1\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).not.toContain('set-cookie');
  });
});

describe('a query', () => {
  const ask = async (query: string) => {
    // An address that takes no parameters, so that none is refused for its name.
    const response = await fixture.app.inject(`/api/v1/whoami?${query}`);
    return [response.statusCode, response.json().errors[0]];
  };
  const parameters = (count: number) => Array.from({ length: count }, (_, at) => `p${at}=1`).join('&');

  it('has at most 100 parameters', async () => {
    expect(await ask(parameters(100))).toEqual([200, undefined]);
    expect(await ask(parameters(101))).toEqual([
      400,
      {
        code: 'INVALID_QUERY',
        message: 'Expected at most 100 query parameters, but found 101',
        limit: 100,
        actual: 101,
      },
    ]);
  });

  it('has at most 8,192 characters', async () => {
    expect(await ask(`a=${'x'.repeat(8190)}`)).toEqual([200, undefined]);
    expect(await ask(`a=${'x'.repeat(8191)}`)).toMatchObject([
      414,
      { code: 'URI_TOO_LONG', limit: 8192, actual: 8193 },
    ]);
  });
});

describe('a WebSocket', () => {
  interface Ending {
    readonly protocol: string;
    readonly received: readonly string[];
    readonly code: number;
  }

  /** Sends one text and closes after its echo, unless the server closes before. */
  function converse(text: string, protocols: string[]): Promise<Ending> {
    return new Promise((resolve, reject) => {
      const received: string[] = [];
      const socket = new WebSocket(`ws://127.0.0.1:${port}/open/echo`, protocols);
      socket.on('open', () => socket.send(text));
      socket.on('message', (data: Buffer) => {
        received.push(data.toString());
        socket.close(1000);
      });
      socket.on('close', (code) => resolve({ protocol: socket.protocol, received, code }));
      socket.on('error', reject);
    });
  }

  it('speaks our protocol and never repeats the one that carries the token', async () => {
    const ending = await converse('hello', ['wbpm.v1', 'bearer.a.b.c']);
    expect(ending).toEqual({ protocol: 'wbpm.v1', received: ['hello'], code: 1000 });
  });

  it('is not agreed on with a client that offers another protocol', async () => {
    await expect(converse('hello', ['graphql-ws'])).rejects.toThrow('Server sent no subprotocol');
  });

  it('ends when a frame is larger than 64 KiB', async () => {
    const ending = await converse('x'.repeat(65_537), ['wbpm.v1']);
    expect(ending).toMatchObject({ received: [], code: 1009 });
    expect((await converse('x'.repeat(65_536), ['wbpm.v1'])).code).toBe(1000);
  });
});
