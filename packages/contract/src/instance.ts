import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, longTextSchema, shortTextSchema, wholeNumberParameterSchema } from './text.ts';

export const instanceStatusSchema = z.enum(['active', 'suspended', 'completed', 'failed', 'terminated']);
export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

/** Body of `POST /processes/{id}/instances`; without body an instance starts without variables. */
export const startInstanceSchema = z
  .object({
    variables: jsonObjectSchema.default({}),
    business_key: shortTextSchema.optional(),
    /** Refuses the start while another instance of the process with this business key runs. */
    unique_business_key: z.boolean().optional(),
    start_element: shortTextSchema.optional(),
  })
  .nullish()
  .transform((body) => body ?? { variables: {} })
  .meta({ id: 'StartInstance' });
export type StartInstance = NonNullable<z.input<typeof startInstanceSchema>>;

/** The instance at its first wait state, or at its end. */
export const startedInstanceSchema = z
  .object({
    /** The same as `instance_id`. */
    id: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    definition_id: z.string(),
    version: z.int(),
    status: instanceStatusSchema,
    variables: jsonObjectSchema,
  })
  .meta({ id: 'StartedInstance' });
export type StartedInstance = z.infer<typeof startedInstanceSchema>;

export const activeElementSchema = z
  .object({
    element_id: z.string(),
    element_instance_id: z.string(),
    type: z.string(),
    name: z.string().nullable(),
    since: instantSchema,
  })
  .meta({ id: 'ActiveElement' });
export type ActiveElement = z.infer<typeof activeElementSchema>;

/** An open incident as its instance shows it. */
export const instanceIncidentSchema = z
  .object({
    incident_id: z.string(),
    element_id: z.string(),
    element_instance_id: z.string(),
    code: z.string(),
    message: z.string(),
    created_at: instantSchema,
  })
  .meta({ id: 'InstanceIncident' });
export type InstanceIncident = z.infer<typeof instanceIncidentSchema>;

export const instanceSummarySchema = z
  .object({
    /** The same as `instance_id`. */
    id: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    process_name: z.string(),
    definition_id: z.string(),
    version: z.int(),
    status: instanceStatusSchema,
    business_key: z.string().nullable(),
    start_time: instantSchema,
    end_time: instantSchema.nullable(),
    started_by: z.string(),
    parent_instance_id: z.string().nullable(),
    open_incidents: z.int(),
  })
  .meta({ id: 'InstanceSummary' });
export type InstanceSummary = z.infer<typeof instanceSummarySchema>;

export const instanceDetailSchema = instanceSummarySchema
  .extend({
    /** Its last event's `seq`: a change that names it in `If-Match` is refused once the instance has gone on. */
    revision: z.int(),
    variables: jsonObjectSchema,
    active_elements: z.array(activeElementSchema),
    incidents: z.array(instanceIncidentSchema),
  })
  .meta({ id: 'InstanceDetail' });
export type InstanceDetail = z.infer<typeof instanceDetailSchema>;

export const instanceListSchema = z
  .object({ instances: z.array(instanceSummarySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'InstanceList' });
export type InstanceList = z.infer<typeof instanceListSchema>;

/** Query of `GET /instances`. */
export const instanceQuerySchema = pageQuerySchema.extend({
  status: instanceStatusSchema.optional(),
  process_id: shortTextSchema.optional(),
  business_key: shortTextSchema.optional(),
  /** Conditions on variables of the instance itself, `name:op:value`; each has to hold. */
  variable: z
    .union([z.string(), z.array(z.string()).max(10)])
    .transform((given) => (typeof given === 'string' ? [given] : given))
    .optional(),
  /** Searches the archive instead of what runs and has ended lately. */
  archived: z
    .enum(['true', 'false'])
    .transform((given) => given === 'true')
    .optional(),
});
export type InstanceQuery = z.infer<typeof instanceQuerySchema>;

/** An instance as it was after journal event `seq`. */
export const pastStateSchema = z
  .object({
    instance_id: z.string(),
    seq: z.int(),
    at: instantSchema,
    status: instanceStatusSchema,
    variables: jsonObjectSchema,
    active_elements: z.array(activeElementSchema),
    incidents: z.array(instanceIncidentSchema),
  })
  .meta({ id: 'PastState' });
export type PastState = z.infer<typeof pastStateSchema>;

/** Query of `GET /instances/{iid}/state`. Without `at_seq`: the present. */
export const pastStateQuerySchema = z.object({
  at_seq: wholeNumberParameterSchema.pipe(z.int().min(1)).optional(),
});

export const setVariablesSchema = z.object({ variables: jsonObjectSchema }).meta({ id: 'SetVariables' });
export type SetVariables = z.infer<typeof setVariablesSchema>;

export const variablesSchema = z.object({ variables: jsonObjectSchema }).meta({ id: 'Variables' });
export type Variables = z.infer<typeof variablesSchema>;

/** Body of `POST /instances/{iid}/cancel`; a call without body gives no reason. */
export const cancelInstanceSchema = z
  .object({ reason: longTextSchema.optional() })
  .nullish()
  .transform((body) => body ?? {})
  .meta({ id: 'CancelInstance' });
export type CancelInstance = z.infer<typeof cancelInstanceSchema>;

/** Answer to cancel, suspend and resume. */
export const changedInstanceSchema = z
  .object({ id: z.string(), instance_id: z.string(), status: instanceStatusSchema })
  .meta({ id: 'ChangedInstance' });
export type ChangedInstance = z.infer<typeof changedInstanceSchema>;
