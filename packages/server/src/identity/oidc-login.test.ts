import type { Me } from '@wbpm/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstFreePort } from '../api/free-port.ts';
import { connectApi, dataOf } from '../testing/api.ts';
import { startTestOidc, type TestOidc, testOidcClient } from '../testing/test-oidc.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const begin = '/api/v1/auth/oidc/login';
const callback = '/api/v1/auth/oidc/callback';

/** What a browser does with redirects and cookies, one step at a time. */
function openBrowser() {
  const jar = new Map<string, string>();
  return {
    jar,
    async get(address: string) {
      const { host } = new URL(address);
      const cookie = [...jar].filter(([name]) => name.startsWith(host)).map(([, value]) => value);
      const response = await fetch(address, { redirect: 'manual', headers: { cookie: cookie.join('; ') } });
      for (const header of response.headers.getSetCookie()) {
        const [pair = ''] = header.split(';');
        const name = `${host} ${pair.slice(0, pair.indexOf('='))}`;
        if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(header)) jar.delete(name);
        else jar.set(name, pair);
      }
      const location = response.headers.get('location');
      return { response, location: location === null ? null : new URL(location, address).href };
    },
    /** Follows until it comes to a page of `origin` that is no part of logging in. */
    async follow(address: string, origin: string): Promise<string> {
      let at: string = address;
      for (let step = 0; step < 12; step += 1) {
        const { location } = await this.get(at);
        if (location === null) return at;
        at = location;
        if (at.startsWith(origin) && !at.startsWith(`${origin}/api/`)) return at;
      }
      throw new Error(`Expected to arrive somewhere, but was sent on to ${at}`);
    },
  };
}

describe('logging in at an identity provider', () => {
  let server: TestServer;
  let oidc: TestOidc;
  beforeAll(async () => {
    const port = await firstFreePort('127.0.0.1', 24_100);
    const publicUrl = `http://127.0.0.1:${port}`;
    oidc = await startTestOidc('RS256', publicUrl + callback);
    server = await startTestServer({
      database: 'pglite',
      environment: {
        AUTH_MODE: 'oidc',
        PORT: String(port),
        PUBLIC_URL: publicUrl,
        OIDC_ISSUER: oidc.issuer,
        OIDC_AUDIENCE: 'wbpm',
        OIDC_CLIENT_ID: testOidcClient.id,
        OIDC_CLIENT_SECRET: testOidcClient.secret,
        OIDC_ROLES: 'wbpm-operators=operator',
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    await oidc.pause();
  });
  afterEach(() => oidc.lies.clear());

  const ann = { id: 'ann', claims: { tenant_id: 'acme', roles: ['wbpm-operators', 'x'], groups: ['sales'] } };

  it('is offered', async () => {
    const methods = dataOf(await connectApi(server.url, null).get('/auth/methods'));
    expect(methods).toEqual({ anonymous: false, password: false, oidc_url: begin });
  });

  it('ends on the page one wanted, as who the provider says one is', async () => {
    oidc.account = ann;
    const browser = openBrowser();
    const page = await browser.follow(`${server.url}${begin}?return_to=%2Ftasks%3Fa%3D1`, server.url);
    expect(page).toBe(`${server.url}/tasks?a=1`);
    const me = await fetch(`${server.url}/api/v1/me`, {
      headers: { cookie: browser.jar.get(`${new URL(server.url).host} wbpm_session`) ?? '' },
    });
    const { data } = (await me.json()) as { data: Me };
    expect(data).toMatchObject({
      tenant_id: 'acme',
      user_id: 'ann',
      roles: ['operator'],
      groups: ['sales'],
      known_by: 'session',
      has_password: false,
    });
    expect([...browser.jar.keys()].filter((name) => name.endsWith('wbpm_login'))).toEqual([]);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%5Cevil.example/..//evil.example',
    'tasks',
    '/\t/evil.example',
  ])('ends on a page of this server, also when it is asked for %j', async (wanted) => {
    oidc.account = ann;
    const start = `${server.url}${begin}?return_to=${encodeURIComponent(wanted)}`;
    const page = await openBrowser().follow(start, server.url);
    expect(new URL(page).origin).toBe(server.url);
    expect(new URL(page).pathname).not.toMatch(/^\/[\\/]/);
  });

  it('tells the provider what keeps a code from others', async () => {
    const { location } = await openBrowser().get(server.url + begin);
    const { searchParams } = new URL(location ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: testOidcClient.id,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile email',
      redirect_uri: server.url + callback,
    });
    expect(searchParams.get('state')).not.toBe(searchParams.get('nonce'));
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  });

  it('ends on a page that says so when the provider refuses', async () => {
    oidc.account = null;
    const page = await openBrowser().follow(server.url + begin, server.url);
    expect(page).toBe(`${server.url}/sign-in?error=refused`);
  });

  it('lets nobody in whom the provider puts into no tenant', async () => {
    oidc.account = { id: 'olaf', claims: {} };
    const page = await openBrowser().follow(server.url + begin, server.url);
    expect(page).toBe(`${server.url}/sign-in?error=refused`);
  });

  it('takes an answer from the browser that asked only, and once', async () => {
    oidc.account = ann;
    const victim = openBrowser();
    const attacker = openBrowser();
    let at: string | null = server.url + begin;
    while (at !== null && !at.startsWith(server.url + callback)) at = (await attacker.get(at)).location;
    const link = at ?? '';
    expect((await victim.get(link)).location).toBe(`${server.url}/sign-in?error=refused`);
    await victim.get(server.url + begin);
    expect((await victim.get(link)).location).toBe(`${server.url}/sign-in?error=refused`);
    expect(victim.jar.has(`${new URL(server.url).host} wbpm_session`)).toBe(false);
    expect((await attacker.get(link)).location).toBe(`${server.url}/`);
    expect((await attacker.get(link)).location).toBe(`${server.url}/sign-in?error=refused`);
  });

  it.each([
    '',
    '?',
    '?code=x',
    '?error=server_error&state=x',
    '?code=x&code=y&state=z',
    `?state=${'x'.repeat(3000)}`,
  ])('takes no answer that is %j', async (query) => {
    const browser = openBrowser();
    await browser.get(server.url + begin);
    expect((await browser.get(server.url + callback + query)).location).toBe(
      `${server.url}/sign-in?error=refused`,
    );
  });

  it('says that the provider is away', async () => {
    oidc.account = ann;
    oidc.lies.set('/token', { status: 500, body: '{}' });
    const page = await openBrowser().follow(server.url + begin, server.url);
    expect(page).toMatch(/\/sign-in\?error=(refused|unavailable)$/);
  });

  it('never was a defect', () => expect(server.errors()).toEqual([]));
});
