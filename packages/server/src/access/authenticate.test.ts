import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { noCallers, refusalOfHeader, startAuthentication } from '../testing/authentication.ts';
import { type AuthSettings, createAuthentication } from './authenticate.ts';
import { devPrincipal, type Principal } from './principal.ts';
import { issueToken, type TokenRules } from './token.ts';
import { publicTokenKey, secretTokenKey, type TokenKey } from './token-key.ts';

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

const anyIssuer = { issuer: null, audience: null };
const bySecret: TokenRules = { keys: [secretTokenKey(secret)], ...anyIssuer };

function setUp(auth: AuthSettings) {
  return startAuthentication(auth, start);
}

function jwt(tokens: TokenRules = bySecret) {
  return setUp({ mode: 'jwt', tokens });
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

describe('a valid token', () => {
  it('says who calls', async () => {
    const { authentication, logged } = jwt();
    const principal: Principal = await authentication.fromHeader(`Bearer ${await signed(claims)}`);
    expect(principal).toMatchObject({
      tenantId: 'acme',
      userId: 'ann',
      roles: ['user'],
      groups: ['sales'],
      knownBy: 'jwt',
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
    expect((await refusalOfHeader(authentication, header)).message).toBe('Token expired');
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
    const refusal = await refusalOfHeader(jwt().authentication, header);
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
    const refusal = await refusalOfHeader(authentication, `Bearer ${await make()}`);
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
    const refusal = await refusalOfHeader(jwt().authentication, `Bearer ${token}`);
    expect(refusal.message).toBe('Token expired');
  });
});

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
type Pair = keyof typeof pairs;
const kinds = Object.keys(pairs) as Pair[];

function pemOf(pair: Pair): string {
  return pairs[pair].publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function publicKey(pair: Pair): TokenKey {
  const key = publicTokenKey(pemOf(pair));
  if (key === undefined) throw new Error(`Expected a key for ${pair}, but found none`);
  return key;
}

function signedBy(pair: Pair, over: object = {}): Promise<string> {
  const payload = { ...claims, exp: Math.floor((start + hour) / 1000), ...over };
  return new SignJWT(payload).setProtectedHeader({ alg: pair }).sign(pairs[pair].privateKey);
}

describe('a token signed with a private key', () => {
  it.each(kinds)('is checked with the public one: %s', async (pair) => {
    const { authentication } = jwt({ keys: [publicKey(pair)], ...anyIssuer });
    expect(await authentication.fromToken(await signedBy(pair))).toMatchObject({ userId: 'ann' });
  });

  it.each(kinds)('counts beside those of a secret, with %s', async (pair) => {
    const { authentication } = jwt({ keys: [secretTokenKey(secret), publicKey(pair)], ...anyIssuer });
    expect(await authentication.fromToken(await signedBy(pair))).toMatchObject({ userId: 'ann' });
    expect(await authentication.fromToken(await signed(claims))).toMatchObject({ userId: 'ann' });
  });

  it.each(kinds)('is refused when the public key was the secret of it: %s', async (pair) => {
    const payload = { ...claims, exp: Math.floor((start + hour) / 1000) };
    const sign = (text: string) => createHmac('sha256', pemOf(pair)).update(text).digest('base64url');
    for (const alg of ['HS256', pair]) {
      for (const keys of [[publicKey(pair)], [secretTokenKey(secret), publicKey(pair)]]) {
        const { authentication } = jwt({ keys, ...anyIssuer });
        const refusal = await refusalOfHeader(authentication, `Bearer ${forged({ alg }, payload, sign)}`);
        expect(refusal.message).toBe('Invalid token');
      }
    }
  });

  it('is refused when it brings its own key along', async () => {
    const { publicKey: own, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const token = await new SignJWT({ ...claims, exp: Math.floor((start + hour) / 1000) })
      .setProtectedHeader({ alg: 'ES256', jwk: own.export({ format: 'jwk' }) })
      .sign(privateKey);
    const { authentication } = jwt({ keys: [publicKey('ES256')], ...anyIssuer });
    expect((await refusalOfHeader(authentication, `Bearer ${token}`)).message).toBe('Invalid token');
  });

  it.each([
    ['another algorithm of the same key', 'RS512'],
    ['a padding nobody asked for', 'PS256'],
  ])('is refused with %s', async (_what, alg) => {
    const token = await new SignJWT({ ...claims, exp: Math.floor((start + hour) / 1000) })
      .setProtectedHeader({ alg })
      .sign(pairs.RS256.privateKey);
    const { authentication } = jwt({ keys: [publicKey('RS256')], ...anyIssuer });
    expect((await refusalOfHeader(authentication, `Bearer ${token}`)).message).toBe('Invalid token');
  });
});

describe('a public key', () => {
  it('may stand in one line, with its breaks written out', () => {
    expect(publicTokenKey(pemOf('ES256').replaceAll('\n', '\\n'))).toMatchObject({ algorithm: 'ES256' });
  });

  it.each([
    ['a short RSA key', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
    ['a key that signs nothing', generateKeyPairSync('x25519').publicKey],
  ])('is not %s', (_what, key) => {
    expect(publicTokenKey(key.export({ type: 'spki', format: 'pem' }).toString())).toBeUndefined();
  });

  it('is neither a private key nor any other text', () => {
    const { privateKey } = pairs.ES256;
    expect(publicTokenKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toBeUndefined();
    expect(publicTokenKey('-----BEGIN PUBLIC KEY-----\nno\n-----END PUBLIC KEY-----')).toBeUndefined();
    expect(publicTokenKey('secret')).toBeUndefined();
  });
});

describe('a server that wants tokens of one issuer for itself', () => {
  const rules: TokenRules = { keys: [secretTokenKey(secret)], issuer: 'https://issuer', audience: 'wbpm' };

  it('takes those', async () => {
    const token = await signed({ ...claims, iss: 'https://issuer', aud: ['other', 'wbpm'] });
    expect(await jwt(rules).authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
  });

  it.each([
    ['of another issuer', { iss: 'https://other', aud: 'wbpm' }],
    ['for somebody else', { iss: 'https://issuer', aud: 'other' }],
    ['that say neither', {}],
  ])('refuses tokens %s', async (_what, over) => {
    const token = await signed({ ...claims, ...over });
    expect((await refusalOfHeader(jwt(rules).authentication, `Bearer ${token}`)).message).toBe(
      'Invalid token',
    );
  });
});

describe('dev mode', () => {
  it('gives requests without token the default context', () => {
    const { authentication } = setUp({ mode: 'dev', tokens: bySecret });
    expect(authentication.fromHeader(undefined)).toBe(devPrincipal);
    expect(authentication.fromToken(null)).toBe(devPrincipal);
  });

  it('honours a token when it can check it', async () => {
    const { authentication } = setUp({ mode: 'dev', tokens: bySecret });
    expect(await authentication.fromHeader(`Bearer ${await signed(claims)}`)).toMatchObject({
      userId: 'ann',
    });
    expect((await refusalOfHeader(authentication, 'Bearer x.y.z')).message).toBe('Invalid token');
  });

  it('looks at no token when it cannot', () => {
    const { authentication } = setUp({ mode: 'dev', tokens: null });
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
      auth: { mode: 'jwt', tokens: bySecret },
      callers: noCallers,
      log,
      now: () => start,
    });
    const token = await signed(claims);
    await expect(Promise.resolve(authentication.fromToken(token))).rejects.toThrow('The log is full');
  });
});
