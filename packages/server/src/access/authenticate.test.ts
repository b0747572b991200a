import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Authentication, createAuthentication } from './authenticate.ts';
import { devPrincipal, type Principal } from './principal.ts';
import { Refusal } from './refusal.ts';
import { issueToken } from './token.ts';

const secret = 'a-secret-of-at-least-thirty-two-bytes';
const key = new TextEncoder().encode(secret);
const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;
const claims = {
  tenant_id: 'acme',
  user_id: 'ann',
  roles: ['user'],
  permissions: ['task_assign'],
  groups: ['sales'],
};

function setUp(auth: { mode: 'dev'; jwtSecret: string | null } | { mode: 'jwt'; jwtSecret: string }) {
  const clock = { now: start };
  const logged: string[] = [];
  const log = { info: (text: string) => logged.push(text), warn: (text: string) => logged.push(text) };
  const authentication = createAuthentication({ auth, log, now: () => clock.now });
  return { authentication, clock, logged };
}

function jwt() {
  return setUp({ mode: 'jwt', jwtSecret: secret });
}

function signed(payload: object, header: { alg: string } = { alg: 'HS256' }): Promise<string> {
  const expires = Math.floor((start + hour) / 1000);
  return new SignJWT({ exp: expires, ...payload }).setProtectedHeader(header).sign(key);
}

/** A token as an attacker would put it together, without a library that objects. */
function forged(header: object, payload: object, sign: (text: string) => string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${sign(text)}`;
}

async function refusalOf(authentication: Authentication, header: string | undefined): Promise<Refusal> {
  const error: unknown = await Promise.resolve()
    .then(() => authentication.fromHeader(header))
    .catch((cause: unknown) => cause);
  if (error instanceof Refusal) return error;
  throw new Error('Expected a refusal, but the token was accepted');
}

describe('a valid token', () => {
  it('says who calls', async () => {
    const { authentication, logged } = jwt();
    const principal: Principal = await authentication.fromHeader(`Bearer ${await signed(claims)}`);
    expect(principal).toMatchObject({
      tenantId: 'acme',
      userId: 'ann',
      roles: ['user'],
      groups: ['sales'],
      authMode: 'jwt',
    });
    expect(principal.permissions.has('task_assign')).toBe(true);
    expect(principal.permissions.has('process_start')).toBe(true);
    expect(logged).toEqual(['User authenticated: ann of tenant acme']);
  });

  it('needs only tenant and user', async () => {
    const token = await signed({ tenant_id: 'acme', user_id: 'ann' });
    const principal = await jwt().authentication.fromToken(token);
    expect(principal).toMatchObject({ roles: [], groups: [], permissions: new Set() });
  });

  it('is answered without a promise for half a minute, then looked at again', async () => {
    const { authentication, clock, logged } = jwt();
    const header = `Bearer ${await signed(claims)}`;
    const first = await authentication.fromHeader(header);
    clock.now += 29_999;
    expect(authentication.fromHeader(header)).toBe(first);
    clock.now += 1;
    expect(authentication.fromHeader(header)).toBeInstanceOf(Promise);
    expect(logged).toHaveLength(1);
  });

  it('is not trusted beyond its expiry', async () => {
    const { authentication, clock } = jwt();
    const exp = Math.floor(start / 1000) + 5;
    const header = `Bearer ${await signed({ ...claims, exp })}`;
    await authentication.fromHeader(header);
    clock.now += 5000;
    expect((await refusalOf(authentication, header)).message).toBe('Token expired');
  });

  it('is what the command line issues', async () => {
    const identity = { tenantId: 'acme', userId: 'ann', roles: ['operator'], groups: [], permissions: [] };
    const lifetime = { issuedAt: new Date(start), expiresAt: new Date(start + hour) };
    const token = await issueToken(identity, secret, lifetime);
    expect(await jwt().authentication.fromToken(token)).toMatchObject({ userId: 'ann', roles: ['operator'] });
  });
});

describe('a request without a usable header', () => {
  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'token',
    'Bearer a b',
    'Bearer a,Bearer b',
    `Bearer ${'x'.repeat(9000)}`,
  ])('is refused: %s', async (header) => {
    const refusal = await refusalOf(jwt().authentication, header);
    expect(refusal).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Missing or invalid authorization header',
      headers: { 'www-authenticate': 'Bearer' },
    });
  });
});

describe('a forged token', () => {
  const payload = { ...claims, exp: Math.floor((start + hour) / 1000) };
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const hs256 = (withKey: string | Buffer) => (text: string) =>
    createHmac('sha256', withKey).update(text).digest('base64url');

  it.each<[string, () => string | Promise<string>]>([
    ['without a signature (alg none)', () => new UnsecuredJWT(payload).encode()],
    ['alg none in other letters', () => forged({ alg: 'NoNe' }, payload, () => '')],
    ['alg HS256 without a signature', () => forged({ alg: 'HS256' }, payload, () => '')],
    ['signed with another secret', () => forged({ alg: 'HS256' }, payload, hs256('another secret'))],
    [
      'signed with a public key as the secret',
      () => forged({ alg: 'HS256' }, payload, hs256(pem.toString())),
    ],
    ['signed with RS256', () => new SignJWT(payload).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)],
    ['signed with HS512', () => signed(payload, { alg: 'HS512' })],
    [
      'with a critical header nobody knows',
      () => forged({ alg: 'HS256', crit: ['x'], x: 1 }, payload, hs256(secret)),
    ],
    ['that is no token', () => 'a.b.c'],
    ['whose payload is no object', () => forged({ alg: 'HS256' }, [1], hs256(secret))],
    ['with a tenant that could leave its place', () => signed({ ...claims, tenant_id: "x' OR '1'='1" })],
    ['without tenant', () => signed({ user_id: 'ann' })],
    ['with roles that are no list', () => signed({ ...claims, roles: 'admin' })],
    ['not valid yet', () => signed({ ...claims, nbf: Math.floor((start + hour) / 1000) })],
  ])('%s is refused', async (_name, make) => {
    const { authentication, logged } = jwt();
    const refusal = await refusalOf(authentication, `Bearer ${await make()}`);
    expect(refusal.message).toBe('Invalid token');
    expect(logged[0]).toMatch(/^Invalid token: /);
  });

  it.each([
    ['expired', { exp: Math.floor(start / 1000) - 1 }],
    ['expiring this very second', { exp: Math.floor(start / 1000) }],
    ['without expiry', { exp: undefined }],
    ['with an expiry that is no number', { exp: 'never' }],
  ])('%s is refused as expired', async (_name, over) => {
    const token = forged({ alg: 'HS256' }, { ...claims, ...over }, hs256(secret));
    const refusal = await refusalOf(jwt().authentication, `Bearer ${token}`);
    expect(refusal.message).toBe('Token expired');
  });
});

describe('dev mode', () => {
  it('gives requests without token the default context', () => {
    const { authentication } = setUp({ mode: 'dev', jwtSecret: secret });
    expect(authentication.fromHeader(undefined)).toBe(devPrincipal);
    expect(authentication.fromToken(null)).toBe(devPrincipal);
  });

  it('honours a token when it can check it', async () => {
    const { authentication } = setUp({ mode: 'dev', jwtSecret: secret });
    expect(await authentication.fromHeader(`Bearer ${await signed(claims)}`)).toMatchObject({
      userId: 'ann',
    });
    expect((await refusalOf(authentication, 'Bearer x.y.z')).message).toBe('Invalid token');
  });

  it('looks at no token when it cannot', () => {
    const { authentication } = setUp({ mode: 'dev', jwtSecret: null });
    expect(authentication.fromHeader('Bearer x.y.z')).toBe(devPrincipal);
  });
});

describe('a failure that is not the token', () => {
  it('is not taken for one', async () => {
    const log = {
      info: () => {
        throw new Error('The log is full');
      },
      warn: () => undefined,
    };
    const authentication = createAuthentication({
      auth: { mode: 'jwt', jwtSecret: secret },
      log,
      now: () => start,
    });
    const token = await signed(claims);
    await expect(Promise.resolve(authentication.fromToken(token))).rejects.toThrow('The log is full');
  });
});
