import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { startBanner } from './start-banner.ts';

const server = {
  url: 'http://127.0.0.1:8000',
  durability: 'process-crash',
  storedIn: './data',
  firstAdministrator: null,
} as const;

function banner(
  environment: Record<string, string>,
  made: { userId: string; password: string } | null = null,
) {
  return startBanner({ ...server, firstAdministrator: made }, readConfig(environment));
}

describe('the start banner', () => {
  it('says that nobody has to log in', () => {
    expect(banner({})).toContain('Sign-in:          none needed (AUTH_MODE=dev)');
  });

  it('names all ways in', () => {
    const text = banner({
      AUTH_MODE: 'oidc',
      OIDC_ISSUER: 'https://login.example.org',
      OIDC_AUDIENCE: 'wbpm',
      OIDC_CLIENT_ID: 'wbpm-web',
      PUBLIC_URL: 'https://wbpm.example.org',
      LOCAL_ACCOUNTS: 'true',
    });
    expect(text).toContain('Sign-in:          password or identity provider or token (AUTH_MODE=oidc)');
  });

  it('tells the password of the first administrator, and nobody that of another', () => {
    const environment = { AUTH_MODE: 'jwt', LOCAL_ACCOUNTS: 'true' };
    const text = banner(environment, { userId: 'admin', password: 'abcde-fghij' });
    expect(text).toContain('Administrator:    admin');
    expect(text).toContain('abcde-fghij (shown once');
    expect(
      new Set(
        text
          .trimEnd()
          .split('\n')
          .map(({ length }) => length),
      ).size,
    ).toBe(1);
    expect(banner(environment)).not.toContain('Administrator');
  });
});
