import type { SessionTokens } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addUser,
  attemptLogin,
  goodPassword,
  logInAs,
  startServerWithAccounts,
} from '../../testing/accounts.ts';
import { type Answer, connectApi, dataOf } from '../../testing/api.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { sendRaw } from './send-raw.ts';

const publicUrl = 'https://wbpm.example';
const cookieName = '__Host-wbpm_session';

let server: TestServer;
beforeAll(async () => {
  const environment = {
    NODE_ENV: 'production',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    CORS_ORIGINS: publicUrl,
  };
  server = await startServerWithAccounts('pglite', environment);
  await addUser(server, await server.api({ userId: 'root', roles: ['admin'] }), { user_id: 'ann' });
});
afterAll(() => server.stop());

const call = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<Answer> =>
  connectApi(server.url, null).call(method, path, { headers, ...(body === undefined ? {} : { body }) });

function logInInBrowser(headers: Record<string, string> = {}): Promise<Answer> {
  const body = { username: 'ann', password: goodPassword, cookie: true };
  return call('POST', '/auth/login', { origin: publicUrl, ...headers }, body);
}

const cookieOf = (answer: Answer): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('the cookie of a session in production', () => {
  it('is for this host alone, over HTTPS alone, for no script, and not for requests of other sites', async () => {
    const answer = await logInInBrowser();
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-wbpm_session=wbpm_session\.default\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(answer.text).not.toContain(cookieOf(answer).split('=')[1] ?? '');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is chosen by the server, also when the browser came with one', async () => {
    const planted = `wbpm_session.default.${'B'.repeat(43)}`;
    const answer = await logInInBrowser({ cookie: `${cookieName}=${planted}; wbpm_session=${planted}` });
    expect(cookieOf(answer)).toMatch(/^__Host-wbpm_session=wbpm_session\.default\.[\w-]{43}$/);
    expect(cookieOf(answer)).not.toContain(planted);
    const withPlanted = await call('GET', '/me', { cookie: `${cookieName}=${planted}` });
    expect(withPlanted.status).toBe(401);
  });

  it('counts under its own name only', async () => {
    const [, value = ''] = cookieOf(await logInInBrowser()).split('=');
    for (const name of ['wbpm_session', '__host-wbpm_session', ' __Secure-wbpm_session', 'session']) {
      expect((await call('GET', '/me', { cookie: `${name}=${value}` })).status).toBe(401);
    }
    expect((await call('GET', '/me', { cookie: `${cookieName}=${value}` })).status).toBe(200);
  });

  it.each(['%00', '"', '\\', '%', '%ff', 'x'.repeat(7000), '__proto__=1', ';;;=;'])(
    'with %.20j in it is nobody',
    async (value) => {
      const cookie = `${cookieName}=${value}`;
      expect((await call('GET', '/me', { cookie })).status).toBe(401);
    },
  );

  it('ends with the next login of its browser', async () => {
    const before = cookieOf(await logInInBrowser());
    const after = cookieOf(await logInInBrowser({ cookie: before }));
    expect((await call('GET', '/me', { cookie: before })).status).toBe(401);
    expect((await call('GET', '/me', { cookie: after })).status).toBe(200);
  });

  it('is another one with each login, and each counts by itself', async () => {
    const [first, second] = [await logInInBrowser(), await logInInBrowser()].map(cookieOf);
    expect(first).not.toBe(second);
    await call('POST', '/auth/logout', { cookie: first ?? '', origin: publicUrl });
    expect((await call('GET', '/me', { cookie: first ?? '' })).status).toBe(401);
    expect((await call('GET', '/me', { cookie: second ?? '' })).status).toBe(200);
  });
});

describe('a token that was in force', () => {
  const refresh = (token: string | null) => call('POST', '/auth/refresh', {}, { refresh_token: token });
  const statusOf = async (token: string | null) => (await connectApi(server.url, token).get('/me')).status;

  it('is dead after a refresh, and so is the refresh token', async () => {
    const { tokens } = await logInAs(server, 'ann', goodPassword);
    const answer = await refresh(tokens.refresh_token);
    const next = dataOf<SessionTokens>(answer);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await statusOf(tokens.access_token)).toBe(401);
    expect(await statusOf(next.access_token)).toBe(200);
  });

  it('is dead after the password was changed elsewhere', async () => {
    const administrator = await server.api({ userId: 'root', roles: ['admin'] });
    const here = await addUser(server, administrator, { user_id: 'pia' });
    const there = await logInAs(server, 'pia', goodPassword);
    const other = 'quiet-lantern-orchard-31';
    dataOf(await here.post('/me/password', { current_password: goodPassword, new_password: other }));
    expect(await statusOf(there.tokens.access_token)).toBe(401);
    expect((await refresh(there.tokens.refresh_token)).status).toBe(401);
    expect((await attemptLogin(server, { username: 'pia', password: goodPassword })).status).toBe(401);
    expect(await statusOf(here.tokens.access_token)).toBe(200);
  });

  it('is dead after an administrator reset the password', async () => {
    const administrator = await server.api({ userId: 'root', roles: ['admin'] });
    const rob = await addUser(server, administrator, { user_id: 'rob' });
    dataOf(await administrator.post('/users/rob/reset-password'));
    expect(await statusOf(rob.tokens.access_token)).toBe(401);
    expect((await refresh(rob.tokens.refresh_token)).status).toBe(401);
  });
});

describe('every answer of production', () => {
  it.each<[string, string, number]>([
    ['of success', 'GET /health HTTP/1.1', 200],
    ['to nobody', 'GET /api/v1/tasks HTTP/1.1', 401],
    ['that there is nothing', 'GET /nothing HTTP/1.1', 404],
    ['to an address that cannot be read', 'GET /api/v1/processes/%E0%A4%A HTTP/1.1', 400],
    ['to what is no HTTP', 'nonsense', 400],
  ])('%s promises HTTPS, and is neither sniffed, framed nor kept', async (_what, line, status) => {
    const answer = await sendRaw(server.url, `${line}\r\nhost: x\r\nconnection: close\r\n\r\n`);
    const [head = ''] = answer.toLowerCase().split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^http/1\\.1 ${status} `));
    expect(head).toContain('strict-transport-security: max-age=31536000; includesubdomains');
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toMatch(/content-security-policy: .*frame-ancestors 'none'/);
    expect(head).toMatch(/content-security-policy: .*base-uri 'none'/);
    expect(head).toContain('referrer-policy: no-referrer');
    expect(head).toContain('cache-control: no-store');
    expect(head).toMatch(/content-type: application\/(problem\+)?json; charset=utf-8/);
    expect(head).not.toMatch(/^(server|x-powered-by):/m);
  });

  it('tells nothing of the documentation, the schema, or how the server works', async () => {
    for (const path of [
      '/docs',
      '/openapi.json',
      '/.git/config',
      '/.env',
      '/package.json',
      '/dist/main.js',
    ]) {
      const response = await fetch(server.url + path);
      expect(response.status).toBe(404);
    }
    const token = (await logInAs(server, 'ann', goodPassword)).tokens.access_token;
    const body = { query: '{ __schema { types { name } } }' };
    expect((await connectApi(server.url, token).call('POST', '/api/../graphql', { body })).status).toBe(400);
  });

  it.each(['TRACE', 'TRACK', 'DEBUG', 'CONNECT'])('refuses the method %s', async (method) => {
    const target = method === 'CONNECT' ? 'x:80' : '/health';
    const answer = await sendRaw(
      server.url,
      `${method} ${target} HTTP/1.1\r\nhost: x\r\nx-secret: s\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect(answer).not.toContain('x-secret');
  });
});

it('none of that was a defect', () => expect(server.errors()).toEqual([]));
