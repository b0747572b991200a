import type { ChangeGroup, DeletedGroup, GroupList, Membership, Group as WireGroup } from '@wbpm/contract';
import { requirePermission } from '../access/require-permission.ts';
import { notFound } from '../not-found.ts';
import type { Executed } from '../processes/execute.ts';
import { keyAfter, keyParts, type Page, pageOf } from '../processes/page.ts';
import type { Transaction } from '../store/database.ts';
import {
  addMember,
  deleteGroup,
  findGroup,
  type Group,
  insertGroup,
  listGroups,
  removeMember,
  updateGroup,
} from '../store/groups.ts';
import { read } from '../store/read.ts';
import { findUser } from '../store/users.ts';
import { requireGrantable, requireMayManage } from './grant.ts';
import { changeIdentity, exists, type IdentityCase, notChanged } from './identity-case.ts';

export async function listAllGroups({ database, principal }: IdentityCase, query: Page): Promise<GroupList> {
  requirePermission(principal, 'group', 'read');
  const { tenantId } = principal;
  const after = keyAfter(query, keyParts.text)?.[0] ?? null;
  const rows = await read(database, tenantId, (transaction) =>
    listGroups(transaction, tenantId, { after, limit: query.limit + 1 }),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireGroup, ({ groupId }) => [groupId]);
  return { groups: items, next_cursor };
}

export async function readGroup({ database, principal }: IdentityCase, groupId: string): Promise<WireGroup> {
  requirePermission(principal, 'group', 'read');
  const { tenantId } = principal;
  return read(database, tenantId, async (transaction) =>
    wireGroup(await requireGroup(transaction, tenantId, groupId)),
  );
}

export function createGroup(
  useCase: IdentityCase,
  group: {
    readonly group_id: string;
    readonly name?: string | undefined;
    readonly roles: readonly string[];
  },
): Promise<Executed<WireGroup>> {
  const { principal } = useCase;
  requirePermission(principal, 'group', 'create');
  const { tenantId, userId: createdBy } = principal;
  const { group_id: groupId, name = groupId, roles } = group;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireGrantable(transaction, principal, { roles });
    if (!(await insertGroup(transaction, tenantId, { groupId, name, roles, createdBy }))) {
      throw exists('group', groupId);
    }
    return wireGroup(await requireGroup(transaction, tenantId, groupId));
  });
}

export function changeGroup(
  useCase: IdentityCase,
  groupId: string,
  change: ChangeGroup,
  revision: number | null,
): Promise<Executed<WireGroup>> {
  const { principal } = useCase;
  requirePermission(principal, 'group', 'update');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireMayManage(transaction, principal, await requireGroup(transaction, tenantId, groupId));
    await requireGrantable(transaction, principal, change.roles === undefined ? {} : { roles: change.roles });
    if (!(await updateGroup(transaction, tenantId, groupId, change, revision))) {
      throw notChanged('group', groupId, await findGroup(transaction, tenantId, groupId));
    }
    return wireGroup(await requireGroup(transaction, tenantId, groupId));
  });
}

/** Tasks keep naming the group. */
export function removeGroup(useCase: IdentityCase, groupId: string): Promise<Executed<DeletedGroup>> {
  const { principal } = useCase;
  requirePermission(principal, 'group', 'delete');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireMayManage(transaction, principal, await requireGroup(transaction, tenantId, groupId));
    await deleteGroup(transaction, tenantId, groupId);
    return { group_id: groupId, deleted: true as const };
  });
}

/** Makes a user a member of the group, or no member of it. Done twice is done once. */
export function setMembership(
  useCase: IdentityCase,
  groupId: string,
  userId: string,
  isMember: boolean,
): Promise<Executed<Membership>> {
  const { principal } = useCase;
  requirePermission(principal, 'group', 'update');
  const { tenantId } = principal;
  return changeIdentity(useCase, tenantId, async (transaction) => {
    await requireMayManage(transaction, principal, await requireGroup(transaction, tenantId, groupId));
    const user = await findUser(transaction, tenantId, userId);
    if (user === null) throw notFound('user', userId);
    await requireMayManage(transaction, principal, user);
    await (isMember ? addMember : removeMember)(transaction, tenantId, groupId, userId);
    return { group_id: groupId, user_id: userId, is_member: isMember };
  });
}

async function requireGroup(transaction: Transaction, tenantId: string, groupId: string): Promise<Group> {
  const group = await findGroup(transaction, tenantId, groupId);
  if (group === null) throw notFound('group', groupId);
  return group;
}

function wireGroup(group: Group): WireGroup {
  return {
    group_id: group.groupId,
    name: group.name,
    roles: [...group.roles],
    members: group.members,
    created_by: group.createdBy,
    created_at: group.createdAt.toISOString(),
    revision: group.revision,
  };
}
