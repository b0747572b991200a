import type { Me } from '@wbpm/contract';

const words: Readonly<Record<Me['known_by'], string>> = {
  session: 'A session of this browser',
  api_key: 'An API key',
  dev: 'A token',
  jwt: 'A token',
  oidc: 'A token of the identity provider',
  apg: 'A token of the APG platform',
};

/** How the server knows somebody. */
export function knownByWords(knownBy: Me['known_by']): string {
  return words[knownBy];
}
