import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface TestOidc {
  readonly issuer: string;
  /** What it signs with. */
  readonly key: { readonly id: string; readonly private: KeyObject; readonly publicPem: string };
  /** Paths it was asked for, without those of tokens. */
  readonly asked: string[];
  /** By path: what it answers instead of the truth. */
  readonly lies: Map<string, { readonly status: number; readonly body: string }>;
  /** A token for `ann` with these claims, as the provider itself issues it. */
  token(audience: string, claims: object): Promise<string>;
  /** Nobody listens any more. */
  pause(): Promise<void>;
  /** Listens again at the same address. */
  resume(): Promise<void>;
}

export const discoveryPath = '/.well-known/openid-configuration';
const client = { id: 'ann', secret: 'secret-of-ann' };
const secondsOfToken = 3600;

/** A provider of OpenID Connect in this process, which issues access tokens to a client by its credentials. */
export async function startTestOidc(algorithm: 'RS256' | 'ES256' = 'RS256'): Promise<TestOidc> {
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
  const tellTruth = truthOf(issuer, jwk, () => extraClaims);

  server.on('request', (request, response) => {
    const path = request.url ?? '';
    if (path !== '/token') asked.push(path);
    const lie = lies.get(path);
    if (lie === undefined) tellTruth(request, response);
    else response.writeHead(lie.status, { 'content-type': 'application/json' }).end(lie.body);
  });

  return {
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
}

function truthOf(
  issuer: string,
  jwk: { readonly alg: string },
  extraTokenClaims: () => object,
): RequestListener {
  const { id, secret } = client;
  const grants = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  // The provider refuses a client whose ID tokens it could not sign, though none is ever asked for.
  const signing = { id_token_signed_response_alg: jwk.alg };
  const provider = new Provider(issuer, {
    jwks: { keys: [jwk] },
    clients: [{ client_id: id, client_secret: secret, ...grants, ...signing }],
    ttl: { ClientCredentials: secondsOfToken },
    extraTokenClaims,
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
  return provider.callback();
}
