import type { SessionTokens, UserWithPassword } from '@wbpm/contract';
import { type Answer, type Api, connectApi, dataOf } from './api.ts';
import { startTestServer, type TestServer, type TestServerSettings } from './test-server.ts';

/** A password the rules take. */
export const goodPassword = 'harbour-violet-tram-49';

/** A server whose users have passwords of its own; `AUTH_MODE=jwt`, so that nobody is let in without anything. */
export function startServerWithAccounts(
  database: TestServerSettings['database'],
  environment: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  return startTestServer({
    database,
    authMode: 'jwt',
    environment: { LOCAL_ACCOUNTS: 'true', TRUST_PROXY: '127.0.0.0/8', ...environment },
  });
}

let addresses = 0;

/** Each from an address of its own, for attempts from one address are counted together. */
export function attemptLogin(server: Pick<TestServer, 'url'>, body: object): Promise<Answer> {
  addresses += 1;
  const address = `10.0.${addresses >> 8}.${addresses & 255}`;
  const headers = { 'x-forwarded-for': address };
  return connectApi(server.url, null).call('POST', '/auth/login', { body, headers });
}

export interface LoggedIn extends Api {
  readonly tokens: SessionTokens;
}

export async function logInAs(
  server: Pick<TestServer, 'url'>,
  username: string,
  password: string,
  tenantId = 'default',
): Promise<LoggedIn> {
  const answer = await attemptLogin(server, { tenant_id: tenantId, username, password });
  const tokens = dataOf<SessionTokens>(answer);
  return { ...connectApi(server.url, tokens.access_token), tokens };
}

/** Makes a user and lets them choose `goodPassword`. */
export async function addUser(
  server: Pick<TestServer, 'url'>,
  administrator: Api,
  user: { readonly user_id: string; readonly roles?: readonly string[]; readonly groups?: readonly string[] },
  tenantId = 'default',
): Promise<LoggedIn> {
  const created = dataOf<UserWithPassword>(
    await administrator.post('/users', { name: user.user_id, ...user }),
  );
  return choosePassword(server, user.user_id, created.initial_password ?? '', tenantId);
}

/** Logs in with an initial password and chooses `goodPassword` in its place. */
export async function choosePassword(
  server: Pick<TestServer, 'url'>,
  userId: string,
  initial: string,
  tenantId = 'default',
): Promise<LoggedIn> {
  const first = await logInAs(server, userId, initial, tenantId);
  dataOf(await first.post('/me/password', { current_password: initial, new_password: goodPassword }));
  return logInAs(server, userId, goodPassword, tenantId);
}
