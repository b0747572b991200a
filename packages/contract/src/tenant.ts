import { z } from 'zod';
import { personNameSchema, tenantIdSchema, userIdSchema } from './identity-names.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema } from './text.ts';

/** Those who share this installation without knowing of each other. */
export const tenantSchema = z
  .object({
    tenant_id: z.string(),
    name: z.string(),
    /** `deleting`: what it has is going; `deleted`: all of it is gone, and nobody gets the name again. */
    status: z.enum(['active', 'suspended', 'deleting', 'deleted']),
    created_by: z.string(),
    created_at: instantSchema,
    /** Raised by every change; the ETag. */
    revision: z.int(),
  })
  .meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof tenantSchema>;

export const tenantListSchema = z
  .object({ tenants: z.array(tenantSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'TenantList' });
export type TenantList = z.infer<typeof tenantListSchema>;

/** Body of `POST /tenants`. Its first administrator gets a password made up by the server. */
export const createTenantSchema = z
  .object({ tenant_id: tenantIdSchema, name: personNameSchema, administrator: userIdSchema.default('admin') })
  .meta({ id: 'CreateTenant' });
export type CreateTenant = z.input<typeof createTenantSchema>;

/** The password is told once: null when the same request is repeated. */
export const createdTenantSchema = tenantSchema
  .extend({ administrator: z.string(), initial_password: z.string().nullable() })
  .meta({ id: 'CreatedTenant' });
export type CreatedTenant = z.infer<typeof createdTenantSchema>;

export const changeTenantSchema = z.object({ name: personNameSchema }).meta({ id: 'ChangeTenant' });
export type ChangeTenant = z.infer<typeof changeTenantSchema>;

/** Body of `DELETE /tenants/{id}`: the id once more, for there is no way back. */
export const deleteTenantSchema = z.object({ confirm: tenantIdSchema }).meta({ id: 'DeleteTenant' });
export type DeleteTenant = z.infer<typeof deleteTenantSchema>;
