import type { Transaction } from './database.ts';

/** Somebody with an account. */
export interface User {
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly status: 'active' | 'disabled';
  readonly mustChangePassword: boolean;
  /** Null when no lock is in force. */
  readonly lockedUntil: Date | null;
  readonly lastLoginAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revision: number;
}

interface UserRecord {
  readonly user_id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly status: User['status'];
  readonly must_change_password: boolean;
  readonly locked_until: Date | null;
  readonly last_login_at: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly revision: number;
}

const shown = `u.user_id, u.name, u.email, u.roles, u.status, u.must_change_password, u.last_login_at, u.created_by,
  u.created_at, u.revision, CASE WHEN u.locked_until > now() THEN u.locked_until END AS locked_until,
  ARRAY(SELECT m.group_id FROM wbpm_group_members m
        WHERE m.tenant_id = $1 AND m.user_id = u.user_id ORDER BY m.group_id) AS groups`;

function user(row: UserRecord): User {
  return {
    userId: row.user_id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    groups: row.groups,
    status: row.status,
    mustChangePassword: row.must_change_password,
    lockedUntil: row.locked_until,
    lastLoginAt: row.last_login_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
    revision: row.revision,
  };
}

export interface NewUser extends Pick<User, 'userId' | 'name' | 'email' | 'roles' | 'createdBy'> {
  readonly passwordHash: string;
}

/** False when there is one of that id already. */
export async function insertUser(
  transaction: Transaction,
  tenantId: string,
  { userId, name, email, roles, createdBy, passwordHash }: NewUser,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO wbpm_users (tenant_id, user_id, name, email, roles, created_by, password_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING user_id`,
    [tenantId, userId, name, email, roles, createdBy, passwordHash],
  );
  return rows.length > 0;
}

export async function findUser(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<User | null> {
  const [row] = await transaction.query<UserRecord>(
    `SELECT ${shown} FROM wbpm_users u WHERE u.tenant_id = $1 AND u.user_id = $2`,
    [tenantId, userId],
  );
  return row === undefined ? null : user(row);
}

export interface UserFilter {
  readonly status: User['status'] | null;
  readonly group: string | null;
  readonly role: string | null;
  readonly search: string | null;
}

export async function listUsers(
  transaction: Transaction,
  tenantId: string,
  { status, group, role, search }: UserFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<User[]> {
  const rows = await transaction.query<UserRecord>(
    `SELECT ${shown} FROM wbpm_users u
     WHERE u.tenant_id = $1 AND ($2::text IS NULL OR u.user_id > $2) AND ($3::text IS NULL OR u.status = $3)
       AND ($4::text IS NULL OR EXISTS (SELECT FROM wbpm_group_members m
              WHERE m.tenant_id = $1 AND m.group_id = $4 AND m.user_id = u.user_id))
       AND ($5::text IS NULL OR $5 = ANY (u.roles))
       AND ($6::text IS NULL OR strpos(lower(u.user_id), lower($6)) > 0 OR strpos(lower(u.name), lower($6)) > 0)
     ORDER BY u.user_id LIMIT $7`,
    [tenantId, page.after, status, group, role, search, page.limit],
  );
  return rows.map(user);
}

/** What is undefined stays. */
export interface UserChange {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly status?: User['status'] | undefined;
}

/** False when there is no such user of that revision; any revision when it is null. */
export async function updateUser(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  { name, email, roles, status }: UserChange,
  revision: number | null,
): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE wbpm_users u SET name = coalesce($3, name), email = CASE WHEN $4::boolean THEN $5 ELSE email END,
            roles = coalesce($6::text[], roles), status = coalesce($7, status), revision = revision + 1
     WHERE u.tenant_id = $1 AND u.user_id = $2 AND ($8::int IS NULL OR u.revision = $8) RETURNING user_id`,
    [
      tenantId,
      userId,
      name ?? null,
      email !== undefined,
      email ?? null,
      roles ?? null,
      status ?? null,
      revision,
    ],
  );
  return rows.length > 0;
}

export async function deleteUser(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM wbpm_users WHERE tenant_id = $1 AND user_id = $2 RETURNING user_id',
    [tenantId, userId],
  );
  return rows.length > 0;
}
