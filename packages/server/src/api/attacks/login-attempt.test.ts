import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOidc, type TestOidc, testOidcClient } from '../../testing/test-oidc.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const publicUrl = 'https://wbpm.example';
const begin = '/api/v1/auth/oidc/login';
const callback = '/api/v1/auth/oidc/callback';

describe('a login at the provider, in production', () => {
  let oidc: TestOidc;
  let server: TestServer;
  beforeAll(async () => {
    oidc = await startTestOidc('RS256', publicUrl + callback);
    server = await startTestServer({
      database: 'pglite',
      environment: {
        AUTH_MODE: 'oidc',
        NODE_ENV: 'production',
        ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
        PUBLIC_URL: publicUrl,
        OIDC_ISSUER: oidc.issuer,
        OIDC_AUDIENCE: 'wbpm',
        OIDC_CLIENT_ID: testOidcClient.id,
        OIDC_CLIENT_SECRET: testOidcClient.secret,
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    await oidc.pause();
  });

  it('is kept in a cookie of this host alone, which no script reads and which is over soon', async () => {
    const response = await fetch(server.url + begin, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-wbpm_login=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['wbpm_login', '__Secure-wbpm_login'])('is not gone on with from a cookie %s', async (name) => {
    const started = await fetch(server.url + begin, { redirect: 'manual' });
    const [, attempt = ''] = /^__Host-wbpm_login=([^;]+)/.exec(started.headers.getSetCookie()[0] ?? '') ?? [];
    const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const query = new URLSearchParams({ code: 'planted', state, iss: oidc.issuer });
    const headers = { cookie: `${name}=${attempt}` };
    const response = await fetch(`${server.url}${callback}?${query}`, { redirect: 'manual', headers });
    expect(response.headers.get('location')).toBe('/sign-in?error=refused');
    expect(response.headers.getSetCookie().join()).not.toContain('_session=');
  });

  it.each([
    'e30', // {}
    'bnVsbA', // null
    Buffer.from('{"__proto__":{"state":"x"}}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    '%00',
    'x'.repeat(4000),
  ])('is not made up in the cookie: %.20s', async (value) => {
    const headers = { cookie: `__Host-wbpm_login=${value}` };
    const address = `${server.url}${callback}?code=a&state=b`;
    const response = await fetch(address, { redirect: 'manual', headers });
    expect(response.headers.get('location')).toBe('/sign-in?error=refused');
  });

  it('is never a defect', () => expect(server.errors()).toEqual([]));
});
