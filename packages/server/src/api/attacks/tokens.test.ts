import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Me } from '@wbpm/contract';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectApi, dataOf } from '../../testing/api.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const issuer = 'https://issuer.example';
const audience = 'wbpm';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    database: 'pglite',
    authMode: 'jwt',
    environment: {
      JWT_PUBLIC_KEY: publicPem,
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: audience,
      LOCAL_ACCOUNTS: 'true',
    },
  });
});
afterAll(() => server.stop());

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

function payload(over: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const who = { tenant_id: 'default', user_id: 'mallory', roles: ['admin'] };
  return { ...who, iss: issuer, aud: audience, exp: inSeconds(3600), ...over };
}

function signed(
  over: Readonly<Record<string, unknown>> = {},
  header: object = {},
  key: KeyObject = privateKey,
): Promise<string> {
  return new SignJWT(payload(over)).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
}

/** By hand, as no library would. */
function byHand(header: object, sign: (text: string) => string): string {
  const parts = [header, payload()].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const text = parts.join('.');
  return `${text}.${sign(text)}`;
}

const hmac = (secret: string | Buffer) => (text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url');
const publicDer = publicKey.export({ type: 'spki', format: 'der' });
const ownKey = { ...foreign.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'mine' };
const evil = 'https://evil.example/keys';

it('a token that is as it has to be is let in', async () => {
  const answer = await connectApi(server.url, await signed()).get('/me');
  expect(dataOf<Me>(answer)).toMatchObject({ user_id: 'mallory', known_by: 'jwt' });
});

describe('nobody is let in with a token', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['of HS256 with the public key as the secret', () => byHand({ alg: 'HS256' }, hmac(publicPem))],
    [
      'of HS256 with the bytes of the public key as the secret',
      () => byHand({ alg: 'HS256' }, hmac(publicDer)),
    ],
    ['of HS256 with an empty secret', () => byHand({ alg: 'HS256' }, hmac(''))],
    ['without signature', () => new UnsecuredJWT(payload()).encode()],
    ['of no algorithm', () => byHand({}, () => '')],
    ['of none in other letters', () => byHand({ alg: 'nOnE' }, () => 'x')],
    ['that brings its own key along (jwk)', () => signed({}, { jwk: ownKey }, foreign.privateKey)],
    ['that says where its key is (jku)', () => signed({}, { jku: evil, kid: 'mine' }, foreign.privateKey)],
    ['that says where its certificate is (x5u)', () => signed({}, { x5u: evil }, foreign.privateKey)],
    ['that brings a certificate along (x5c)', () => signed({}, { x5c: ['MIIB'] }, foreign.privateKey)],
    ['whose kid is a path', () => byHand({ alg: 'HS256', kid: '../../../../dev/null' }, hmac(''))],
    ['whose kid is SQL', () => byHand({ alg: 'HS256', kid: "x' union select 'k" }, hmac('k'))],
    ['whose payload was changed', async () => (await signed()).replace(/\.[^.]+\./, `.${changedPayload()}.`)],
    ['whose signature lacks a character', async () => (await signed()).slice(0, -1)],
    ['with more behind its signature', async () => `${await signed()}.x`],
    ['that is over', () => signed({ exp: inSeconds(-60) })],
    ['that is never over', () => signed({ exp: undefined })],
    ['that is over at a text', () => signed({ exp: '9999999999' })],
    ['that is not valid yet', () => signed({ nbf: inSeconds(3600) })],
    ['for another audience', () => signed({ aud: 'other' })],
    ['for no audience', () => signed({ aud: undefined })],
    ['of another issuer', () => signed({ iss: 'https://evil.example' })],
    ['of the issuer and more', () => signed({ iss: `${issuer}.evil.example` })],
    ['of a tenant with more in its name', () => signed({ tenant_id: "default' or '1'='1" })],
    ['of two tenants', () => signed({ tenant_id: ['default', 'other'] })],
    ['that is an ID token by its hash', () => signed({ at_hash: 'x' })],
    ['that is an ID token by its kind', () => signed({ typ: 'ID' })],
    ['that is a refresh token', () => signed({ typ: 'Refresh' })],
    ['that says goodbye', () => signed({ events: {} }, { typ: 'logout+jwt' })],
    ['that proves a key', () => signed({}, { typ: 'dpop+jwt' })],
    ['that looks like a session', () => `wbpm_session.default.${'A'.repeat(43)}`],
    ['that looks like a key', () => `wbpm_key.default.${'A'.repeat(43)}`],
    ['that looks like a session of SQL', () => `wbpm_session.x'or'1.${'A'.repeat(43)}`],
  ])('that is not right: %s', async (_what, make) => {
    const answer = await connectApi(server.url, await make()).get('/me');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['?token=TOKEN', '?access_token=TOKEN', '?authorization=Bearer%20TOKEN', '?jwt=TOKEN'])(
    'in the address, as %s',
    async (query) => {
      const answer = await connectApi(server.url, null).get(`/me${query.replace('TOKEN', await signed())}`);
      expect(answer.status).toBe(401);
    },
  );

  it.each(['x-user-id', 'x-forwarded-user', 'x-tenant-id', 'x-original-authorization', 'x-access-token'])(
    'or a name in the header %s',
    async (name) => {
      const headers = { [name]: name.endsWith('id') || name.endsWith('user') ? 'root' : await signed() };
      expect((await connectApi(server.url, null).call('GET', '/me', { headers })).status).toBe(401);
    },
  );

  it('in the body', async () => {
    const body = { access_token: await signed(), variables: {} };
    const answer = await connectApi(server.url, null).post('/messages', body);
    expect(answer.status).toBe(401);
  });
});

it('no header of a token tells a caller more than its claims: no way to say that one is known by a session', async () => {
  const token = await signed({ known_by: 'session', session_id: 'x', mustChangePassword: false });
  const me = dataOf<Me>(await connectApi(server.url, token).get('/me'));
  expect(me).toMatchObject({ known_by: 'jwt', session_id: null, has_password: false });
  expect(server.errors()).toEqual([]);
});

function changedPayload(): string {
  return Buffer.from(JSON.stringify(payload({ tenant_id: 'other' }))).toString('base64url');
}
