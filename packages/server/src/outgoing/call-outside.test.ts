import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { callOutside, OutsideError } from './call-outside.ts';

const mebibyte = 1_048_576;
const servers: Server[] = [];

/** A system outside that answers so, at an address with something private in it. */
async function outside(answer: RequestListener): Promise<URL> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/private-path?key=private-query`);
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function failureOf(call: Promise<Response>): Promise<OutsideError> {
  const error: unknown = await call.catch((cause: unknown) => cause);
  if (error instanceof OutsideError) return error;
  throw new Error('Expected no answer, but there was one');
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map(stop));
});

describe('an answer', () => {
  it.each([200, 201, 400, 401, 404, 429, 500, 503])('of status %i is one', async (status) => {
    const address = await outside((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/plain', 'retry-after': '7' }).end('told so');
    });
    const answer = await callOutside(address);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.text()).toBe('told so');
  });

  it.each([204, 205, 304])('of status %i has no body', async (status) => {
    const address = await outside((_request, response) => {
      response.writeHead(status).end();
    });
    const answer = await callOutside(address);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe('');
  });

  it('that leads elsewhere is not followed', async () => {
    const visited: unknown[] = [];
    const address = await outside(({ url }, response) => {
      visited.push(url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const answer = await callOutside(address);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/elsewhere');
    expect(visited).toEqual(['/private-path?key=private-query']);
  });

  it('that travelled packed is handed on unpacked, and does not say otherwise', async () => {
    const packed = gzipSync(JSON.stringify({ text: 'x'.repeat(1000) }));
    const address = await outside((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    const answer = await callOutside(address);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('content-length')).toBeNull();
    expect(await answer.json()).toEqual({ text: 'x'.repeat(1000) });
  });

  it('of 1 MiB is read whole', async () => {
    const address = await outside((_request, response) => response.end(Buffer.alloc(mebibyte)));
    expect(await (await callOutside(address)).arrayBuffer()).toHaveProperty('byteLength', mebibyte);
  });

  it.each([
    ['plain', (response: Parameters<RequestListener>[1]) => response.end(Buffer.alloc(mebibyte + 1))],
    [
      'packed',
      (response: Parameters<RequestListener>[1]) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(mebibyte + 1))),
    ],
  ])('of more than 1 MiB is refused, %s', async (_how, answer) => {
    const address = await outside((_request, response) => answer(response));
    const failure = await failureOf(callOutside(address));
    expect(failure.message).toBe(
      `Expected an answer from ${address.host}, but it has more than 1048576 bytes`,
    );
  });
});

describe('a request', () => {
  it('carries method, headers and body', async () => {
    const address = await outside((request, response) => {
      const { method, headers } = request;
      request.setEncoding('utf8').on('data', (body: string) => {
        response.end(JSON.stringify([method, headers.authorization, body]));
      });
    });
    const answer = await callOutside(address, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: '{"token":"t"}',
    });
    expect(await answer.json()).toEqual(['POST', 'Bearer k', '{"token":"t"}']);
  });

  it('waits no longer than it may for an answer to begin', async () => {
    const address = await outside(() => undefined);
    const failure = await failureOf(callOutside(address, { answerWithinMs: 50 }));
    expect(failure.message).toBe(`Expected an answer from ${address.host}, but none came within 50 ms`);
  });

  it('waits no longer than it may for an answer to end', async () => {
    const address = await outside((_request, response) => {
      response.writeHead(200).write('and then');
    });
    const failure = await failureOf(callOutside(address, { answerWithinMs: 200 }));
    expect(failure.message).toBe(`Expected an answer from ${address.host}, but none came within 200 ms`);
  });

  it('to where nobody listens fails with host and reason, without path and query', async () => {
    const address = await outside(() => undefined);
    await Promise.all(servers.splice(0).map(stop));
    const failure = await failureOf(callOutside(address));
    expect(failure.message).toBe(
      `Expected an answer from ${address.host}, but connect ECONNREFUSED ${address.host}`,
    );
  });

  it('to a connection that is cut fails', async () => {
    const address = await outside((request) => request.socket.destroy());
    const failure = await failureOf(callOutside(address));
    expect(failure.message).toBe(`Expected an answer from ${address.host}, but other side closed`);
  });

  it.each<[string, (address: URL) => Promise<Response>]>([
    ['a password in its address', (address) => callOutside(new URL(`http://u:private@${address.host}/`))],
    ['a key with a break', (address) => callOutside(address, { headers: { authorization: 'private\nkey' } })],
  ])('with %s is not sent, and the failure does not quote it', async (_what, call) => {
    const visited: unknown[] = [];
    const address = await outside(({ url }) => visited.push(url));
    const failure = await failureOf(call(address));
    expect(failure.message).toBe(
      `Expected an answer from ${address.host}, but its address or what is sent there is malformed`,
    );
    expect(visited).toEqual([]);
  });
});

describe('a failure', () => {
  it('of a host with several addresses names the reason of each', () => {
    const addresses = ['connect ECONNREFUSED ::1:9', 'connect ECONNREFUSED 127.0.0.1:9'];
    const cause = new TypeError('fetch failed', {
      cause: new AggregateError(addresses.map((text) => new Error(text))),
    });
    expect(new OutsideError(new URL('http://localhost:9/private'), cause).message).toBe(
      'Expected an answer from localhost:9, but connect ECONNREFUSED ::1:9, connect ECONNREFUSED 127.0.0.1:9',
    );
  });

  it.each([
    ['without words by its kind', new RangeError(), 'RangeError'],
    ['that is no error by its text', 'gone', 'gone'],
  ])('%s is named', (_what, cause, reason) => {
    expect(new OutsideError(new URL('http://host/'), cause).message).toBe(
      `Expected an answer from host, but ${reason}`,
    );
  });
});
