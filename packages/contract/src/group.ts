import { z } from 'zod';
import { groupIdSchema, mostNames, personNameSchema, roleIdSchema } from './identity-names.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema } from './text.ts';

/** People who can claim the same tasks, and roles they all have. */
export const groupSchema = z
  .object({
    group_id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    members: z.int(),
    created_by: z.string(),
    created_at: instantSchema,
    /** Raised by every change; the ETag. */
    revision: z.int(),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof groupSchema>;

export const groupListSchema = z
  .object({ groups: z.array(groupSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'GroupList' });
export type GroupList = z.infer<typeof groupListSchema>;

const rolesSchema = z.array(roleIdSchema).max(mostNames);

export const createGroupSchema = z
  .object({ group_id: groupIdSchema, name: personNameSchema.optional(), roles: rolesSchema.default([]) })
  .meta({ id: 'CreateGroup' });
export type CreateGroup = z.input<typeof createGroupSchema>;

export const changeGroupSchema = z
  .object({ name: personNameSchema.optional(), roles: rolesSchema.optional() })
  .meta({ id: 'ChangeGroup' });
export type ChangeGroup = z.infer<typeof changeGroupSchema>;

export const deletedGroupSchema = z
  .object({ group_id: z.string(), deleted: z.literal(true) })
  .meta({ id: 'DeletedGroup' });
export type DeletedGroup = z.infer<typeof deletedGroupSchema>;

/** Answer to `PUT` and `DELETE /groups/{id}/members/{user_id}`. */
export const membershipSchema = z
  .object({ group_id: z.string(), user_id: z.string(), is_member: z.boolean() })
  .meta({ id: 'Membership' });
export type Membership = z.infer<typeof membershipSchema>;
