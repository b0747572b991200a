/** The part of oidc-provider that tests use; it brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        readonly jwks: { readonly keys: readonly object[] };
        readonly clients: readonly object[];
        readonly ttl: Readonly<Record<string, number>>;
        readonly extraTokenClaims: () => object;
        readonly features: Readonly<Record<string, object>>;
        readonly claims: Readonly<Record<string, readonly string[]>>;
        /** False: the ID token has the claims of the scopes, as many providers have it. */
        readonly conformIdTokenClaims: boolean;
        readonly interactions: {
          readonly url: (context: object, interaction: { readonly uid: string }) => string;
        };
        readonly findAccount: (context: object, id: string) => object;
        readonly loadExistingGrant: (context: GrantContext) => Promise<Grant>;
      },
    );
    callback(): RequestListener;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } } | { readonly error: string },
    ): Promise<void>;
  }

  export interface GrantContext {
    readonly oidc: {
      readonly client: { readonly clientId: string };
      readonly session: { readonly accountId: string };
      readonly provider: { readonly Grant: new (of: { clientId: string; accountId: string }) => Grant };
    };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }
}
