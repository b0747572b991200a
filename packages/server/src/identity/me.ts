import type { EndedSession, Me, PasswordChanged, SessionList, Session as WireSession } from '@wbpm/contract';
import { invalidField, Refusal } from '../access/refusal.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import { countFailedLogin, findPassword, storePassword } from '../store/passwords.ts';
import { read } from '../store/read.ts';
import { deleteSession, deleteSessionsOf, listSessions, type Session } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import { changeIdentity, type IdentityCase } from './identity-case.ts';
import { hashPassword, isPassword } from './password.ts';
import { requireGoodPassword } from './password-rules.ts';

/** Everybody may know who they are: no permission is asked for here, and nothing is told of others. */
export async function readMe({ database, principal }: IdentityCase): Promise<Me> {
  const { tenantId, userId, roles, groups, permissions, knownBy, sessionId, mustChangePassword } = principal;
  // Whom a token from outside names may be called like an account, and is somebody else.
  const account =
    knownBy === 'session'
      ? await read(database, tenantId, (transaction) => findUser(transaction, tenantId, userId))
      : null;
  return {
    tenant_id: tenantId,
    user_id: userId,
    name: account?.name ?? userId,
    email: account?.email ?? null,
    roles: [...roles],
    groups: [...groups],
    permissions: [...permissions].sort(),
    known_by: knownBy,
    session_id: sessionId,
    has_password: account !== null,
    must_change_password: mustChangePassword,
  };
}

/** Ends all other sessions of the caller. A wrong present password counts as a failed login. */
export async function changePassword(
  useCase: IdentityCase,
  {
    current_password: current,
    new_password: next,
  }: Readonly<Record<'current_password' | 'new_password', string>>,
): Promise<Executed<PasswordChanged>> {
  const { database, principal } = useCase;
  const { tenantId, userId, sessionId, knownBy } = principal;
  const stored = await read(database, tenantId, (transaction) => findPassword(transaction, tenantId, userId));
  if (knownBy !== 'session' || stored === null) {
    throw new Refusal('CONFLICT', 'Expected a user with a password here, but the caller has none');
  }
  if (stored.isLocked || !(await isPassword(current, stored.hash))) {
    await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      countFailedLogin(transaction, tenantId, userId),
    );
    throw new Refusal('FORBIDDEN', 'Expected the present password, but found another');
  }
  if (current === next) {
    throw invalidField('/new_password', 'Expected a password other than the present one');
  }
  requireGoodPassword(next, [userId, tenantId]);
  const hash = await hashPassword(next);
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await storePassword(transaction, tenantId, userId, { hash, mustChange: false });
    await deleteSessionsOf(transaction, tenantId, userId, sessionId);
    return { password_changed: true as const };
  });
}

export async function listMySessions({ database, principal }: IdentityCase): Promise<SessionList> {
  const { tenantId, userId, sessionId } = principal;
  const sessions = await read(database, tenantId, (transaction) =>
    listSessions(transaction, tenantId, userId),
  );
  return { sessions: sessions.map((session) => wireSession(session, sessionId)) };
}

export function endMySession(useCase: IdentityCase, id: string): Promise<Executed<EndedSession>> {
  const { tenantId, userId } = useCase.principal;
  const sessionId = requireId('session', id);
  return changeIdentity(useCase, tenantId, async (transaction) => {
    if (!(await deleteSession(transaction, tenantId, userId, sessionId))) throw notFound('session', id);
    return { session_id: sessionId, ended: true as const };
  });
}

function wireSession(session: Session, currentId: string | null): WireSession {
  return {
    session_id: session.sessionId,
    current: session.sessionId === currentId,
    origin: session.origin,
    client_address: session.clientAddress,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    used_at: session.usedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  };
}
