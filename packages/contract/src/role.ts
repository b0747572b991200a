import { z } from 'zod';
import { mostNames, permissionNameSchema, personNameSchema, roleIdSchema } from './identity-names.ts';

/** What its bearers may do. Built-in ones are the same for every tenant and cannot be changed. */
export const roleSchema = z
  .object({
    role_id: z.string(),
    name: z.string(),
    permissions: z.array(z.string()),
    built_in: z.boolean(),
    /** Raised by every change; the ETag. */
    revision: z.int(),
  })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

/** All of them: a tenant has few. */
export const roleListSchema = z.object({ roles: z.array(roleSchema) }).meta({ id: 'RoleList' });
export type RoleList = z.infer<typeof roleListSchema>;

const permissionsSchema = z.array(permissionNameSchema).max(mostNames);

export const createRoleSchema = z
  .object({ role_id: roleIdSchema, name: personNameSchema.optional(), permissions: permissionsSchema })
  .meta({ id: 'CreateRole' });
export type CreateRole = z.infer<typeof createRoleSchema>;

export const changeRoleSchema = z
  .object({ name: personNameSchema.optional(), permissions: permissionsSchema.optional() })
  .meta({ id: 'ChangeRole' });
export type ChangeRole = z.infer<typeof changeRoleSchema>;

export const deletedRoleSchema = z
  .object({ role_id: z.string(), deleted: z.literal(true) })
  .meta({ id: 'DeletedRole' });
export type DeletedRole = z.infer<typeof deletedRoleSchema>;
