import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf, startAuthentication } from '../testing/authentication.ts';
import { discoveryPath, startTestOidc, type TestOidc } from '../testing/test-oidc.ts';
import { ownClaims } from './claims.ts';

const audience = 'urn:wbpm';
let oidc: TestOidc;
let token: string;
let host: string;

beforeAll(async () => {
  oidc = await startTestOidc();
  host = new URL(oidc.issuer).host;
  token = await oidc.token(audience, { tenant_id: 'acme' });
});

afterEach(() => oidc.lies.clear());
afterAll(() => oidc.pause());

function start(issuer = oidc.issuer) {
  const claims = { ...ownClaims, user: 'sub' };
  return startAuthentication({
    mode: 'oidc',
    provider: { issuer, audience, claims, tenant: null, roles: new Map() },
  });
}

/** What the provider says of itself, but for this. */
function documentWith(over: object): string {
  return JSON.stringify({ issuer: oidc.issuer, jwks_uri: `${oidc.issuer}/jwks`, ...over });
}

const shortKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });

function keySet(key: object): string {
  return JSON.stringify({ keys: [{ ...key, kid: oidc.key.id }] });
}

const unavailable = {
  code: 'UNAVAILABLE',
  status: 503,
  message: 'Expected to find out whose token this is, but nobody can be asked now',
  retryAfterSeconds: 5,
};

describe('a provider that cannot be asked', () => {
  it('is no fault of the token, and is asked again once it is back', async () => {
    const { authentication, logged } = start();
    await oidc.pause();
    const refusal = await refusalOf(authentication, token);
    await oidc.resume();
    expect(refusal).toMatchObject(unavailable);
    expect(logged).toEqual([expect.stringMatching(`^Nobody could be authenticated: .*${host}, but `)]);
    expect(await authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
  });

  it.each<[string, string, number, () => string, string]>([
    ['answers 500', discoveryPath, 500, () => '{}', 'it answered 500'],
    ['leads elsewhere', discoveryPath, 302, () => '', 'it answered 302'],
    ['says nothing of itself', discoveryPath, 200, () => 'no JSON', 'parsing error occured'],
    [
      'calls itself differently',
      discoveryPath,
      200,
      () => documentWith({ issuer: 'https://other.example' }),
      'discovered metadata issuer does not match the expected issuer',
    ],
    [
      'publishes no keys',
      discoveryPath,
      200,
      () => documentWith({ jwks_uri: undefined }),
      'its document names no keys (jwks_uri) at http://',
    ],
    [
      'publishes keys nowhere',
      discoveryPath,
      200,
      () => documentWith({ jwks_uri: 'jwks' }),
      'its document names no keys (jwks_uri) at http://',
    ],
    ['answers 500 for its keys', '/jwks', 500, () => '{}', 'it answered 500'],
    ['has keys that are no JSON', '/jwks', 200, () => 'no JSON', 'Failed to parse the JSON Web Key Set'],
    ['has keys that are no set', '/jwks', 200, () => '{"keys":1}', 'JSON Web Key Set malformed'],
    ['has a key that is none', '/jwks', 200, () => keySet({ kty: 'RSA', n: 1, e: 'AQAB' }), ''],
    ['has a key that is too short', '/jwks', 200, () => keySet(shortKey), 'its key has less than 2048 bits'],
  ])('is one that %s', async (_what, path, status, body, reason) => {
    const { authentication, logged } = start();
    oidc.lies.set(path, { status, body: body() });
    expect(await refusalOf(authentication, token)).toMatchObject(unavailable);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(
      `Nobody could be authenticated: Expected an answer from ${host}, but ${reason}`,
    );
  });

  it.each([discoveryPath, '/jwks'])('does not stay one when %s is answered again', async (path) => {
    const { authentication } = start();
    oidc.lies.set(path, { status: 500, body: '' });
    expect(await refusalOf(authentication, token)).toMatchObject(unavailable);
    oidc.lies.clear();
    expect(await authentication.fromToken(token)).toMatchObject({ userId: 'ann' });
  });

  it('is one whose document is taken for its address', async () => {
    const { authentication, logged } = start(`${oidc.issuer}${discoveryPath}`);
    expect(await refusalOf(authentication, token)).toMatchObject(unavailable);
    expect(logged[0]).toContain('its document names another issuer');
  });
});
