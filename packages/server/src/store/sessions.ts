import type { Transaction } from './database.ts';

export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly origin: 'password' | 'oidc';
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly usedAt: Date;
  readonly expiresAt: Date;
}

export interface NewSession extends Pick<Session, 'userId' | 'origin' | 'clientAddress' | 'userAgent'> {
  readonly sessionId: string;
  /** Null: those the user has here, whenever that is asked. */
  readonly provided: { readonly roles: readonly string[]; readonly groups: readonly string[] } | null;
  readonly tokenHash: string;
  readonly refreshHash: string | null;
  readonly tokenLastsMs: number;
  readonly lastsMs: number;
}

export async function insertSession(
  transaction: Transaction,
  tenantId: string,
  session: NewSession,
): Promise<void> {
  await transaction.query(
    `INSERT INTO wbpm_sessions (tenant_id, session_id, user_id, origin, roles, groups, token_hash, refresh_hash,
       client_address, user_agent, token_expires_at, expires_at)
     VALUES ($1, $2::uuid, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10,
             now() + $11::int * interval '1 ms', now() + $12::int * interval '1 ms')`,
    [
      tenantId,
      session.sessionId,
      session.userId,
      session.origin,
      session.provided?.roles ?? null,
      session.provided?.groups ?? null,
      session.tokenHash,
      session.refreshHash,
      session.clientAddress,
      session.userAgent,
      session.tokenLastsMs,
      session.lastsMs,
    ],
  );
}

/** Who came in with a token, as the database knows them now. */
export interface SessionBearer {
  readonly sessionId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly mustChangePassword: boolean;
  readonly expiresAt: Date;
}

/**
 * Null when nobody has such a token, it is over, it was not used for `idleMs`, or its user may not come in. With
 * `isUse` notes that it is used, once a minute.
 */
export async function findSession(
  transaction: Transaction,
  tenantId: string,
  tokenHash: string,
  { idleMs, isUse }: { readonly idleMs: number; readonly isUse: boolean },
): Promise<SessionBearer | null> {
  const [row] = await transaction.query<{
    session_id: string;
    user_id: string;
    roles: readonly string[];
    groups: readonly string[];
    must_change_password: boolean;
    token_expires_at: Date;
  }>(
    `WITH found AS (
       SELECT s.*, u.roles AS own_roles, u.must_change_password FROM wbpm_sessions s
       LEFT JOIN wbpm_users u ON u.tenant_id = $1 AND u.user_id = s.user_id AND s.origin = 'password'
       WHERE s.tenant_id = $1 AND s.token_hash = $2 AND s.token_expires_at > now() AND s.expires_at > now()
         AND s.used_at > now() - $3::int * interval '1 ms' AND (s.origin <> 'password' OR u.status = 'active')
     ), touched AS (
       UPDATE wbpm_sessions s SET used_at = now() FROM found f
       WHERE $4::boolean AND s.tenant_id = $1 AND s.session_id = f.session_id
         AND s.used_at < now() - interval '1 minute'
     )
     SELECT f.session_id, f.user_id, f.token_expires_at,
            coalesce(f.must_change_password, false) AS must_change_password,
            coalesce(f.roles, f.own_roles || ARRAY(
              SELECT role FROM wbpm_group_members m
              JOIN wbpm_groups g ON g.tenant_id = $1 AND g.group_id = m.group_id, unnest(g.roles) AS role
              WHERE m.tenant_id = $1 AND m.user_id = f.user_id)) AS roles,
            coalesce(f.groups, ARRAY(
              SELECT m.group_id FROM wbpm_group_members m
              WHERE m.tenant_id = $1 AND m.user_id = f.user_id ORDER BY m.group_id)) AS groups
     FROM found f`,
    [tenantId, tokenHash, idleMs, isUse],
  );
  if (row === undefined) return null;
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    roles: [...new Set(row.roles)],
    groups: row.groups,
    mustChangePassword: row.must_change_password,
    expiresAt: row.token_expires_at,
  };
}

export interface RenewedTokens {
  readonly tokenHash: string;
  readonly refreshHash: string;
  readonly tokenLastsMs: number;
}

/**
 * Gives the session of a refresh token new ones. `reused`: that token was given in before, so somebody has it who
 * should not; the session is over with that. Null when nobody has such a token or its session is over.
 */
export async function renewSession(
  transaction: Transaction,
  tenantId: string,
  refreshHash: string,
  next: RenewedTokens,
  idleMs: number,
): Promise<{ readonly userId: string; readonly mustChangePassword: boolean } | 'reused' | null> {
  const [renewed] = await transaction.query<{ user_id: string; must_change_password: boolean }>(
    `UPDATE wbpm_sessions s SET token_hash = $3, refresh_hash = $4, previous_refresh_hash = $2, used_at = now(),
            token_expires_at = least(now() + $5::int * interval '1 ms', s.expires_at)
     FROM wbpm_users u
     WHERE s.tenant_id = $1 AND s.refresh_hash = $2 AND s.expires_at > now()
       AND s.used_at > now() - $6::int * interval '1 ms'
       AND u.tenant_id = $1 AND u.user_id = s.user_id AND u.status = 'active'
     RETURNING u.user_id, u.must_change_password`,
    [tenantId, refreshHash, next.tokenHash, next.refreshHash, next.tokenLastsMs, idleMs],
  );
  if (renewed !== undefined) {
    return { userId: renewed.user_id, mustChangePassword: renewed.must_change_password };
  }
  const ended = await transaction.query(
    'DELETE FROM wbpm_sessions WHERE tenant_id = $1 AND previous_refresh_hash = $2 RETURNING session_id',
    [tenantId, refreshHash],
  );
  return ended.length > 0 ? 'reused' : null;
}

export async function listSessions(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<Session[]> {
  const rows = await transaction.query<{
    session_id: string;
    origin: Session['origin'];
    client_address: string | null;
    user_agent: string | null;
    created_at: Date;
    used_at: Date;
    expires_at: Date;
  }>(
    `SELECT session_id, origin, client_address, user_agent, created_at, used_at, expires_at FROM wbpm_sessions
     WHERE tenant_id = $1 AND user_id = $2 AND expires_at > now() ORDER BY created_at DESC`,
    [tenantId, userId],
  );
  return rows.map((row) => ({
    sessionId: row.session_id,
    userId,
    origin: row.origin,
    clientAddress: row.client_address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: row.expires_at,
  }));
}

/** False when the user has no such session. */
export async function deleteSession(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    `DELETE FROM wbpm_sessions WHERE tenant_id = $1 AND user_id = $2 AND session_id = $3::uuid
     RETURNING session_id`,
    [tenantId, userId, sessionId],
  );
  return rows.length > 0;
}

/** All of a user, but the one given. */
export async function deleteSessionsOf(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  exceptSessionId: string | null,
): Promise<void> {
  await transaction.query(
    `DELETE FROM wbpm_sessions
     WHERE tenant_id = $1 AND user_id = $2 AND ($3::uuid IS NULL OR session_id <> $3::uuid)`,
    [tenantId, userId, exceptSessionId],
  );
}

/** Of the user with that session token, or refresh token. False when nobody has it. */
export async function deleteSessionOfToken(
  transaction: Transaction,
  tenantId: string,
  tokenHash: string,
): Promise<boolean> {
  const ended = await transaction.query(
    'DELETE FROM wbpm_sessions WHERE tenant_id = $1 AND (token_hash = $2 OR refresh_hash = $2) RETURNING 1',
    [tenantId, tokenHash],
  );
  return ended.length > 0;
}

/** Of all tenants, in the runtime's scope. */
export async function deleteExpiredSessions(transaction: Transaction): Promise<void> {
  await transaction.query(
    `DELETE FROM wbpm_sessions WHERE (tenant_id, session_id) IN (
       SELECT tenant_id, session_id FROM wbpm_sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT 10000)`,
  );
}
