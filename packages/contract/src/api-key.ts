import { z } from 'zod';
import { groupIdSchema, mostNames, permissionNameSchema } from './identity-names.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema } from './text.ts';

/** What a machine calls with. It acts as the user `key:<name>`. */
export const apiKeySchema = z
  .object({
    key_id: z.string(),
    name: z.string(),
    permissions: z.array(z.string()),
    groups: z.array(z.string()),
    created_by: z.string(),
    created_at: instantSchema,
    expires_at: instantSchema,
    used_at: instantSchema.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyListSchema = z
  .object({ api_keys: z.array(apiKeySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ApiKeyList' });
export type ApiKeyList = z.infer<typeof apiKeyListSchema>;

export const apiKeyDays = { default: 90, max: 366 } as const;

/** Body of `POST /api-keys`. Nobody can give a key what they may not do themselves. */
export const createApiKeySchema = z
  .object({
    name: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'Expected 1 to 64 letters, digits and the characters . _ -'),
    permissions: z.array(permissionNameSchema).min(1).max(mostNames),
    groups: z.array(groupIdSchema).max(mostNames).default([]),
    expires_in_days: z.int().min(1).max(apiKeyDays.max).default(apiKeyDays.default),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.input<typeof createApiKeySchema>;

/** The key itself is told once: null when the same request is repeated. */
export const apiKeyWithSecretSchema = apiKeySchema
  .extend({ key: z.string().nullable() })
  .meta({ id: 'ApiKeyWithSecret' });
export type ApiKeyWithSecret = z.infer<typeof apiKeyWithSecretSchema>;

export const revokedApiKeySchema = z
  .object({ key_id: z.string(), revoked: z.literal(true) })
  .meta({ id: 'RevokedApiKey' });
export type RevokedApiKey = z.infer<typeof revokedApiKeySchema>;
