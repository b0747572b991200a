import { z } from 'zod';
import { instanceIncidentSchema } from './instance.ts';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, shortTextSchema } from './text.ts';

export const incidentSchema = instanceIncidentSchema
  .extend({
    /** The same as `incident_id`. */
    id: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    process_name: z.string(),
    resolved_at: instantSchema.nullable(),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

export const incidentListSchema = z
  .object({ incidents: z.array(incidentSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'IncidentList' });
export type IncidentList = z.infer<typeof incidentListSchema>;

/** Query of `GET /incidents`. Open ones unless `status` says otherwise. */
export const incidentQuerySchema = pageQuerySchema.extend({
  status: z.enum(['open', 'resolved']).default('open'),
  instance_id: shortTextSchema.optional(),
  process_id: shortTextSchema.optional(),
});
export type IncidentQuery = z.infer<typeof incidentQuerySchema>;

/** Body of `POST /incidents/{id}/resolve`; may be left out. */
export const resolveIncidentSchema = z
  .object({ retries: z.int().min(1).max(100).optional(), variables: jsonObjectSchema.optional() })
  .nullish()
  .transform((body) => body ?? {})
  .meta({ id: 'ResolveIncident' });
export type ResolveIncident = z.infer<typeof resolveIncidentSchema>;

export const resolvedIncidentSchema = z
  .object({ id: z.string(), incident_id: z.string(), instance_id: z.string(), resolved: z.literal(true) })
  .meta({ id: 'ResolvedIncident' });
export type ResolvedIncident = z.infer<typeof resolvedIncidentSchema>;
