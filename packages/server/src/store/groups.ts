import type { Transaction } from './database.ts';

export interface Group {
  readonly groupId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly members: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revision: number;
}

interface GroupRecord {
  readonly group_id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly members: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly revision: number;
}

const shown = `g.group_id, g.name, g.roles, g.created_by, g.created_at, g.revision,
  (SELECT count(*)::int FROM wbpm_group_members m
   WHERE m.tenant_id = $1 AND m.group_id = g.group_id) AS members`;

function group(row: GroupRecord): Group {
  return {
    groupId: row.group_id,
    name: row.name,
    roles: row.roles,
    members: row.members,
    createdBy: row.created_by,
    createdAt: row.created_at,
    revision: row.revision,
  };
}

/** False when there is one of that id already. */
export async function insertGroup(
  transaction: Transaction,
  tenantId: string,
  { groupId, name, roles, createdBy }: Pick<Group, 'groupId' | 'name' | 'roles' | 'createdBy'>,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO wbpm_groups (tenant_id, group_id, name, roles, created_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING group_id`,
    [tenantId, groupId, name, roles, createdBy],
  );
  return rows.length > 0;
}

export async function findGroup(
  transaction: Transaction,
  tenantId: string,
  groupId: string,
): Promise<Group | null> {
  const [row] = await transaction.query<GroupRecord>(
    `SELECT ${shown} FROM wbpm_groups g WHERE g.tenant_id = $1 AND g.group_id = $2`,
    [tenantId, groupId],
  );
  return row === undefined ? null : group(row);
}

/** Those of the given ids that exist, with the roles they give. */
export async function groupsOfIds(
  transaction: Transaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<Group[]> {
  const rows = await transaction.query<GroupRecord>(
    `SELECT ${shown} FROM wbpm_groups g WHERE g.tenant_id = $1 AND g.group_id = ANY ($2::text[])`,
    [tenantId, groupIds],
  );
  return rows.map(group);
}

export async function listGroups(
  transaction: Transaction,
  tenantId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Group[]> {
  const rows = await transaction.query<GroupRecord>(
    `SELECT ${shown} FROM wbpm_groups g
     WHERE g.tenant_id = $1 AND ($2::text IS NULL OR g.group_id > $2) ORDER BY g.group_id LIMIT $3`,
    [tenantId, page.after, page.limit],
  );
  return rows.map(group);
}

/** What is undefined stays. False when there is no such group of that revision; any revision when it is null. */
export async function updateGroup(
  transaction: Transaction,
  tenantId: string,
  groupId: string,
  { name, roles }: { readonly name?: string | undefined; readonly roles?: readonly string[] | undefined },
  revision: number | null,
): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE wbpm_groups SET name = coalesce($3, name), roles = coalesce($4::text[], roles), revision = revision + 1
     WHERE tenant_id = $1 AND group_id = $2 AND ($5::int IS NULL OR revision = $5) RETURNING group_id`,
    [tenantId, groupId, name ?? null, roles ?? null, revision],
  );
  return rows.length > 0;
}

/** Its members are no members of it any more. */
export async function deleteGroup(
  transaction: Transaction,
  tenantId: string,
  groupId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM wbpm_groups WHERE tenant_id = $1 AND group_id = $2 RETURNING group_id',
    [tenantId, groupId],
  );
  return rows.length > 0;
}

export async function addMember(
  transaction: Transaction,
  tenantId: string,
  groupId: string,
  userId: string,
): Promise<void> {
  await transaction.query(
    `INSERT INTO wbpm_group_members (tenant_id, group_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [tenantId, groupId, userId],
  );
}

export async function removeMember(
  transaction: Transaction,
  tenantId: string,
  groupId: string,
  userId: string,
): Promise<void> {
  await transaction.query(
    'DELETE FROM wbpm_group_members WHERE tenant_id = $1 AND group_id = $2 AND user_id = $3',
    [tenantId, groupId, userId],
  );
}

/** Makes the user a member of these groups and of no others. */
export async function setGroupsOf(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  groupIds: readonly string[],
): Promise<void> {
  await transaction.query(
    `DELETE FROM wbpm_group_members WHERE tenant_id = $1 AND user_id = $2 AND NOT group_id = ANY ($3::text[])`,
    [tenantId, userId, groupIds],
  );
  await transaction.query(
    `INSERT INTO wbpm_group_members (tenant_id, group_id, user_id)
     SELECT $1, group_id, $2 FROM unnest($3::text[]) AS group_id ON CONFLICT DO NOTHING`,
    [tenantId, userId, groupIds],
  );
}
