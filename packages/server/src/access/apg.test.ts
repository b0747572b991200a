import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf, startAuthentication } from '../testing/authentication.ts';

const apiKey = 'key-of-this-server';
const ann = { tenant_id: 'acme', user_id: 'ann', roles: ['user'], permissions: ['task_assign'] };

/** The service of the platform that knows whose a token is. */
async function startPlatform() {
  const answers = new Map<string, { readonly status: number; readonly body: string }>();
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => {
      const { method, url, headers } = request;
      asked.push([`${method} ${url}`, headers.authorization, headers['content-type'], body]);
      const { token } = JSON.parse(body) as { token: string };
      const { status, body: text } = answers.get(token) ?? { status: 401, body: '{}' };
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}/auth-rbac`,
    asked,
    answer(token: string, answer: unknown, status = 200) {
      answers.set(token, { status, body: typeof answer === 'string' ? answer : JSON.stringify(answer) });
    },
    async pause() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    resume: () => listen(port),
  };
}

let platform: Awaited<ReturnType<typeof startPlatform>>;

beforeEach(async () => {
  platform = await startPlatform();
});

afterEach(() => platform.pause());

function start(endpoint = platform.endpoint) {
  return startAuthentication({ mode: 'apg', platform: { authRbacEndpoint: endpoint, apiKey } });
}

describe('a token the platform knows', () => {
  it('says who calls', async () => {
    platform.answer('t', ann);
    const { authentication, logged } = start();
    const principal = await authentication.fromHeader('Bearer t');
    expect(principal).toMatchObject({ tenantId: 'acme', userId: 'ann', roles: ['user'], groups: [] });
    expect(principal).toMatchObject({ knownBy: 'apg' });
    expect(principal.permissions.has('process_start')).toBe(true);
    expect(principal.permissions.has('task_assign')).toBe(true);
    expect(logged).toEqual(['User authenticated: ann of tenant acme']);
  });

  it.each(['', '/'])(
    'is asked for with the key of the server, at an endpoint that ends with "%s"',
    async (end) => {
      platform.answer('t', ann);
      await start(`${platform.endpoint}${end}`).authentication.fromToken('t');
      expect(platform.asked).toEqual([
        ['POST /auth-rbac/validate_token', `Bearer ${apiKey}`, 'application/json', '{"token":"t"}'],
      ]);
    },
  );

  it('is trusted for half a minute, then asked for again', async () => {
    platform.answer('t', ann);
    const { authentication, clock } = start();
    const first = await authentication.fromToken('t');
    clock.now += 29_999;
    expect(authentication.fromToken('t')).toBe(first);
    expect(platform.asked).toHaveLength(1);
    clock.now += 1;
    platform.answer('t', {}, 401);
    expect((await refusalOf(authentication, 't')).message).toBe('Invalid token');
    expect(platform.asked).toHaveLength(2);
  });
});

describe('a token is refused', () => {
  it.each([400, 401, 403, 404, 422])('when the platform answers %i', async (status) => {
    platform.answer('t', ann, status);
    const { authentication, logged } = start();
    const refusal = await refusalOf(authentication, 't');
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Invalid token' });
    expect(logged).toEqual([`Invalid token: the platform answered ${status}`]);
  });

  it.each([
    ['tenant', { ...ann, tenant_id: undefined }],
    ['user', { ...ann, user_id: undefined }],
    ['tenant that stays in its place', { ...ann, tenant_id: "x' OR '1'='1" }],
    ['list of roles', { ...ann, roles: 'admin' }],
    ['anything', {}],
  ])('when the platform answers without %s', async (_what, answer) => {
    platform.answer('t', answer);
    const { authentication, logged } = start();
    const refusal = await refusalOf(authentication, 't');
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Invalid token' });
    expect(logged[0]).toMatch(/^Invalid token: the claims .* are missing or malformed$/);
  });
});

describe('a platform that cannot be asked', () => {
  const unavailable = { code: 'UNAVAILABLE', status: 503, retryAfterSeconds: 5 };

  it.each<[string, unknown, number, string]>([
    ['answers 500', {}, 500, 'it answered 500'],
    ['has too much to do', {}, 429, 'it answered 429'],
    ['leads elsewhere', {}, 302, 'it answered 302'],
    ['answers no JSON', 'ann', 200, 'it answered no JSON object'],
    ['answers a list', [ann], 200, 'it answered no JSON object'],
    ['answers nothing', '', 204, 'it answered 204'],
  ])('is one that %s', async (_what, answer, status, reason) => {
    platform.answer('t', answer, status);
    const { authentication, logged } = start();
    expect(await refusalOf(authentication, 't')).toMatchObject(unavailable);
    const { host } = new URL(platform.endpoint);
    expect(logged).toEqual([`Nobody could be authenticated: Expected an answer from ${host}, but ${reason}`]);
  });

  it('is no fault of the token, and is asked again once it is back', async () => {
    platform.answer('t', ann);
    const { authentication } = start();
    await platform.pause();
    const refusal = await refusalOf(authentication, 't');
    await platform.resume();
    expect(refusal).toMatchObject(unavailable);
    expect(await authentication.fromToken('t')).toMatchObject({ userId: 'ann' });
  });
});
