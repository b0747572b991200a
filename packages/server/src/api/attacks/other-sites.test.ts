import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addUser, goodPassword, startServerWithAccounts } from '../../testing/accounts.ts';
import { connectApi } from '../../testing/api.ts';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const ours = 'https://pages.example';
let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startServerWithAccounts('pglite', { CORS_ORIGINS: ours });
  await addUser(server, await server.api({ userId: 'root', roles: ['admin'] }), { user_id: 'ann' });
  const body = { username: 'ann', password: goodPassword, cookie: true };
  const answer = await connectApi(server.url, null).call('POST', '/auth/login', {
    body,
    headers: { origin: ours },
  });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(() => server.stop());

/** Pages that are none of ours, some of which look as if they were. */
const strangers = [
  'https://evil.example',
  'null',
  'http://pages.example',
  'https://pages.example:444',
  'https://pages.example.evil.example',
  'https://evil-pages.example',
  'https://PAGES.example.evil',
  'file://',
  'https://pages.example@evil.example',
];

describe('a page of another site', () => {
  it.each(strangers)('at %s is told by no preflight that it may', async (origin) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type, authorization',
    };
    const response = await fetch(`${server.url}/api/v1/messages`, { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).not.toBe(origin);
    expect(response.headers.get('access-control-allow-origin')).not.toBe('*');
  });

  it.each(strangers)('at %s reads nothing with the cookie of a user', async (origin) => {
    const answer = await connectApi(server.url, null).call('GET', '/me', { headers: { origin, cookie } });
    expect([null, ours]).toContain(answer.headers.get('access-control-allow-origin'));
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it.each(strangers)(
    'at %s changes nothing with the cookie of a user, over GraphQL neither',
    async (origin) => {
      const headers = { origin, cookie };
      const anybody = connectApi(server.url, null);
      const body = { query: 'mutation { broadcast_signal(signal_name: "x") { signal_name } }' };
      const answers = [
        await anybody.call('POST', '/messages', { headers, body: { message_name: 'x' } }),
        await anybody.call('POST', '/auth/logout', { headers }),
        await anybody.call('DELETE', '/me/sessions/x', { headers }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(403);
    },
  );

  it.each(strangers.flatMap((origin) => ['/ws/ann', '/graphql'].map((path) => [origin, path] as const)))(
    'at %s opens no socket of a user at %s',
    async (origin, path) => {
      const protocol = path === '/graphql' ? 'graphql-transport-ws' : 'wbpm.v1';
      const socket = new WebSocket(server.url.replace('http', 'ws') + path, protocol, {
        headers: { cookie, origin },
      });
      const heard: string[] = [];
      socket.on('message', (data: Buffer) => heard.push(data.toString()));
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(4403);
      expect(heard).toEqual([]);
    },
  );

  it('has no way to change anything by a link or an image: what is asked with GET changes nothing', async () => {
    const headers = { cookie };
    const anybody = connectApi(server.url, null);
    for (const path of ['/auth/logout', '/messages', '/signals', '/me/password', '/auth/login']) {
      expect([404, 405]).toContain((await anybody.call('GET', path, { headers })).status);
    }
    for (const name of ['x-http-method-override', 'x-method-override', '_method']) {
      const answer = await anybody.call('GET', `/auth/logout?${name}=POST`, {
        headers: { cookie, [name]: 'POST' },
      });
      expect(answer.status).toBe(405);
    }
    expect((await anybody.call('GET', '/me', { headers })).status).toBe(200);
  });
});

it('a page of ours may, and is answered with its own origin', async () => {
  const answer = await connectApi(server.url, null).call('GET', '/me', { headers: { origin: ours, cookie } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe(ours);
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
  expect(answer.headers.get('vary')).toContain('Origin');
  expect(server.errors()).toEqual([]);
});

describe('a server on which nobody has to log in', () => {
  let open: TestServer;
  beforeAll(async () => {
    open = await startTestServer({ database: 'pglite' });
    expect((await (await open.api()).post('/processes', oneTask)).status).toBe(200);
  });
  afterAll(() => open.stop());

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'])(
    'does nothing for a page at %s',
    async (origin) => {
      const anybody = connectApi(open.url, null);
      const headers = { origin };
      // Without a body browsers ask nobody before they send it.
      const answer = await anybody.call('POST', '/processes/one-task/instances', { headers });
      expect(answer.status).toBe(403);
      expect((await anybody.get('/instances')).text).toContain('"instances":[]');
    },
  );

  it('does it for its own pages, those of the same machine, and programs, which have no origin', async () => {
    const anybody = connectApi(open.url, null);
    for (const origin of [open.url, 'http://localhost:5173', 'http://[::1]:5173']) {
      const headers = { origin };
      expect((await anybody.call('POST', '/processes/one-task/instances', { headers })).status).toBe(200);
    }
    expect((await anybody.post('/processes/one-task/instances')).status).toBe(200);
  });
});
