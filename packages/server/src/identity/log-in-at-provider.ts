import type { SecurityLog } from '../access/authenticate.ts';
import type { OidcLogin } from '../access/oidc-login.ts';
import type { Database } from '../store/database.ts';
import { type LoginClient, openSession, type SessionSettings } from './open-session.ts';

/** Opens a browser's session for somebody the identity provider sent back. */
export async function logInAtProvider(
  {
    database,
    sessions,
    log,
  }: {
    readonly database: Database;
    readonly sessions: SessionSettings;
    readonly log: SecurityLog;
  },
  login: OidcLogin,
  answer: { readonly query: string; readonly attempt: string | null },
  client: LoginClient,
): Promise<{ readonly cookie: string; readonly lastsSeconds: number; readonly returnTo: string }> {
  const { identity, returnTo } = await login.finish(answer.query, answer.attempt);
  const { tenantId, userId, roles, groups } = identity;
  const { cookie, tokens } = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    openSession(transaction, sessions, tenantId, {
      userId,
      origin: 'oidc',
      provided: { roles, groups },
      mustChangePassword: false,
      client,
      inCookie: true,
    }),
  );
  log.info(`Logged in at the provider: ${userId} of tenant ${tenantId} from ${client.address ?? 'nowhere'}`);
  return { cookie: cookie ?? '', lastsSeconds: tokens.expires_in, returnTo };
}
