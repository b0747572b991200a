import { z } from 'zod';
import {
  emailSchema,
  groupIdSchema,
  mostNames,
  personNameSchema,
  roleIdSchema,
  userIdSchema,
} from './identity-names.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, shortTextSchema } from './text.ts';

const statusSchema = z.enum(['active', 'disabled']);

/** Somebody with an account of this server. */
export const userSchema = z
  .object({
    user_id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    status: statusSchema,
    /** Too many wrong passwords came; until then none counts. */
    locked_until: instantSchema.nullable(),
    must_change_password: z.boolean(),
    last_login_at: instantSchema.nullable(),
    created_by: z.string(),
    created_at: instantSchema,
    /** Raised by every change; the ETag. */
    revision: z.int(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;

export const userListSchema = z
  .object({ users: z.array(userSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'UserList' });
export type UserList = z.infer<typeof userListSchema>;

export const userQuerySchema = pageQuerySchema.extend({
  status: statusSchema.optional(),
  group: shortTextSchema.optional(),
  role: shortTextSchema.optional(),
  /** What the id or the name contains. */
  search: shortTextSchema.optional(),
});
export type UserQuery = z.infer<typeof userQuerySchema>;

const rolesSchema = z.array(roleIdSchema).max(mostNames);

/** Body of `POST /users`. The password is made up by the server and has to be changed at the first login. */
export const createUserSchema = z
  .object({
    user_id: userIdSchema,
    name: personNameSchema,
    email: emailSchema.nullable().default(null),
    roles: rolesSchema.default(['user']),
    groups: z.array(groupIdSchema).max(mostNames).default([]),
  })
  .meta({ id: 'CreateUser' });
export type CreateUser = z.input<typeof createUserSchema>;

/** A user with the password to hand over. It is told once: null when the same request is repeated. */
export const userWithPasswordSchema = userSchema
  .extend({ initial_password: z.string().nullable() })
  .meta({ id: 'UserWithPassword' });
export type UserWithPassword = z.infer<typeof userWithPasswordSchema>;

/** Body of `PATCH /users/{id}`; what is left out stays. */
export const changeUserSchema = z
  .object({
    name: personNameSchema.optional(),
    email: emailSchema.nullable().optional(),
    roles: rolesSchema.optional(),
    groups: z.array(groupIdSchema).max(mostNames).optional(),
    status: statusSchema.optional(),
  })
  .meta({ id: 'ChangeUser' });
export type ChangeUser = z.infer<typeof changeUserSchema>;

export const deletedUserSchema = z
  .object({ user_id: z.string(), deleted: z.literal(true) })
  .meta({ id: 'DeletedUser' });
export type DeletedUser = z.infer<typeof deletedUserSchema>;
