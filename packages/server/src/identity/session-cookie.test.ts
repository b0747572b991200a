import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addUser, goodPassword, startServerWithAccounts } from '../testing/accounts.ts';
import { connectApi } from '../testing/api.ts';
import type { TestServer } from '../testing/test-server.ts';

describe('a browser', () => {
  let server: TestServer;
  let cookie: string;
  beforeAll(async () => {
    server = await startServerWithAccounts('pglite');
    const administrator = await server.api({ userId: 'root', roles: ['admin'] });
    await addUser(server, administrator, { user_id: 'ann' });
  });
  afterAll(() => server.stop());

  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    connectApi(server.url, null).call(method, path, { headers, ...(body === undefined ? {} : { body }) });
  const credentials = { username: 'ann', password: goodPassword, cookie: true };

  it('gets a cookie no script can read and no token', async () => {
    const answer = await call('POST', '/auth/login', { origin: server.url }, credentials);
    const header = answer.headers.get('set-cookie') ?? '';
    expect(header).toMatch(
      /^wbpm_session=wbpm_session\.default\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.body).toMatchObject({ data: { access_token: null, refresh_token: null } });
    cookie = header.slice(0, header.indexOf(';'));
    expect((await call('GET', '/me', { cookie })).status).toBe(200);
  });

  it('is not logged in by a page of another site', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      expect((await call('POST', '/auth/login', { origin }, credentials)).status).toBe(403);
    }
    expect((await call('POST', '/auth/login', {}, credentials)).status).toBe(403);
  });

  it('changes nothing for a page of another site', async () => {
    const body = { user_id: 'x' };
    const forged = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
      { origin: `${server.url}.evil.example` },
    ];
    for (const headers of forged) {
      const answer = await call('POST', '/messages', { cookie, ...headers }, body);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Origin');
    }
    const own = await call('POST', '/auth/logout', { cookie, origin: 'https://evil.example' });
    expect(own.status).toBe(403);
    expect((await call('GET', '/me', { cookie })).status).toBe(200);
  });

  it('opens the feed with its cookie, for its own pages only', async () => {
    const open = (origin: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/ann`, 'wbpm.v1', {
          headers: { cookie, origin },
        });
        // Only who is known is answered that there is nothing to go on from.
        const resume = { type: 'resume', position: 'nowhere' };
        socket.on('open', () => socket.send(JSON.stringify(resume)));
        socket.on('message', (data) => {
          resolve(String(data));
          socket.close();
        });
        socket.on('close', (code) => resolve(String(code)));
      });
    expect(await open(server.url)).toContain('resync');
    expect(await open('https://evil.example')).toBe('4403');
  });

  it('loses a cookie that counts no more', async () => {
    const answer = await call('POST', '/auth/logout', { cookie, origin: server.url });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toContain('wbpm_session=; Max-Age=0');
    const later = await call('GET', '/me', { cookie });
    expect(later.status).toBe(401);
    expect(later.headers.get('set-cookie')).toContain('wbpm_session=; Max-Age=0');
  });
});
