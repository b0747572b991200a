import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusalOf, startAuthentication } from '../testing/authentication.ts';
import { startTestOidc, type TestOidc } from '../testing/test-oidc.ts';
import { ownClaims } from './claims.ts';
import type { OidcSettings } from './oidc.ts';

const audience = 'urn:wbpm';
const claims = { tenant_id: 'acme', roles: ['user', 'wbpm-admins'], groups: ['sales'] };
let oidc: TestOidc;

beforeAll(async () => {
  oidc = await startTestOidc();
});

afterEach(() => {
  vi.useRealTimers();
  oidc.lies.clear();
});

afterAll(() => oidc.pause());

function at(provider: TestOidc, over: Partial<OidcSettings> = {}) {
  const names = { ...ownClaims, user: 'sub' };
  const settings = {
    issuer: provider.issuer,
    audience,
    claims: names,
    tenant: null,
    roles: new Map(),
    ...over,
  };
  return startAuthentication({ mode: 'oidc', provider: settings });
}

describe('a token of the provider', () => {
  it('says who calls', async () => {
    const { authentication, logged } = at(oidc);
    const principal = await authentication.fromToken(await oidc.token(audience, claims));
    expect(principal).toMatchObject({ tenantId: 'acme', userId: 'ann', groups: ['sales'], knownBy: 'oidc' });
    expect(principal.roles).toEqual(['user', 'wbpm-admins']);
    expect(principal.permissions.has('process_start')).toBe(true);
    expect(logged).toEqual(['User authenticated: ann of tenant acme']);
  });

  it('may be signed on a curve', async () => {
    const other = await startTestOidc('ES256');
    const token = await other.token(audience, claims);
    expect(await at(other).authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
    await other.pause();
  });

  it('is checked without asking the provider again', async () => {
    const { authentication } = at(oidc);
    const [first, second] = [await oidc.token(audience, claims), await oidc.token(audience, claims)];
    oidc.asked.length = 0;
    await Promise.all([authentication.fromToken(first), authentication.fromToken(second)]);
    expect(oidc.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('may be signed with a key published since, which is looked for half a minute after the last time', async () => {
    const { authentication } = at(oidc);
    const token = await oidc.token(audience, claims);
    oidc.lies.set('/jwks', { status: 200, body: '{"keys":[]}' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    expect((await refusalOf(authentication, token)).message).toBe('Invalid token');
    oidc.lies.clear();
    oidc.asked.length = 0;
    expect((await refusalOf(authentication, token)).message).toBe('Invalid token');
    expect(oidc.asked).toEqual([]);
    vi.setSystemTime(Date.now() + 30_000);
    expect(await authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
    expect(oidc.asked).toEqual(['/jwks']);
  });

  it('counts where the address of the provider is written in another way', async () => {
    const { authentication } = at(oidc, { issuer: `${oidc.issuer}/` });
    const token = await oidc.token(audience, claims);
    expect(await authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
  });
});

describe('what a provider calls differently', () => {
  it('are roles: those that are mapped count under our names, the others for nothing', async () => {
    const { authentication } = at(oidc, { roles: new Map([['wbpm-admins', 'operator']]) });
    const principal = await authentication.fromToken(await oidc.token(audience, claims));
    expect(principal.roles).toEqual(['operator']);
  });

  it('is where roles stand, in an object of the token', async () => {
    const names = { ...ownClaims, user: 'sub', roles: 'realm_access.roles' };
    const token = await oidc.token(audience, { tenant_id: 'acme', realm_access: { roles: ['operator'] } });
    const principal = await at(oidc, { claims: names }).authentication.fromToken(token);
    expect(principal.roles).toEqual(['operator']);
  });

  it('is the tenant: it may be the same for everybody, whatever the token says', async () => {
    const { authentication } = at(oidc, { tenant: 'only-one' });
    for (const over of [{}, { tenant_id: undefined }, { tenant_id: 'a b' }]) {
      const token = await oidc.token(audience, { ...claims, ...over });
      expect(await authentication.fromToken(token)).toMatchObject({ tenantId: 'only-one', userId: 'ann' });
    }
  });

  it('is the tenant: one for everybody hides no other claim', async () => {
    const names = { ...ownClaims, user: 'sub', tenant: 'org', roles: 'org.roles' };
    const token = await oidc.token(audience, { org: { roles: ['operator'] } });
    const { authentication } = at(oidc, { tenant: 'only-one', claims: names });
    expect(await authentication.fromToken(token)).toMatchObject({
      tenantId: 'only-one',
      roles: ['operator'],
    });
  });
});

describe('a token is refused', () => {
  const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const payload = (over: JWTPayload = {}): JWTPayload => {
    const exp = Math.floor(Date.now() / 1000) + 3600;
    return { ...claims, sub: 'ann', iss: oidc.issuer, aud: audience, exp, ...over };
  };
  const signed = (key: KeyObject, over: JWTPayload = {}, header: object = {}) =>
    new SignJWT(payload(over)).setProtectedHeader({ alg: 'RS256', kid: oidc.key.id, ...header }).sign(key);

  function bySecret(secret: string): string {
    const parts = [{ alg: 'HS256', kid: oidc.key.id }, payload()];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  it('never for how the others are put together', async () => {
    const token = await signed(oidc.key.private);
    expect(await at(oidc).authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
  });

  it.each<[string, () => string | Promise<string>]>([
    ['for another audience', () => oidc.token('urn:other', claims)],
    ['for no audience', () => signed(oidc.key.private, { aud: [] })],
    ['of another issuer', () => signed(oidc.key.private, { iss: 'https://other.example' })],
    ['of no issuer', () => signed(oidc.key.private, { iss: '' })],
    ['of an issuer that is longer by a slash', () => signed(oidc.key.private, { iss: `${oidc.issuer}/` })],
    ['signed by another key under the same name', () => signed(foreign)],
    ['signed by a key nobody knows', () => signed(foreign, {}, { kid: 'second' })],
    ['signed by the key of another algorithm', () => signed(oidc.key.private, {}, { alg: 'RS512' })],
    ['signed with the public key as the secret', () => bySecret(oidc.key.publicPem)],
    ['without signature', () => new UnsecuredJWT(payload()).encode()],
    ['that is none', () => 'x.y.z'],
    ['without tenant', () => oidc.token(audience, { roles: ['user'] })],
    ['whose roles are no list', () => oidc.token(audience, { ...claims, roles: 'admin' })],
    ['not valid yet', () => signed(oidc.key.private, { nbf: Math.floor(Date.now() / 1000) + 3600 })],
  ])('%s', async (_what, make) => {
    const { authentication, logged } = at(oidc);
    const refusal = await refusalOf(authentication, await make());
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Invalid token' });
    expect(logged[0]).toMatch(/^Invalid token: /);
  });

  it('when it is over, even while it is trusted', async () => {
    const { authentication, clock } = at(oidc);
    const token = await signed(oidc.key.private, { exp: Math.floor(clock.now / 1000) + 10 });
    await authentication.fromToken(token);
    clock.now += 10_000;
    const refusal = await refusalOf(authentication, token);
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', message: 'Token expired' });
  });
});
