import { randomUUID } from 'node:crypto';
import type { SessionTokens } from '@wbpm/contract';
import { newCredential } from '../access/credential.ts';
import type { Transaction } from '../store/database.ts';
import { insertSession, type Session } from '../store/sessions.ts';

/** How long people stay in. */
export interface SessionSettings {
  /** From login to the end, whatever happens. */
  readonly lastsMs: number;
  /** Without any use. */
  readonly idleMs: number;
}

/** What the browser or program that logs in says of itself, for its user to recognise it by. */
export interface LoginClient {
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Of programs. A browser's lasts as long as the session. */
export const accessTokenMs = 15 * 60_000;

export interface OpenedSession {
  readonly tokens: SessionTokens;
  /** For a browser, which gets it as a cookie. */
  readonly cookie: string | null;
}

/** Opens a session of somebody who has proved who they are. */
export async function openSession(
  transaction: Transaction,
  { lastsMs }: SessionSettings,
  tenantId: string,
  who: Pick<Session, 'userId' | 'origin'> & {
    readonly provided: { readonly roles: readonly string[]; readonly groups: readonly string[] } | null;
    readonly mustChangePassword: boolean;
    readonly client: LoginClient;
    /** Of a browser. */
    readonly inCookie: boolean;
  },
): Promise<OpenedSession> {
  const { userId, origin, provided, client, inCookie, mustChangePassword } = who;
  const token = newCredential('session', tenantId);
  const refresh = inCookie ? null : newCredential('refresh', tenantId);
  const tokenLastsMs = inCookie ? lastsMs : Math.min(accessTokenMs, lastsMs);
  await insertSession(transaction, tenantId, {
    sessionId: randomUUID(),
    userId,
    origin,
    provided,
    tokenHash: token.hash,
    refreshHash: refresh?.hash ?? null,
    tokenLastsMs,
    lastsMs,
    clientAddress: client.address,
    userAgent: client.userAgent,
  });
  const tokens = sessionTokens(
    { tenantId, userId, mustChangePassword },
    { token: inCookie ? null : token.text, refresh: refresh?.text ?? null, lastsMs: tokenLastsMs },
  );
  return { tokens, cookie: inCookie ? token.text : null };
}

/** What its bearer is told of a session. */
export function sessionTokens(
  who: { readonly tenantId: string; readonly userId: string; readonly mustChangePassword: boolean },
  given: { readonly token: string | null; readonly refresh: string | null; readonly lastsMs: number },
): SessionTokens {
  return {
    token_type: 'Bearer',
    access_token: given.token,
    expires_in: Math.floor(given.lastsMs / 1000),
    refresh_token: given.refresh,
    tenant_id: who.tenantId,
    user_id: who.userId,
    must_change_password: who.mustChangePassword,
  };
}
