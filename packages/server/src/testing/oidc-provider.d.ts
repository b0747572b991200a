/** The part of oidc-provider that tests use; it brings no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        readonly jwks: { readonly keys: readonly object[] };
        readonly clients: readonly object[];
        readonly ttl: Readonly<Record<string, number>>;
        readonly extraTokenClaims: () => object;
        readonly features: Readonly<Record<string, object>>;
      },
    );
    callback(): RequestListener;
  }
}
