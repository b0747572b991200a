import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';
import { callOutside, OutsideError } from '../outgoing/call-outside.ts';
import { identityFromProvider, type OidcSettings, outsideError } from './oidc.ts';
import type { Identity } from './principal.ts';
import { TokenError } from './token-error.ts';

/** Logging in with a browser at a provider of OpenID Connect. */
export interface OidcLoginSettings {
  readonly provider: OidcSettings;
  readonly clientId: string;
  /** Null: a public client. It is PKCE that keeps a code from others either way. */
  readonly clientSecret: string | null;
  /** The origin browsers reach this server at. */
  readonly publicUrl: string;
  readonly scopes: string;
}

/** What has to come back with the browser: kept there, in a cookie of its own. */
const attemptSchema = z.object({
  state: z.string().min(16),
  nonce: z.string().min(16),
  verifier: z.string().min(43),
  returnTo: z.string(),
});
type Attempt = z.infer<typeof attemptSchema>;

/** Nobody was logged in: it was refused, or the provider cannot be asked now. The message is for the log. */
export class OidcLoginFailed extends Error {
  readonly reason: 'refused' | 'unavailable';

  constructor(cause: TokenError | OutsideError) {
    const isRefused = cause instanceof TokenError;
    super(isRefused ? cause.reason : cause.message, { cause });
    this.name = 'OidcLoginFailed';
    this.reason = isRefused ? 'refused' : 'unavailable';
  }
}

/** Both throw `OidcLoginFailed`. */
export interface OidcLogin {
  /** Where to send the browser, and what to give it along. */
  begin(returnTo: string): Promise<{ readonly address: URL; readonly attempt: string }>;
  /** Who came back, by an answer to the attempt of this browser, and where they wanted to go: a path of this server. */
  finish(
    query: string,
    attempt: string | null,
  ): Promise<{ readonly identity: Identity; readonly returnTo: string }>;
}

export const oidcCallbackPath = '/api/v1/auth/oidc/callback';

/** Authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). */
export function oidcLogin(settings: OidcLoginSettings): OidcLogin {
  const { publicUrl, scopes } = settings;
  let found: Promise<Configuration> | null = null;

  function configuration(): Promise<Configuration> {
    found ??= discover(settings).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  }

  async function begin(returnTo: string) {
    const config = await configuration();
    const attempt: Attempt = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      returnTo: ownPath(returnTo, publicUrl),
    };
    const address = buildAuthorizationUrl(config, {
      redirect_uri: publicUrl + oidcCallbackPath,
      scope: scopes,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { address, attempt: Buffer.from(JSON.stringify(attempt)).toString('base64url') };
  }

  async function finish(query: string, text: string | null) {
    const attempt = attemptOf(text);
    if (attempt === null)
      throw new TokenError('Invalid token', 'the browser began no login, or too long ago');
    const config = await configuration();
    const claims = await redeem(config, new URL(`${publicUrl}${oidcCallbackPath}?${query}`), attempt);
    const identity = identityFromProvider(claims, settings.provider);
    return { identity, returnTo: ownPath(attempt.returnTo, publicUrl) };
  }

  return {
    begin: (returnTo) => begin(returnTo).catch(fail),
    finish: (query, attempt) => finish(query, attempt).catch(fail),
  };
}

function fail(error: unknown): never {
  if (error instanceof TokenError || error instanceof OutsideError) throw new OidcLoginFailed(error);
  throw error;
}

async function redeem(
  config: Configuration,
  current: URL,
  attempt: Attempt,
): Promise<Record<string, unknown>> {
  try {
    const tokens = await authorizationCodeGrant(config, current, {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    return { ...tokens.claims() };
  } catch (cause) {
    const outside = outsideOf(cause);
    if (outside !== null) throw outside;
    // Errors of the library tell what is wrong in their name and code; their causes may hold tokens.
    const reason = cause instanceof Error ? cause.message : 'the provider refuses';
    throw new TokenError('Invalid token', `the login at the provider failed: ${reason.slice(0, 200)}`);
  }
}

function outsideOf(cause: unknown): OutsideError | null {
  if (cause instanceof OutsideError) return cause;
  return cause instanceof Error && cause.cause instanceof OutsideError ? cause.cause : null;
}

async function discover({ provider, clientId, clientSecret }: OidcLoginSettings): Promise<Configuration> {
  const issuer = new URL(provider.issuer);
  try {
    const config = await discovery(issuer, clientId, clientSecret ?? undefined, undefined, {
      [customFetch]: (url, { method, headers, body }) =>
        callOutside(new URL(url), {
          method: method === 'POST' ? 'POST' : 'GET',
          headers,
          ...(body === undefined || body === null ? {} : { body: textOf(body) }),
        }),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked to stand out; the configuration allows http on the machine itself only
      ...(issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    });
    // The ID token comes from the provider itself; that it is signed makes up for a way that is not safe.
    enableNonRepudiationChecks(config);
    return config;
  } catch (cause) {
    throw outsideError(issuer, cause);
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('Expected a form to be sent to the provider, but found something else');
}

function attemptOf(text: string | null): Attempt | null {
  if (text === null) return null;
  try {
    const result = attemptSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return result.success ? result.data : null;
  } catch {
    // A cookie that is not JSON is none of ours.
    return null;
  }
}

/** A place of this server and of no other, whatever a link said: else we would send people anywhere. */
function ownPath(text: string, publicUrl: string): string {
  if (!text.startsWith('/') || !URL.canParse(text, publicUrl)) return '/';
  const { origin, pathname, search, hash } = new URL(text, publicUrl);
  return origin === publicUrl && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}
