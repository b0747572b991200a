import type { SessionTokens } from '@wbpm/contract';
import type { SecurityLog } from '../access/authenticate.ts';
import { credentialOf, newCredential } from '../access/credential.ts';
import { Refusal } from '../access/refusal.ts';
import type { Database } from '../store/database.ts';
import { announceIdentity } from '../store/identity-notice.ts';
import { countFailedLogin, countLogin, findPassword } from '../store/passwords.ts';
import { read } from '../store/read.ts';
import { deleteSessionOfToken, renewSession } from '../store/sessions.ts';
import {
  accessTokenMs,
  type LoginClient,
  type OpenedSession,
  openSession,
  type SessionSettings,
  sessionTokens,
} from './open-session.ts';
import { isPassword } from './password.ts';

export interface LoginDependencies {
  readonly database: Database;
  readonly sessions: SessionSettings;
  readonly log: SecurityLog;
  readonly attempts: LoginAttempts;
}

/** Attempts to log in, by user and by where they come from, whether there is such a user or not. */
export interface LoginAttempts {
  /** Rejects with the refusal of who makes too many. */
  login(user: string): Promise<void>;
  loginFrom(address: string): Promise<void>;
  /** The attempt succeeded: it does not count. */
  loggedIn(user: string, address: string | null): Promise<void>;
}

/**
 * Opens a session for a user and their password. Whether the user does not exist, is disabled or locked, or the
 * password is another, the answer is the same and takes as long: 401.
 */
export async function logIn(
  { database, sessions, log, attempts }: LoginDependencies,
  login: {
    readonly tenant_id: string;
    readonly username: string;
    readonly password: string;
    readonly cookie: boolean;
  },
  client: LoginClient,
): Promise<OpenedSession> {
  const { tenant_id: tenantId, username: userId, password, cookie: inCookie } = login;
  if (client.address !== null) await attempts.loginFrom(client.address);
  await attempts.login(`${tenantId}:${userId}`);
  const stored = await read(database, tenantId, (transaction) => findPassword(transaction, tenantId, userId));
  const isRight = await isPassword(password, stored?.hash ?? null);
  if (stored === null || !isRight || !stored.isActive || stored.isLocked) {
    const why = await noteFailure();
    log.warn(`Login refused: ${userId} of tenant ${tenantId} from ${client.address ?? 'nowhere'}, ${why}`);
    throw new Refusal(
      'UNAUTHENTICATED',
      'Expected a user with their password, but they do not belong together',
    );
  }
  const opened = await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    await countLogin(transaction, tenantId, userId);
    const { mustChange: mustChangePassword } = stored;
    const who = { userId, origin: 'password', provided: null, mustChangePassword, client, inCookie } as const;
    return openSession(transaction, sessions, tenantId, who);
  });
  await attempts.loggedIn(`${tenantId}:${userId}`, client.address);
  log.info(`Logged in: ${userId} of tenant ${tenantId} from ${client.address ?? 'nowhere'}`);
  return opened;

  async function noteFailure(): Promise<string> {
    if (stored === null) return 'nobody of that name';
    if (!stored.isActive) return 'disabled or of a suspended tenant';
    // Whoever goes on trying must not keep the owner out for longer and longer.
    if (stored.isLocked) return 'locked';
    const { failures, isLocked } = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      countFailedLogin(transaction, tenantId, userId),
    );
    return `wrong password, ${failures} in a row${isLocked ? ', locked now' : ''}`;
  }
}

/** Gives new tokens for a refresh token, each of which counts once: the session of one that comes twice is over. */
export async function refreshLogin(
  { database, sessions, log }: Pick<LoginDependencies, 'database' | 'sessions' | 'log'>,
  refreshToken: string,
  forget: (tenantId: string) => void,
): Promise<SessionTokens> {
  const presented = credentialOf(refreshToken);
  const refused = new Refusal(
    'UNAUTHENTICATED',
    'Expected a refresh token that is in force, but found another',
  );
  if (presented?.kind !== 'refresh') throw refused;
  const { tenantId, hash } = presented;
  const token = newCredential('session', tenantId);
  const refresh = newCredential('refresh', tenantId);
  const next = { tokenHash: token.hash, refreshHash: refresh.hash, tokenLastsMs: accessTokenMs };
  const renewed = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
    renewSession(transaction, tenantId, hash, next, sessions.idleMs),
  );
  // The token before is over too.
  if (renewed !== null) forget(tenantId);
  if (renewed === 'reused') {
    log.warn(`A refresh token of tenant ${tenantId} came a second time: its session is over`);
  }
  if (renewed === null || renewed === 'reused') throw refused;
  const given = { token: token.text, refresh: refresh.text, lastsMs: accessTokenMs };
  return sessionTokens({ tenantId, ...renewed }, given);
}

/** Ends the session of a token, or of a refresh token; of one that nobody has, none. */
export async function logOut(
  database: Database,
  token: string,
  forget: (tenantId: string) => void,
): Promise<void> {
  const given = credentialOf(token);
  if (given === null || given.kind === 'key') return;
  const { tenantId, hash } = given;
  const hasEnded = await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    if (!(await deleteSessionOfToken(transaction, tenantId, hash))) return false;
    await announceIdentity(transaction, tenantId);
    return true;
  });
  // Whoever has no session must not make every node look at all callers of a tenant anew.
  if (hasEnded) forget(tenantId);
}
