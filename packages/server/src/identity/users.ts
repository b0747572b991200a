import type {
  ChangeUser,
  DeletedUser,
  UserList,
  UserQuery,
  UserWithPassword,
  User as WireUser,
} from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { requirePermission } from '../access/require-permission.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import { keyAfter, keyParts, pageOf } from '../processes/page.ts';
import type { Transaction } from '../store/database.ts';
import { setGroupsOf } from '../store/groups.ts';
import { storePassword } from '../store/passwords.ts';
import { read } from '../store/read.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { deleteUser, findUser, insertUser, listUsers, type User, updateUser } from '../store/users.ts';
import { requireGrantable, requireMayManage } from './grant.ts';
import { changeIdentity, exists, type IdentityCase, notChanged, withSecret } from './identity-case.ts';
import { hashPassword, makeUpPassword } from './password.ts';

/** Those with an account here; who comes from an identity provider has none. */
export async function listAccounts(
  { database, principal }: IdentityCase,
  query: UserQuery,
): Promise<UserList> {
  requirePermission(principal, 'user', 'read');
  const { tenantId } = principal;
  const { status = null, group = null, role = null, search = null } = query;
  const after = keyAfter(query, keyParts.text)?.[0] ?? null;
  const rows = await read(database, tenantId, (transaction) =>
    listUsers(transaction, tenantId, { status, group, role, search }, { after, limit: query.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireUser, ({ userId }) => [userId]);
  return { users: items, next_cursor };
}

export async function readAccount({ database, principal }: IdentityCase, userId: string): Promise<WireUser> {
  requirePermission(principal, 'user', 'read');
  const { tenantId } = principal;
  return read(database, tenantId, async (transaction) =>
    wireUser(await requireUser(transaction, tenantId, userId)),
  );
}

export interface NewAccount {
  readonly user_id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

export async function createAccount(
  useCase: IdentityCase,
  { user_id: userId, name, email, roles, groups }: NewAccount,
): Promise<Executed<UserWithPassword>> {
  const { principal } = useCase;
  requirePermission(principal, 'user', 'create');
  const { tenantId } = principal;
  const password = makeUpPassword();
  const passwordHash = await hashPassword(password);
  const created = changeIdentity(useCase, tenantId, async (transaction) => {
    await requireGrantable(transaction, principal, { roles, groups });
    const user = { userId, name, email, roles, createdBy: principal.userId, passwordHash };
    if (!(await insertUser(transaction, tenantId, user))) throw exists('user', userId);
    await setGroupsOf(transaction, tenantId, userId, groups);
    return wireUser(await requireUser(transaction, tenantId, userId));
  });
  return withSecret(created, (told) => ({ initial_password: told }), password);
}

/** Whoever is disabled is out at once. */
export function changeAccount(
  useCase: IdentityCase,
  userId: string,
  change: ChangeUser,
  revision: number | null,
): Promise<Executed<WireUser>> {
  const { principal } = useCase;
  requirePermission(principal, 'user', 'update');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    const before = await requireUser(transaction, tenantId, userId);
    const { roles, groups, status } = change;
    if (roles !== undefined || groups !== undefined || status !== undefined) refuseOneself(useCase, userId);
    await requireMayManage(transaction, principal, before);
    await requireGrantable(transaction, principal, {
      ...(roles === undefined ? {} : { roles }),
      ...(groups === undefined ? {} : { groups }),
    });
    if (!(await updateUser(transaction, tenantId, userId, change, revision))) {
      throw notChanged('user', userId, await findUser(transaction, tenantId, userId));
    }
    if (groups !== undefined) await setGroupsOf(transaction, tenantId, userId, groups);
    if (status === 'disabled') await deleteSessionsOf(transaction, tenantId, userId, null);
    return wireUser(await requireUser(transaction, tenantId, userId));
  });
}

/** Ends the user's sessions and locks, and makes up a password that has to be changed. */
export async function resetPassword(
  useCase: IdentityCase,
  userId: string,
): Promise<Executed<UserWithPassword>> {
  const { principal } = useCase;
  requirePermission(principal, 'user', 'update');
  const { tenantId } = principal;
  const password = makeUpPassword();
  const hash = await hashPassword(password);
  const reset = changeIdentity(useCase, tenantId, async (transaction) => {
    await requireMayManage(transaction, principal, await requireUser(transaction, tenantId, userId));
    await storePassword(transaction, tenantId, userId, { hash, mustChange: true });
    await deleteSessionsOf(transaction, tenantId, userId, null);
    return wireUser(await requireUser(transaction, tenantId, userId));
  });
  return withSecret(reset, (told) => ({ initial_password: told }), password);
}

/** What the user did stays, under their id. */
export function deleteAccount(useCase: IdentityCase, userId: string): Promise<Executed<DeletedUser>> {
  const { principal } = useCase;
  requirePermission(principal, 'user', 'delete');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    const user = await requireUser(transaction, tenantId, userId);
    refuseOneself(useCase, userId);
    await requireMayManage(transaction, principal, user);
    await deleteSessionsOf(transaction, tenantId, userId, null);
    await deleteUser(transaction, tenantId, userId);
    return { user_id: userId, deleted: true as const };
  });
}

/** So that no tenant is left without anybody who may. */
function refuseOneself({ principal }: IdentityCase, userId: string): void {
  if (principal.userId !== userId || principal.knownBy !== 'session') return;
  throw new Refusal('CONFLICT', 'Expected somebody else to do that, but it is about the caller');
}

async function requireUser(transaction: Transaction, tenantId: string, userId: string): Promise<User> {
  const user = await findUser(transaction, tenantId, userId);
  if (user === null) throw notFound('user', userId);
  return user;
}

function wireUser(user: User): WireUser {
  return {
    user_id: user.userId,
    name: user.name,
    email: user.email,
    roles: [...user.roles],
    groups: [...user.groups],
    status: user.status,
    locked_until: user.lockedUntil?.toISOString() ?? null,
    must_change_password: user.mustChangePassword,
    last_login_at: user.lastLoginAt?.toISOString() ?? null,
    created_by: user.createdBy,
    created_at: user.createdAt.toISOString(),
    revision: user.revision,
  };
}
