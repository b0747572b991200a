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

/** Bounds of one request over many incidents. */
export const bulkLimits = { maxIncidents: 1000 } as const;

/** Which open incidents are meant: all that have everything that is given. */
export const incidentFilterSchema = z
  .object({
    process_id: shortTextSchema.optional(),
    element_id: shortTextSchema.optional(),
    code: shortTextSchema.optional(),
    incident_ids: z.array(shortTextSchema).min(1).max(bulkLimits.maxIncidents).optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    error: 'Expected process_id, element_id, code or incident_ids, but found none of them',
  })
  .meta({ id: 'IncidentFilter' });
export type IncidentFilter = z.infer<typeof incidentFilterSchema>;

/** Body of `POST /incidents/resolve`. */
export const resolveIncidentsSchema = z
  .object({
    filter: incidentFilterSchema,
    retries: z.int().min(1).max(100).optional(),
    variables: jsonObjectSchema.optional(),
  })
  .meta({ id: 'ResolveIncidents' });
export type ResolveIncidents = z.infer<typeof resolveIncidentsSchema>;

/** What became of each: an incident that was raised again at once counts as failed. */
export const resolvedIncidentsSchema = z
  .object({
    matched: z.int(),
    resolved: z.int(),
    /** `code` is that of the refusal, or of the incident that took its place. */
    failed: z.array(z.object({ incident_id: z.string(), code: z.string(), message: z.string() })),
    /** How many of the failed were raised again. */
    still_failing: z.int(),
    /** More match than one request takes; the oldest were taken. */
    has_more: z.boolean(),
  })
  .meta({ id: 'ResolvedIncidents' });
export type ResolvedIncidents = z.infer<typeof resolvedIncidentsSchema>;
