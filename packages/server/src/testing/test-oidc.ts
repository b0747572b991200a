import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GrantContext, Provider } from 'oidc-provider';

export interface TestOidc {
  readonly issuer: string;
  /** What it signs with. */
  readonly key: { readonly id: string; readonly private: KeyObject; readonly publicPem: string };
  /** Paths it was asked for, without those of tokens. */
  readonly asked: string[];
  /** By path: what it answers instead of the truth. */
  readonly lies: Map<string, { readonly status: number; readonly body: string }>;
  /** Who logs in there in a browser, at once; null: they would rather not. */
  account: { readonly id: string; readonly claims: Readonly<Record<string, unknown>> } | null;
  /** A token for `ann` with these claims, as the provider itself issues it. */
  token(audience: string, claims: object): Promise<string>;
  /** Nobody listens any more. */
  pause(): Promise<void>;
  /** Listens again at the same address. */
  resume(): Promise<void>;
}

export const discoveryPath = '/.well-known/openid-configuration';
const client = { id: 'ann', secret: 'secret-of-ann' };
/** Of the web pages. */
export const testOidcClient = { id: 'wbpm-web', secret: 'secret-of-the-web' };
const secondsOfToken = 3600;

/**
 * A provider of OpenID Connect in this process, which issues access tokens to a client by its credentials, and lets
 * browsers log in that are to come back to `redirectUri`.
 */
export async function startTestOidc(
  algorithm: 'RS256' | 'ES256' = 'RS256',
  redirectUri: string | null = null,
): Promise<TestOidc> {
  const pair =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'first', use: 'sig', alg: algorithm };
  const server = createServer();
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const asked: string[] = [];
  const lies: TestOidc['lies'] = new Map();
  let extraClaims: object = {};
  const tellTruth = truthOf(issuer, jwk, {
    extraClaims: () => extraClaims,
    account: () => oidc.account,
    redirectUri,
  });

  server.on('request', (request, response) => {
    const path = request.url ?? '';
    if (path !== '/token') asked.push(path);
    const lie = lies.get(path);
    if (lie === undefined) tellTruth(request, response);
    else response.writeHead(lie.status, { 'content-type': 'application/json' }).end(lie.body);
  });

  const oidc: TestOidc = {
    account: null,
    issuer,
    asked,
    lies,
    key: {
      id: jwk.kid,
      private: pair.privateKey,
      publicPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    async token(audience, claims) {
      extraClaims = claims;
      const credentials = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${credentials}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
      });
      const { access_token: token } = (await response.json()) as { access_token: string };
      return token;
    },
    async pause() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    resume: () => listen(port),
  };
  return oidc;
}

interface Truth {
  readonly extraClaims: () => object;
  readonly account: () => TestOidc['account'];
  readonly redirectUri: string | null;
}

function truthOf(
  issuer: string,
  jwk: { readonly alg: string },
  { extraClaims, account, redirectUri }: Truth,
): RequestListener {
  const { id, secret } = client;
  const grants = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  // The provider refuses a client whose ID tokens it could not sign, though none is ever asked for.
  const signing = { id_token_signed_response_alg: jwk.alg };
  const web = {
    client_id: testOidcClient.id,
    client_secret: testOidcClient.secret,
    grant_types: ['authorization_code'],
    redirect_uris: [redirectUri],
    response_types: ['code'],
  };
  const provider = new Provider(issuer, {
    jwks: { keys: [jwk] },
    clients: [
      { client_id: id, client_secret: secret, ...grants, ...signing },
      ...(redirectUri === null ? [] : [{ ...web, ...signing }]),
    ],
    ttl: { ClientCredentials: secondsOfToken },
    extraTokenClaims: extraClaims,
    claims: { openid: ['sub', 'tenant_id', 'roles', 'groups'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...account()?.claims }),
    }),
    loadExistingGrant: grantEverything,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: object, audience: string) => ({
          audience,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: secondsOfToken,
          jwt: { sign: { alg: jwk.alg } },
        }),
      },
    },
  });
  const answer = provider.callback();
  return (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      answer(request, response);
      return;
    }
    const who = account();
    const result = who === null ? { error: 'access_denied' } : { login: { accountId: who.id } };
    void provider.interactionFinished(request, response, result);
  };
}

/** Nobody is asked whether the client may know who they are. */
async function grantEverything({ oidc }: GrantContext) {
  const { client: asking, session, provider } = oidc;
  const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}
