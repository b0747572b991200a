import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { instantSchema } from './text.ts';

/** The checks of the health document. */
export const healthCheckNames = [
  'database',
  'redis',
  'workflow_engine',
  'scheduler',
  'apg_integration',
] as const;
export type HealthCheckName = (typeof healthCheckNames)[number];

/**
 * Result of one check: `error` means the check itself failed, `disabled` that what it checks is not
 * configured.
 */
export const healthCheckSchema = z
  .object({
    status: z.enum(['healthy', 'unhealthy', 'error', 'disabled']),
    timestamp: instantSchema,
    details: jsonObjectSchema.optional(),
    error: z.string().optional(),
  })
  .meta({ id: 'HealthCheck' });
export type HealthCheck = z.infer<typeof healthCheckSchema>;

/** Body of `GET /health`, without envelope. */
export const healthSchema = z
  .object({
    status: z.enum(['healthy', 'unhealthy']),
    timestamp: instantSchema,
    version: z.string(),
    durability: z.enum(['power-loss', 'process-crash']),
    checks: z.object({
      database: healthCheckSchema,
      redis: healthCheckSchema,
      workflow_engine: healthCheckSchema,
      scheduler: healthCheckSchema,
      apg_integration: healthCheckSchema,
    }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;

/** Body of `GET /ready`, without envelope; `failing` names the checks that forbid serving, `stopping` that it will end. */
export const readinessSchema = z
  .object({
    ready: z.boolean(),
    stopping: z.boolean(),
    timestamp: instantSchema,
    failing: z.array(z.enum(healthCheckNames)),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readinessSchema>;
