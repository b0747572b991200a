import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  customFetch as joseFetch,
} from 'jose';
import { allowInsecureRequests, customFetch, discovery } from 'openid-client';
import { callOutside, OutsideError } from '../outgoing/call-outside.ts';
import { type ClaimNames, identityOf } from './claims.ts';
import type { Identity } from './principal.ts';
import { type VerifyToken, verifySignature } from './token.ts';
import { leastRsaBits } from './token-key.ts';

/** A provider of OpenID Connect, and how it names what we ask. */
export interface OidcSettings {
  readonly issuer: string;
  /** For whom a token has to be: the client id, or what the provider calls this API. */
  readonly audience: string;
  readonly claims: ClaimNames;
  /** Of everybody who comes from there; null: the token says which. */
  readonly tenant: string | null;
  /** The provider's names of roles with ours. Empty: they have the same; else roles without entry count for nothing. */
  readonly roles: ReadonlyMap<string, string>;
}

interface Provider {
  /** As its tokens name it: an address written in another way is the same one, their text is not. */
  readonly issuer: string;
  readonly keyFor: JWTVerifyGetKey;
}

/** Those a provider signs with by its private key. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Where a tenant that is fixed goes, so that it stands in the way of no claim of the token. */
const fixedTenant = 'OIDC_TENANT';

/**
 * Checks tokens with the keys the provider publishes (OpenID Connect Discovery 1.0 §4), which are fetched when
 * the first token comes and again when one names a key that is not known. Throws `TokenError` for the token, and
 * `OutsideError` when the provider cannot be asked.
 */
export function verifyAtProvider(settings: OidcSettings): VerifyToken {
  const { audience } = settings;
  let provider: Promise<Provider> | null = null;

  function discovered(): Promise<Provider> {
    provider ??= discover(settings).catch((error: unknown) => {
      provider = null;
      throw error;
    });
    return provider;
  }

  return async (token, now) => {
    const { issuer, keyFor } = await discovered();
    const expected = { algorithms, issuer, audience };
    const { payload, expiresAt } = await verifySignature(token, keyFor, expected, now);
    return { identity: identityFromProvider(payload, settings), expiresAt };
  };
}

/** Who the provider says somebody is, in our words. Throws `TokenError` where a claim is missing or malformed. */
export function identityFromProvider(
  payload: JWTPayload,
  { claims, tenant, roles }: Pick<OidcSettings, 'claims' | 'tenant' | 'roles'>,
): Identity {
  const identity =
    tenant === null
      ? identityOf(payload, claims)
      : identityOf({ ...payload, [fixedTenant]: tenant }, { ...claims, tenant: fixedTenant });
  if (roles.size === 0) return identity;
  return { ...identity, roles: identity.roles.flatMap((name) => roles.get(name) ?? []) };
}

async function discover({ issuer: text, audience }: OidcSettings): Promise<Provider> {
  const address = new URL(text);
  try {
    const found = await discovery(address, audience, undefined, undefined, {
      [customFetch]: (url) => fetchDocument(url),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked to stand out; the configuration allows http on the machine itself only
      ...(address.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    });
    const { issuer, jwks_uri: keysAt = '' } = found.serverMetadata();
    // The library lets some pass that serve many tenants, and looks at none when told the document itself.
    if (!URL.canParse(issuer) || new URL(issuer).href !== address.href) {
      throw new Error('its document names another issuer');
    }
    if (!URL.canParse(keysAt) || new URL(keysAt).protocol !== address.protocol) {
      throw new Error(`its document names no keys (jwks_uri) at ${address.protocol}//`);
    }
    return { issuer, keyFor: publishedKeys(new URL(keysAt)) };
  } catch (cause) {
    throw outsideError(address, cause);
  }
}

function publishedKeys(address: URL): JWTVerifyGetKey {
  const find = createRemoteJWKSet(address, { [joseFetch]: (url) => fetchDocument(url) });
  return async (header, token) => {
    try {
      const key = await find(header, token);
      if ('modulusLength' in key.algorithm && Number(key.algorithm.modulusLength) < leastRsaBits) {
        throw new Error(`its key has less than ${leastRsaBits} bits`);
      }
      return key;
    } catch (cause) {
      // Which key it is the token has to say; everything else the provider has to answer for.
      const isOfToken =
        cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys;
      throw isOfToken ? cause : outsideError(address, cause);
    }
  };
}

async function fetchDocument(url: string): Promise<Response> {
  const address = new URL(url);
  const response = await callOutside(address, { headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new OutsideError(address, new Error(`it answered ${response.status}`));
  return response;
}

/** Libraries wrap what they do not know. */
export function outsideError(address: URL, cause: unknown): OutsideError {
  if (cause instanceof OutsideError) return cause;
  if (cause instanceof Error && cause.cause instanceof OutsideError) return cause.cause;
  return new OutsideError(address, cause);
}
