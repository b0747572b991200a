import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectApi } from '../../testing/api.ts';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { sendRaw, statusesIn } from './send-raw.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ database: 'pglite' });
  await connectApi(server.url, null).post('/processes', oneTask);
});
afterAll(() => server.stop());

const start = '/api/v1/processes/one-task/instances';
const post = `POST ${start} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;
/** What would be served if the end of a message were seen too early. */
const hidden = 'GET /hidden HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';

describe('a request whose end is not clear', () => {
  it.each([
    [
      'with Content-Length and Transfer-Encoding',
      `${post}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'with Transfer-Encoding and Content-Length',
      `${post}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'with two lengths',
      `${post}content-length: 2\r\ncontent-length: ${hidden.length + 2}\r\n\r\n{}${hidden}`,
    ],
    ['with a list of lengths', `${post}content-length: 2, ${hidden.length + 2}\r\n\r\n{}${hidden}`],
    ['with a length that has a sign', `${post}content-length: +2\r\n\r\n{}${hidden}`],
    ['with a length in hexadecimal', `${post}content-length: 0x2\r\n\r\n{}${hidden}`],
    ['with a length below zero', `${post}content-length: -1\r\n\r\n{}${hidden}`],
    ['with an encoding that is no other', `${post}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    [
      'with chunked before another encoding',
      `${post}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'with two encodings',
      `${post}transfer-encoding: chunked\r\ntransfer-encoding: x\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['with a chunk of no size', `${post}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${hidden}`],
    [
      'with a chunk of more than its size',
      `${post}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'with a chunk size beyond every number',
      `${post}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'with a space before the colon',
      `${post}transfer-encoding : chunked\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
    ],
    [
      'with a folded header',
      `${post}x: a\r\n b\r\ntransfer-encoding:\r\n chunked\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
    ],
    [
      'with a header that begins with a space',
      `${post} transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
    ],
    ['with lines that end in LF', `${post}content-length: 2\n\n{}${hidden}`],
    [
      'with CR in a header',
      `${post}x: a\rtransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
    ],
    ['with NUL in a header', `${post}x: a\0b\r\ncontent-length: 2\r\n\r\n{}${hidden}`],
    [
      'of another version of HTTP',
      `POST ${start} HTTP/1.2\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
    ],
    ['of HTTP/2 without being asked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['without Host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['with two hosts', 'GET /health HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n'],
  ])('%s is refused, and what follows is not read', async (name, bytes) => {
    const statuses = statusesIn(await sendRaw(server.url, bytes));
    expect([name, statuses]).toEqual([name, [400]]);
  });

  it('cannot be made by what comes after the body: the rest is a request of its own or nothing', async () => {
    const answer = await sendRaw(server.url, `${post}content-length: 2\r\n\r\n{}${hidden}`);
    expect(statusesIn(answer)).toEqual([200, 404]);
    const chunked = await sendRaw(
      server.url,
      `${post}transfer-encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\n\r\n${hidden}`,
    );
    expect(statusesIn(chunked)).toEqual([200, 404]);
  });
});

describe('a line break in what is sent', () => {
  const breaks = [
    '%0d%0aset-cookie:%20a=b',
    '%0aset-cookie:%20a=b',
    '%E5%98%8A%E5%98%8Dset-cookie:a=b',
    '%0d%0a%0d%0a<script>',
  ];

  it.each(breaks)('as part of an address, %s, adds no header', async (text) => {
    for (const path of [
      `/api/v1/processes/${text}`,
      `/${text}`,
      `/api/v1/instances?cursor=${text}`,
      `/tasks/${text}`,
    ]) {
      const answer = await sendRaw(
        server.url,
        `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      );
      const [head = ''] = answer.split('\r\n\r\n');
      expect(statusesIn(answer)).toHaveLength(1);
      expect(head.toLowerCase()).not.toContain('set-cookie');
      expect(statusesIn(answer)[0]).toBeLessThan(500);
      // What an answer repeats is JSON, and said to be.
      if (answer.includes('<script>')) expect(head).toContain('json');
    }
  });

  it.each([
    'x-request-id',
    'idempotency-key',
    'if-match',
    'origin',
    'host',
    'x-forwarded-for',
    'x-forwarded-host',
  ])('as part of the header %s adds none', async (name) => {
    for (const value of ['a%0d%0aset-cookie: x=1', 'a\u0085set-cookie: x=1', '"a\\r\\nset-cookie: x=1"']) {
      const host = name === 'host' ? '' : 'host: x\r\n';
      const text = `${post.replace('host: x\r\n', host)}content-length: 2\r\nconnection: close\r\n${name}: ${value}\r\n\r\n{}`;
      const answer = await sendRaw(server.url, Buffer.from(text, 'latin1'));
      expect(answer.toLowerCase().split('\r\n\r\n')[0]).not.toMatch(/^set-cookie/m);
      expect(statusesIn(answer)[0]).toBeLessThan(500);
    }
  });

  it('as part of the name of a process adds none to its drawing', async () => {
    const api = connectApi(server.url, null);
    const name = 'a"\r\nset-cookie: x=1\r\n\r\n<script>alert(1)</script>';
    const deployed = await api.post('/processes', { ...oneTask, process_id: 'named', name });
    expect([200, 422]).toContain(deployed.status);
    const drawing = await api.get('/processes/named/xml');
    expect(drawing.headers.getSetCookie()).toEqual([]);
    expect(drawing.text).not.toContain('<script>');
  });
});

describe('an address that leads elsewhere', () => {
  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e%252fetc%252fpasswd',
    '/..\\..\\etc\\passwd',
    '/..%5c..%5cetc%5cpasswd',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/..;/..;/package.json',
    '/assets/%c0%ae%c0%ae/package.json',
    '/assets/',
    '/assets',
    '//etc/passwd',
    '/.git/config',
    '/.env',
    '/index.html%00.png',
    '/processes/..%2f..%2fpackage.json',
    '/api/v1/processes/..%2f..%2f..%2fetc%2fpasswd/xml',
    '/api/v1/processes/%2e%2e/xml',
    'http://evil.example/etc/passwd',
    'file:///etc/passwd',
  ])('%s shows no file and no folder', async (target) => {
    const answer = await sendRaw(
      server.url,
      `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/root:.*:0:0:|"workspaces"|\[core\]|Index of/);
    expect(statusesIn(answer)[0]).toBeLessThan(500);
    // Nobody is sent anywhere.
    expect(answer.toLowerCase()).not.toMatch(/^location:/m);
  });

  it.each([
    'evil.example',
    'evil.example:80',
    'x@evil.example',
    '127.0.0.1, evil.example',
    'a b',
    '[::1',
    '',
  ])('the host %j is repeated in no answer', async (host) => {
    const answer = await sendRaw(
      server.url,
      `GET /api/v1/auth/methods HTTP/1.1\r\nhost: ${host}\r\nx-forwarded-host: evil.example\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).not.toContain('evil.example');
    expect([200, 400]).toContain(statusesIn(answer)[0]);
  });

  it('none of which is a defect', () => expect(server.errors()).toEqual([]));
});
